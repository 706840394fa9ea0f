//! What a plugin writes to standard error, as log lines of the host.
//!
//! In come hclog's JSON lines (`@level`, `@message`, `@timestamp`, and fields) or any other text, out go `tracing`
//! events of the same level with the target `plugin`. Called by [`crate::process`].

use std::fmt::Write as _;

use serde_json::{Map, Value};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// Reads to the end; a plugin whose pipe is not read stands still.
pub(crate) async fn drain(errors: impl AsyncRead + Unpin) {
    let mut lines = BufReader::new(errors).split(b'\n');
    while let Ok(Some(line)) = lines.next_segment().await {
        let (level, text) = readable(String::from_utf8_lossy(&line).trim_end());
        match level {
            Level::Error => tracing::error!(target: "plugin", "{text}"),
            Level::Warn => tracing::warn!(target: "plugin", "{text}"),
            Level::Info => tracing::info!(target: "plugin", "{text}"),
            Level::Debug => tracing::debug!(target: "plugin", "{text}"),
            Level::Trace => tracing::trace!(target: "plugin", "{text}"),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

/// The level and `message key=value …` of an hclog line; any other line stays as it is, at the level of news.
fn readable(line: &str) -> (Level, String) {
    let Ok(fields) = serde_json::from_str::<Map<String, Value>>(line) else {
        return (Level::Info, line.to_owned());
    };
    let level = match fields.get("@level").and_then(Value::as_str).unwrap_or_default().to_lowercase().as_str()
    {
        "error" => Level::Error,
        "warn" => Level::Warn,
        "debug" => Level::Debug,
        "trace" => Level::Trace,
        _ => Level::Info,
    };
    let mut text = fields.get("@message").and_then(Value::as_str).unwrap_or_default().to_owned();
    for (key, value) in fields.iter().filter(|(key, _)| !key.starts_with('@')) {
        let _ = match value {
            // A stack trace, which nobody can read in one line.
            Value::String(lines) if lines.contains('\n') => write!(text, " {key}=\n{}", lines.trim_end()),
            value => write!(text, " {key}={value}"),
        };
    }
    (level, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hclog_line_is_read_and_any_other_is_kept() {
        let hclog =
            r#"{"@timestamp":"2026-01-01T00:00:00Z","@level":"WARN","@message":"slow","ms":12,"target":"a"}"#;
        assert_eq!(readable(hclog), (Level::Warn, r#"slow ms=12 target="a""#.to_owned()));
        let stack = r#"{"@level":"error","@message":"panic","stack":"a\n  b\n"}"#;
        assert_eq!(readable(stack), (Level::Error, "panic stack=\na\n  b".to_owned()));
        assert_eq!(readable("thread panicked"), (Level::Info, "thread panicked".to_owned()));
        assert_eq!(readable("{}"), (Level::Info, String::new()));
    }
}
