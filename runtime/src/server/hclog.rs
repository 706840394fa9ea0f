//! Log lines in the form that Grafana reads: a JSON object each, with the keys of hclog (`intlogger.go`).
//!
//! go-plugin reads a plugin's standard error by lines of at most 64 KiB. A longer one comes in pieces that are no JSON, which
//! Grafana logs at debug (`client.go`: `logStderr`). So no line is longer than that, whatever a plugin logs.
//!
//! Fields are kept as values, and become text only where a line is written: most spans never are in one.

use std::{borrow::Cow, fmt};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Number;
use smallvec::SmallVec;
use tracing::{
    Event, Id, Level, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Record},
};
use tracing_subscriber::{
    Layer,
    fmt::{
        format::Writer,
        time::{FormatTime, SystemTime},
    },
    layer::Context,
    registry::{LookupSpan, SpanRef},
};

/// go-plugin's buffer of a line, with the line's end in it (`client.go`: `defaultPluginLogBufferSize`).
const LONGEST_LINE: usize = 64 << 10;

/// How many bytes each text of a line may have, in JSON, tried in turn until the line is short enough.
const LONGEST_TEXTS: [usize; 6] = [usize::MAX, 60 << 10, 30 << 10, 8 << 10, 1 << 10, 128];

/// A layer that hands over each line as a whole.
pub(super) struct Hclog<W>(W);

impl<W: Fn(&[u8])> Hclog<W> {
    pub(super) fn new(write: W) -> Self {
        Self(write)
    }
}

impl<W, S> Layer<S> for Hclog<W>
where
    W: Fn(&[u8]) + 'static,
    S: Subscriber + for<'l> LookupSpan<'l>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        // Before the span is locked: the text of a value is code of the plugin, which may panic.
        let mut recorded = Fields::default();
        values.record(&mut recorded);
        if let Some(span) = context.span(id) {
            if let Some(fields) = span.extensions_mut().get_mut::<Fields>() {
                recorded.0.into_iter().for_each(|(name, value)| fields.set(name, value));
            }
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let span = context.event_span(event);
        let extensions = span.as_ref().map(|span| span.extensions());
        let line = Line {
            timestamp: now(),
            level: level(*event.metadata().level()),
            target: fields.take_target().unwrap_or_else(|| event.metadata().target().to_owned()),
            fields: &fields,
            span: span.as_ref().map(SpanRef::name),
            span_fields: extensions.as_ref().and_then(|extensions| extensions.get()),
        };
        (self.0)(&line.to_json());
    }
}

/// As hclog writes it.
fn level(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

/// The time, in the one form that go-plugin parses (`log_entry.go`).
fn now() -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = SystemTime.format_time(&mut Writer::new(&mut text));
    text
}

/// The fields of a span or of an event, by name.
#[derive(Default)]
struct Fields(SmallVec<[(&'static str, Recorded); 4]>);

/// A recorded value. Short texts, a route or a method say, need no allocation of their own.
enum Recorded {
    /// UTF-8.
    Text(SmallVec<[u8; 32]>),
    Number(Number),
    Bool(bool),
    /// A number that JSON does not know.
    Null,
}

impl Recorded {
    fn text(text: &str) -> Self {
        Self::Text(text.as_bytes().into())
    }

    fn as_text(&self) -> Option<Cow<'_, str>> {
        if let Self::Text(text) = self { Some(String::from_utf8_lossy(text)) } else { None }
    }
}

impl Fields {
    fn set(&mut self, name: &'static str, value: Recorded) {
        match self.0.iter_mut().find(|field| field.0 == name) {
            Some(field) => field.1 = value,
            None => self.0.push((name, value)),
        }
    }

    /// For what is recorded at once: no name occurs twice then.
    fn push(&mut self, field: &Field, value: Recorded) {
        self.0.push((field.name(), value));
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|field| field.0 == name)
    }

    /// Where a record of the crate `log` comes from, which it says in fields.
    fn take_target(&mut self) -> Option<String> {
        let at = self.0.iter().position(|field| field.0 == "log.target")?;
        let target = self.0.swap_remove(at).1;
        self.0.retain(|field| !field.0.starts_with("log."));
        target.as_text().map(Cow::into_owned)
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.push(field, Recorded::Text(format!("{value:?}").into_bytes().into()));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.push(field, Recorded::text(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.push(field, Recorded::Bool(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.push(field, Recorded::Number(value.into()));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.push(field, Recorded::Number(value.into()));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.push(field, Number::from_f64(value).map_or(Recorded::Null, Recorded::Number));
    }
}

/// What stands in one line.
struct Line<'a> {
    timestamp: String,
    level: &'static str,
    target: String,
    fields: &'a Fields,
    span: Option<&'static str>,
    span_fields: Option<&'a Fields>,
}

impl Line<'_> {
    /// The line with its end. Long texts are cut where it would be too long else.
    fn to_json(&self) -> Vec<u8> {
        let mut json = Vec::new();
        for longest in LONGEST_TEXTS {
            json.clear();
            // Nothing of it can fail.
            let _ = serde_json::to_writer(&mut json, &Cut { what: self, longest });
            json.push(b'\n');
            if json.len() <= LONGEST_LINE {
                break;
            }
        }
        json
    }
}

/// Something whose texts have at most so many bytes in JSON.
struct Cut<'a, T: ?Sized> {
    what: &'a T,
    longest: usize,
}

impl Serialize for Cut<'_, Line<'_>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { what: line, longest } = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("@timestamp", &line.timestamp)?;
        map.serialize_entry("@level", line.level)?;
        for (name, value) in &line.fields.0 {
            // go-plugin ends Grafana where a key that begins so holds anything but what it expects.
            let name = if *name == "message" { "@message" } else { name.trim_start_matches('@') };
            map.serialize_entry(name, &Cut { what: value, longest })?;
        }
        if !line.fields.has("target") {
            map.serialize_entry("target", &line.target)?;
        }
        if let Some(name) = line.span.filter(|_| !line.fields.has("span")) {
            map.serialize_entry("span", &Cut { what: &(name, line.span_fields), longest })?;
        }
        map.end()
    }
}

impl Serialize for Cut<'_, (&str, Option<&Fields>)> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { what: (span, fields), longest } = *self;
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in fields.iter().flat_map(|fields| &fields.0) {
            map.serialize_entry(name, &Cut { what: value, longest })?;
        }
        if !fields.is_some_and(|fields| fields.has("name")) {
            map.serialize_entry("name", span)?;
        }
        map.end()
    }
}

impl Serialize for Cut<'_, Recorded> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.what {
            Recorded::Number(number) => number.serialize(serializer),
            Recorded::Bool(value) => serializer.serialize_bool(*value),
            Recorded::Null => serializer.serialize_unit(),
            Recorded::Text(text) => {
                let text = String::from_utf8_lossy(text);
                match end_of(&text, self.longest) {
                    Some(end) => {
                        serializer.collect_str(&format_args!("{}… (cut: {} bytes)", &text[..end], text.len()))
                    }
                    None => serializer.serialize_str(&text),
                }
            }
        }
    }
}

/// Where a text has to be cut to have so many bytes in JSON; `None` where it is short enough.
fn end_of(text: &str, longest: usize) -> Option<usize> {
    // Six bytes are the longest escape of one.
    if text.len() <= longest / 6 {
        return None;
    }
    let mut written = 0_usize;
    for (at, character) in text.char_indices() {
        written += match character {
            '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
            '\0'..' ' => 6,
            character => character.len_utf8(),
        };
        if written > longest {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
#[path = "hclog_tests.rs"]
mod tests;
