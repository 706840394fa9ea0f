//! The subscriber of a plugin's process: hclog's JSON on standard error, and no line that a call's contents are in.

use std::env;

use grafana_plugin_sdk::backend;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{EnvFilter, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

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

/// Installs the subscriber, unless the process has one.
pub(super) fn init() {
    let directives = env::var(EnvFilter::DEFAULT_ENV).ok();
    // It fails where the author has installed one.
    let _ = tracing_subscriber::registry()
        .with(backend::layer())
        .with(wanted(directives.as_deref()))
        .with(allowed())
        .try_init();
}

/// What `RUST_LOG` asks for.
fn wanted(directives: Option<&str>) -> EnvFilter {
    let directives = directives.filter(|directives| !directives.is_empty());
    directives.and_then(|directives| directives.parse().ok()).unwrap_or_else(|| EnvFilter::new("info"))
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
        for directives in [None, Some(""), Some("a=b=c")] {
            assert_eq!(wanted(directives).max_level_hint(), Some(LevelFilter::INFO), "{directives:?}");
        }
    }
}
