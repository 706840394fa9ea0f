//! The subscriber of a plugin's process: hclog's JSON on standard error, and no line that a call's contents are in.

use std::{
    env,
    fmt::Display,
    io::{self, Write},
};

use tracing::{Dispatch, level_filters::LevelFilter, subscriber::NoSubscriber};
use tracing_subscriber::{EnvFilter, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

use super::hclog::Hclog;

/// Modules whose spans and lines carry whole requests of Grafana, decrypted secrets among them: in spans at debug, and
/// for health checks at info. Any line that is written inside of such a span repeats it. There are no other lines.
const NEVER: [&str; 4] = [
    "grafana_plugin_sdk::backend::data",
    "grafana_plugin_sdk::backend::diagnostics",
    "grafana_plugin_sdk::backend::resource",
    "grafana_plugin_sdk::backend::stream",
];

/// What speaks about each frame at debug, and may name what is in one.
const AT_MOST_INFO: [&str; 4] = ["h2", "hyper", "hyper_util", "tonic"];

/// The levels for one plugin: a key `log_level` of its own section of Grafana's configuration, `[plugin.<id>]`, comes as this.
const LEVELS: &str = "GF_PLUGIN_LOG_LEVEL";

/// Installs the subscriber, unless the process has one. Says whether it had none.
pub(super) fn init() -> bool {
    let had_none = tracing::dispatcher::get_default(Dispatch::is::<NoSubscriber>);
    let asked = [LEVELS, EnvFilter::DEFAULT_ENV].map(|name| env::var(name).ok());
    // It fails where the author has installed one.
    let _ = tracing_subscriber::registry()
        .with(Hclog::new(write))
        .with(wanted(asked.iter().flatten().map(String::as_str)))
        .with(allowed())
        .try_init();
    had_none
}

fn write(line: &[u8]) {
    // Nobody may be there to read it, after Grafana was killed.
    let _ = io::stderr().lock().write_all(line);
}

/// Says in the log why there is no plugin.
pub(super) fn not_started(why: &dyn Display) {
    tracing::error!("the plugin did not start: {why}");
}

/// The levels that are asked for, by who comes first. Errors are among them, unless they are turned off: who asks for the
/// debug lines of one module wants to know all the same why a plugin did not start.
fn wanted<'a>(asked: impl IntoIterator<Item = &'a str>) -> EnvFilter {
    let asked = asked.into_iter().find(|directives| !directives.is_empty());
    asked
        .and_then(|directives| format!("error,{directives}").parse().ok())
        .unwrap_or_else(|| EnvFilter::new("info"))
}

/// What it may get.
fn allowed() -> Targets {
    Targets::new()
        .with_default(LevelFilter::TRACE)
        .with_targets(NEVER.map(|target| (target, LevelFilter::OFF)))
        .with_targets(AT_MOST_INFO.map(|target| (target, LevelFilter::INFO)))
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn who_is_there_already_stays() {
        let _ = tracing::subscriber::set_global_default(tracing::subscriber::NoSubscriber::new());
        init();
        init();
    }

    #[test]
    fn what_carries_requests_is_silent_at_every_level() {
        for target in NEVER {
            assert!(!allowed().would_enable(target, &Level::ERROR), "{target}");
        }
    }

    #[test]
    fn what_speaks_of_frames_stays_at_info() {
        for target in ["h2::codec::framed_read", "hyper::proto::h2::server", "tonic::codec::decode"] {
            assert!(allowed().would_enable(target, &Level::INFO), "{target}");
            assert!(!allowed().would_enable(target, &Level::DEBUG), "{target}");
        }
    }

    #[test]
    fn plugins_get_what_they_ask_for() {
        assert!(allowed().would_enable("my_plugin", &Level::TRACE));
        assert!(allowed().would_enable("grafana_plugin_sdk::data", &Level::DEBUG));
    }

    #[test]
    fn what_cannot_be_read_asks_for_info() {
        for asked in [None, Some(""), Some("a=b=c")] {
            assert_eq!(wanted(asked).max_level_hint(), Some(LevelFilter::INFO), "{asked:?}");
        }
    }

    #[test]
    fn what_the_plugins_own_section_says_comes_first() {
        let levels = |asked: [&str; 2]| wanted(asked).max_level_hint();
        assert_eq!(levels(["warn", "trace"]), Some(LevelFilter::WARN));
        assert_eq!(levels(["", "trace"]), Some(LevelFilter::TRACE));
    }

    #[test]
    fn errors_are_told_unless_they_are_turned_off() {
        for (asked, expected) in [
            ("my_plugin=debug", "my_plugin=debug,error"),
            ("my_plugin=off,info", "my_plugin=off,info"),
            ("warn", "warn"),
            ("off", "off"),
        ] {
            assert_eq!(wanted([asked]).to_string(), expected);
        }
    }
}
