//! What the library logs. Never a header, a body, a query value, a setting or a secret that came with the call.

use std::any::Any;

use crate::{Error, Rejection, guard, listing::Route, respond::Reply};

/// An error of a handler whose cause the caller is not told: as an error where it is the plugin's own, else as a
/// warning.
///
/// The texts are the plugin's own code, which may panic.
pub(crate) fn error(route: &Route, error: &Error) {
    if let Err(panic) = guard::catch(|| error_line(route, error)) {
        self::panic(route, "the text of an error", &*panic);
    }
}

fn error_line(route: &Route, error: &Error) {
    if !error.status().is_server_error() {
        if let Some(untold) = untold(error) {
            warn(route, &format!("answered {}: {}", error.status().as_u16(), chain(untold)));
        }
        return;
    }
    let cause = match (error.source(), error.rejection()) {
        (Some(source), _) => chain(source),
        // Logged where it was caught, with its message.
        (None, Some(Rejection::Panicked)) => return,
        (None, Some(rejection)) => rejection.to_string(),
        (None, None) => error.message().to_owned(),
    };
    emit(route, &format!("answered {}: {cause}", error.status().as_u16()));
}

/// The part of an error's source that the caller is not told.
fn untold(error: &Error) -> Option<&(dyn std::error::Error + 'static)> {
    let source: &(dyn std::error::Error + 'static) = error.source()?;
    if source.to_string() == error.message() { source.source() } else { Some(source) }
}

/// `?` on an error that is a response itself, of which the status is lost.
pub(crate) fn lost_status(name: &str, place: &std::panic::Location<'_>) {
    #[cfg(feature = "tracing")]
    tracing::error!(
        "{place}: `?` answers 500 for `{name}`, which is a response of its own: write `.map_err(Error::from_response)?`"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = (name, place);
}

/// A panic, with its message.
pub(crate) fn panic(route: &Route, place: &str, panic: &(dyn Any + Send)) {
    emit(route, &format!("{place} panicked: {}", guard::message(panic)));
}

/// A panic in a service of the SDK.
#[cfg(feature = "server")]
pub(crate) fn service_panic(method: &str, panic: &(dyn Any + Send)) {
    let message = guard::message(panic);
    #[cfg(feature = "tracing")]
    tracing::error!("{method} panicked: {message}");
    #[cfg(not(feature = "tracing"))]
    let _ = (method, message);
}

/// A stream that failed, before or after its head was sent.
pub(crate) fn stream(route: &Route, error: &Error) {
    if let Err(panic) = guard::catch(|| stream_line(route, error)) {
        self::panic(route, "the text of a stream's error", &*panic);
    }
}

fn stream_line(route: &Route, error: &Error) {
    let cause = match (error.source(), error.rejection()) {
        (Some(source), _) => chain(source),
        (None, Some(rejection)) => rejection.to_string(),
        (None, None) => error.message().to_owned(),
    };
    emit(route, &format!("stream ended early: {cause}"));
}

/// A response header that could not be sent as it was.
pub(crate) fn header(name: &http::HeaderName, what: &str) {
    #[cfg(feature = "tracing")]
    tracing::warn!("response header {name} {what}");
    #[cfg(not(feature = "tracing"))]
    let _ = (name, what);
}

/// A header of a call that HTTP does not know.
#[cfg(feature = "server")]
pub(crate) fn request_header(name: &http::HeaderName, what: &str) {
    #[cfg(feature = "tracing")]
    tracing::warn!("request header {name} {what}");
    #[cfg(not(feature = "tracing"))]
    let _ = (name, what);
}

/// The text of an error, and of what caused it.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut texts = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        // What only wraps another error says the text of the other one.
        let text = error.to_string();
        if texts.last() != Some(&text) {
            texts.push(text);
        }
        source = error.source();
    }
    texts.join(": ")
}

fn warn(route: &Route, what: &str) {
    #[cfg(feature = "tracing")]
    tracing::warn!(route = route.path(), handler = route.handler(), "{what}");
    #[cfg(not(feature = "tracing"))]
    let _ = (route, what);
}

fn emit(route: &Route, what: &str) {
    #[cfg(feature = "tracing")]
    tracing::error!(route = route.path(), handler = route.handler(), "{what}");
    #[cfg(not(feature = "tracing"))]
    let _ = (route, what);
}

/// At which level the span of a call is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SpanLevel {
    /// Behind the library's server.
    #[cfg(feature = "server")]
    Info,
    /// Behind the SDK's server. Its log layer makes JSON of a span's fields when the span is opened, and parses and writes them
    /// again for each field that is recorded later: more than all the rest of a call costs here.
    Debug,
}

/// The span of one call, where somebody listens: most of the cost of tracing is else in asking each time.
#[cfg(feature = "tracing")]
#[derive(Debug, Default)]
pub(crate) struct Span(Option<Box<Open>>);

/// A span that somebody listens to, until the call has ended: answered to the last chunk, or cancelled.
#[cfg(feature = "tracing")]
#[derive(Debug)]
struct Open {
    span: tracing::Span,
    start: std::time::Instant,
    route: &'static Route,
    method: http::Method,
    status: std::cell::Cell<Option<u16>>,
    /// Whether the status is recorded, because more of the answer follows.
    streamed: std::cell::Cell<bool>,
}

#[cfg(feature = "tracing")]
impl Drop for Open {
    fn drop(&mut self) {
        let duration = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
        match self.status.get() {
            // Both at once: a subscriber looks the span up for each record.
            Some(status) if !self.streamed.get() => {
                tracing::record_all!(self.span, status = status, duration_us = duration);
            }
            _ => {
                self.span.record("duration_us", duration);
            }
        }
        if tracing::enabled!(tracing::Level::DEBUG) {
            self.line(duration);
        }
    }
}

#[cfg(feature = "tracing")]
impl Open {
    /// The one line of each call, at debug.
    #[cold]
    fn line(&self, duration_us: u64) {
        let (route, method, status) = (self.route.path(), self.method.as_str(), self.status.get());
        let what = if status.is_some() { "answered" } else { "cancelled" };
        tracing::debug!(parent: &self.span, route, method, status, duration_us, "{what}");
    }
}

/// Opens the span of a call: the route's pattern and the method, later status and duration. Nothing else that a
/// caller sends is in it.
#[cfg(feature = "tracing")]
#[inline]
pub(crate) fn span(level: SpanLevel, route: &'static Route, method: &http::Method) -> Span {
    let lowest = match level {
        #[cfg(feature = "server")]
        SpanLevel::Info => tracing::Level::INFO,
        SpanLevel::Debug => tracing::Level::DEBUG,
    };
    if tracing::level_filters::LevelFilter::current() < lowest {
        return Span(None);
    }
    open_span(level, route, method)
}

#[cfg(feature = "tracing")]
#[cold]
fn open_span(level: SpanLevel, route: &'static Route, method: &http::Method) -> Span {
    macro_rules! open {
        ($level:ident) => {
            tracing::span!(
                tracing::Level::$level,
                "resource_call",
                route = route.path(),
                method = method.as_str(),
                status = tracing::field::Empty,
                duration_us = tracing::field::Empty,
            )
        };
    }
    let span = match level {
        #[cfg(feature = "server")]
        SpanLevel::Info => open!(INFO),
        SpanLevel::Debug => open!(DEBUG),
    };
    if span.is_disabled() {
        return Span(None);
    }
    let start = std::time::Instant::now();
    let (status, streamed) = (None.into(), false.into());
    Span(Some(Box::new(Open { span, start, route, method: method.clone(), status, streamed })))
}

#[cfg(feature = "tracing")]
impl Span {
    pub(crate) fn enter(&self) -> Option<tracing::span::Entered<'_>> {
        self.0.as_ref().map(|open| open.span.enter())
    }

    /// Notes how the call was answered.
    pub(crate) fn answered(&self, reply: &Reply) {
        if let Some(open) = &self.0 {
            open.status.set(Some(reply.status.as_u16()));
        }
    }

    /// Notes that more of the answer follows: its status can be seen meanwhile.
    pub(crate) fn streams(&self) {
        if let Some(open) = &self.0 {
            if let Some(status) = open.status.get() {
                open.span.record("status", status);
            }
            open.streamed.set(true);
        }
    }
}

/// Without the feature `tracing` there is no span.
#[cfg(not(feature = "tracing"))]
#[derive(Debug, Default)]
pub(crate) struct Span(());

#[cfg(not(feature = "tracing"))]
pub(crate) fn span(_: SpanLevel, _: &Route, _: &http::Method) -> Span {
    Span(())
}

#[cfg(not(feature = "tracing"))]
#[allow(clippy::unused_self, reason = "the same calls as with the feature")]
impl Span {
    pub(crate) fn enter(&self) -> Option<std::convert::Infallible> {
        None
    }

    pub(crate) fn answered(&self, _: &Reply) {}

    pub(crate) fn streams(&self) {}
}
