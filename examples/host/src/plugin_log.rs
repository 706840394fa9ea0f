//! What a plugin writes to standard error, as log lines of the host.
//!
//! In come hclog's JSON lines (`@level`, `@message`, `@timestamp`, and fields) or any other text, out go `tracing`
//! events of the level that Grafana would give them (go-plugin's `client.go`: `logStderr`), with the target `plugin`, or
//! `plugin::plain` for text. Called by [`crate::process`].

use std::fmt::Write as _;

use serde_json::{Map, Value};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, BufReader};

/// go-plugin's buffer (`defaultPluginLogBufferSize`). A longer line comes in pieces, which have no level.
const LONGEST_LINE: usize = 64 << 10;

/// Reads to the end; a plugin whose pipe is not read stands still.
pub(crate) async fn drain(errors: impl AsyncRead + Unpin) {
    let mut reader = BufReader::with_capacity(LONGEST_LINE, errors);
    let mut log = PluginLog::default();
    while let Some((piece, is_end)) = next_piece(&mut reader).await {
        let (level, text) = log.readable(String::from_utf8_lossy(&piece).trim_end(), is_end);
        match level {
            Level::Error => tracing::error!(target: "plugin", "{text}"),
            Level::Warn => tracing::warn!(target: "plugin", "{text}"),
            Level::Info => tracing::info!(target: "plugin", "{text}"),
            Level::Debug => tracing::debug!(target: "plugin", "{text}"),
            Level::Trace => tracing::trace!(target: "plugin", "{text}"),
            Level::Plain => tracing::debug!(target: "plugin::plain", "{text}"),
        }
    }
}

/// A line, or what of it fills the buffer; and whether the line ends with it.
async fn next_piece(reader: &mut (impl AsyncBufRead + Unpin)) -> Option<(Vec<u8>, bool)> {
    let mut piece = Vec::new();
    loop {
        let buffered = reader.fill_buf().await.ok()?;
        if buffered.is_empty() {
            return (!piece.is_empty()).then_some((piece, true));
        }
        let room = LONGEST_LINE - piece.len();
        let end = buffered.iter().take(room).position(|byte| *byte == b'\n');
        let taken = end.map_or(buffered.len().min(room), |end| end + 1);
        piece.extend_from_slice(&buffered[..taken]);
        reader.consume(taken);
        if end.is_some() || piece.len() == LONGEST_LINE {
            return Some((piece, end.is_some()));
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
    /// Text that says nothing of a level: Grafana logs it at debug.
    Plain,
}

/// What was read before.
#[derive(Default)]
struct PluginLog {
    /// Whether the last piece did not end its line.
    is_continued: bool,
    /// Whether a panic of Go's runtime has begun: it is the last that a program says.
    is_in_panic: bool,
}

impl PluginLog {
    /// The level and `message key=value …` of an hclog line; any other text stays as it is.
    fn readable(&mut self, piece: &str, is_end: bool) -> (Level, String) {
        let is_part = self.is_continued || !is_end;
        self.is_continued = !is_end;
        if is_part {
            return (Level::Plain, piece.to_owned());
        }
        match serde_json::from_str::<Map<String, Value>>(piece) {
            Ok(fields) => hclog(&fields),
            Err(_) => (self.level_of_text(piece), piece.to_owned()),
        }
    }

    fn level_of_text(&mut self, line: &str) -> Level {
        const PREFIXES: [(&str, Level); 5] = [
            ("[TRACE]", Level::Trace),
            ("[DEBUG]", Level::Debug),
            ("[INFO]", Level::Info),
            ("[WARN]", Level::Warn),
            ("[ERROR]", Level::Error),
        ];
        if let Some((_, level)) = PREFIXES.into_iter().find(|(prefix, _)| line.starts_with(prefix)) {
            return level;
        }
        self.is_in_panic |= line.starts_with("panic: ") || line.starts_with("fatal error: ");
        if self.is_in_panic { Level::Error } else { Level::Plain }
    }
}

fn hclog(fields: &Map<String, Value>) -> (Level, String) {
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

    fn level(line: &str) -> Level {
        PluginLog::default().readable(line, true).0
    }

    #[test]
    fn an_hclog_line_is_read() {
        let hclog =
            r#"{"@timestamp":"2026-01-01T00:00:00Z","@level":"WARN","@message":"slow","ms":12,"target":"a"}"#;
        let mut log = PluginLog::default();
        assert_eq!(log.readable(hclog, true), (Level::Warn, r#"slow ms=12 target="a""#.to_owned()));
        let stack = r#"{"@level":"error","@message":"panic","stack":"a\n  b\n"}"#;
        assert_eq!(log.readable(stack, true), (Level::Error, "panic stack=\na\n  b".to_owned()));
        assert_eq!(log.readable("{}", true), (Level::Info, String::new()));
    }

    #[test]
    fn text_is_raised_where_it_says_so() {
        for (line, expected) in [
            ("[ERROR] no", Level::Error),
            ("[WARN] no", Level::Warn),
            ("[INFO] yes", Level::Info),
            ("[DEBUG] x", Level::Debug),
            ("[TRACE] x", Level::Trace),
            ("panic: no", Level::Error),
            ("fatal error: no", Level::Error),
            ("Error: no", Level::Plain),
            ("thread 'main' panicked at src/main.rs:1:1:", Level::Plain),
            ("say [ERROR]", Level::Plain),
        ] {
            assert_eq!(level(line), expected, "{line}");
        }
    }

    #[test]
    fn what_follows_a_panic_is_an_error_too() {
        let mut log = PluginLog::default();
        log.readable("panic: no", true);
        assert_eq!(log.readable("goroutine 1 [running]:", true).0, Level::Error);
        assert_eq!(log.readable("[INFO] still here", true).0, Level::Info);
    }

    #[tokio::test]
    async fn a_line_that_is_too_long_comes_in_pieces_without_a_level() {
        let lines = format!("[ERROR] {}\n[ERROR] short\n", "x".repeat(LONGEST_LINE));
        let mut reader = BufReader::with_capacity(LONGEST_LINE, lines.as_bytes());
        let mut log = PluginLog::default();
        let mut found = Vec::new();
        while let Some((piece, is_end)) = next_piece(&mut reader).await {
            let (level, text) = log.readable(std::str::from_utf8(&piece).unwrap().trim_end(), is_end);
            found.push((level, text.len()));
        }
        assert_eq!(found, [(Level::Plain, LONGEST_LINE), (Level::Plain, 8), (Level::Error, 13)]);
    }
}
