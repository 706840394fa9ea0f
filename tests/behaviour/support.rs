//! What several subjects need: messages as they come over the wire, and a log that can be read.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use grafana_plugin_sdk::pluginv2::{CallResourceRequest, CallResourceResponse, PluginContext, StringList};
use tracing::{
    Event, Id, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span::{Attributes, Record},
    subscriber::DefaultGuard,
};
use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};

/// A message that no browser could make Grafana send, but another host might.
pub(crate) fn message(method: &str, url: &str) -> CallResourceRequest {
    CallResourceRequest {
        plugin_context: Some(PluginContext {
            org_id: 1,
            plugin_id: "test-plugin".to_owned(),
            ..Default::default()
        }),
        path: String::new(),
        method: method.to_owned(),
        url: url.to_owned(),
        ..Default::default()
    }
}

/// The values of a header, in the spelling of the message.
pub(crate) fn header<'r>(response: &'r CallResourceResponse, name: &str) -> Option<&'r StringList> {
    response.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, list)| list)
}

/// Everything that this library logs on this thread: each span with its fields, each event with its own.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Entries>>);

#[derive(Default)]
struct Entries {
    spans: Vec<Entry>,
    events: Vec<Entry>,
    closed: usize,
}

/// A span or an event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    id: u64,
    pub(crate) name: String,
    pub(crate) fields: Vec<(String, String)>,
    /// The span that an event was in.
    pub(crate) span: Option<String>,
}

impl Entry {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|(key, _)| key.as_str()).collect()
    }
}

impl Visit for Entry {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.fields.push((field.name().to_owned(), format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.push((field.name().to_owned(), value.to_owned()));
    }
}

impl Log {
    /// Listens on this thread until the guard is dropped, at the level at which plugins run.
    pub(crate) fn listen() -> (Self, DefaultGuard) {
        Self::listen_at(LevelFilter::INFO)
    }

    pub(crate) fn listen_at(level: LevelFilter) -> (Self, DefaultGuard) {
        let log = Self::default();
        let guard = tracing_subscriber::registry().with(log.clone().with_filter(level)).set_default();
        (log, guard)
    }

    pub(crate) fn spans(&self) -> Vec<Entry> {
        self.0.lock().unwrap().spans.clone()
    }

    /// How many spans have ended.
    pub(crate) fn closed(&self) -> usize {
        self.0.lock().unwrap().closed
    }

    pub(crate) fn events(&self) -> Vec<Entry> {
        self.0.lock().unwrap().events.clone()
    }

    /// The texts of the events.
    pub(crate) fn messages(&self) -> Vec<String> {
        self.events().iter().filter_map(|event| event.field("message").map(str::to_owned)).collect()
    }

    /// All of it, as one text.
    pub(crate) fn text(&self) -> String {
        format!("{:?} {:?}", self.spans(), self.events())
    }
}

/// The SDK has a span of its own, which is not this library's business.
fn is_ours(target: &str) -> bool {
    target.starts_with("grafana_resource_routes")
}

impl<S: Subscriber + for<'l> LookupSpan<'l>> Layer<S> for Log {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if is_ours(attributes.metadata().target()) {
            let name = attributes.metadata().name().to_owned();
            let mut span = Entry { id: id.into_u64(), name, ..Entry::default() };
            attributes.record(&mut span);
            self.0.lock().unwrap().spans.push(span);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut entries = self.0.lock().unwrap();
        if let Some(span) = entries.spans.iter_mut().rev().find(|span| span.id == id.into_u64()) {
            values.record(span);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut entry = Entry { name: event.metadata().level().to_string(), ..Entry::default() };
        entry.span = context.event_span(event).map(|span| span.name().to_owned());
        if is_ours(event.metadata().target()) {
            event.record(&mut entry);
            self.0.lock().unwrap().events.push(entry);
        }
    }

    fn on_close(&self, id: Id, _: Context<'_, S>) {
        let mut entries = self.0.lock().unwrap();
        if entries.spans.iter().any(|span| span.id == id.into_u64()) {
            entries.closed += 1;
        }
    }
}
