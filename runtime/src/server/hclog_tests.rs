use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tracing_subscriber::layer::SubscriberExt;

use super::*;

/// The lines that are written while it runs.
fn lines(run: impl FnOnce()) -> Vec<String> {
    let written = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&written);
    let write = move |line: &[u8]| sink.lock().unwrap().push(String::from_utf8(line.to_vec()).unwrap());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(Hclog::new(write)), run);
    std::mem::take(&mut *written.lock().unwrap())
}

/// The one line, without its time.
fn line(run: impl FnOnce()) -> Value {
    let lines = lines(run);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0].find('\n'), Some(lines[0].len() - 1));
    let mut line: Value = serde_json::from_str(&lines[0]).unwrap();
    let timestamp = line.as_object_mut().unwrap().remove("@timestamp");
    // 2006-01-02T15:04:05.000000Z
    let timestamp = timestamp.unwrap().as_str().unwrap().to_owned();
    assert!(timestamp.len() == 27 && timestamp.ends_with('Z'), "{timestamp}");
    line
}

#[test]
fn an_event_is_an_object_with_the_keys_of_hclog() {
    let written =
        line(|| tracing::warn!(target: "plugin", count = 7, ok = true, name = %"x", "two {}", "words"));
    let expected =
        json!({"@level":"warn","@message":"two words","count":7,"ok":true,"name":"x","target":"plugin"});
    assert_eq!(written, expected);
}

#[test]
fn levels_are_those_of_hclog() {
    let written = lines(|| {
        tracing::error!("");
        tracing::warn!("");
        tracing::info!("");
        tracing::debug!("");
        tracing::trace!("");
    });
    for (line, level) in written.iter().zip(["error", "warn", "info", "debug", "trace"]) {
        assert!(line.contains(&format!(r#""@level":"{level}""#)), "{line}");
    }
}

#[test]
fn a_line_holds_its_span_with_what_was_noted_later() {
    let written = line(|| {
        let span = tracing::info_span!("call", route = "/a", status = tracing::field::Empty);
        span.record("status", 404);
        span.in_scope(|| tracing::info!(target: "t", "inside"));
    });
    assert_eq!(written["span"], json!({"route":"/a","status":404,"name":"call"}));
}

#[test]
fn names_of_the_form_itself_stay_the_forms() {
    let written = line(|| {
        tracing::info!(target: "t", target = "mine", span = 5, "@level" = 6, "@timestamp" = "x", "words");
    });
    let expected =
        json!({"@level":"info","@message":"words","target":"mine","span":5,"level":6,"timestamp":"x"});
    assert_eq!(written, expected);
}

#[test]
fn a_long_line_is_cut_and_keeps_its_level_and_its_fields() {
    for text in ["x".repeat(100_000), "\"\n".repeat(40_000), "\u{1}".repeat(20_000), "ä€𝄞".repeat(20_000)]
    {
        let written = lines(|| tracing::error!(count = 7, other = %text, "{text}"));
        assert!(written[0].len() <= 64 << 10, "{}", written[0].len());
        let line: Value = serde_json::from_str(&written[0]).unwrap();
        assert_eq!((&line["@level"], &line["count"]), (&json!("error"), &json!(7)));
        let said = format!("… (cut: {} bytes)", text.len());
        assert!(line["@message"].as_str().is_some_and(|message| message.ends_with(&said)));
        assert!(line["@message"].as_str().unwrap().len() > 5_000);
    }
}

#[test]
fn what_fits_is_not_cut() {
    for length in [60_000, 65_300] {
        let text = "x".repeat(length);
        let written = line(|| tracing::error!(target: "t", "{text}"));
        assert_eq!(written["@message"].as_str().map(str::len), Some(length));
    }
}

#[test]
fn a_span_with_long_fields_is_cut_as_well() {
    let text = "\"".repeat(100_000);
    let written = lines(|| {
        tracing::info_span!("call", a = %text, b = %text, c = %text, d = %text)
            .in_scope(|| tracing::error!(e = %text, f = %text, "{text}"));
    });
    assert!(written[0].len() <= 64 << 10, "{}", written[0].len());
    let line: Value = serde_json::from_str(&written[0]).unwrap();
    assert!(line["span"]["d"].as_str().is_some_and(|text| text.ends_with("(cut: 100000 bytes)")));
}

#[test]
fn a_value_whose_text_panics_costs_its_own_line_only() {
    struct Speechless;

    impl fmt::Debug for Speechless {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half a ")?;
            panic!("in Debug")
        }
    }
    let written = line(|| {
        let span = tracing::info_span!("call", value = tracing::field::Empty);
        let panics = [
            crate::guard::catch(|| tracing::error!(value = ?Speechless, "lost")),
            crate::guard::catch(|| _ = span.record("value", tracing::field::debug(Speechless))),
        ];
        assert!(panics.iter().all(Result::is_err));
        span.in_scope(|| tracing::error!(target: "t", "the next one"));
    });
    assert_eq!((&written["@message"], &written["span"]), (&json!("the next one"), &json!({"name":"call"})));
}
