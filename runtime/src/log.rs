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
}

#[cfg(feature = "tracing")]
impl Drop for Open {
    fn drop(&mut self) {
        let duration = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.span.record("duration_us", duration);
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
pub(crate) fn span(route: &'static Route, method: &http::Method) -> Span {
    if tracing::level_filters::LevelFilter::current() < tracing::Level::INFO {
        return Span(None);
    }
    open_span(route, method)
}

#[cfg(feature = "tracing")]
#[cold]
fn open_span(route: &'static Route, method: &http::Method) -> Span {
    let span = tracing::info_span!(
        "resource_call",
        route = route.path(),
        method = method.as_str(),
        status = tracing::field::Empty,
        duration_us = tracing::field::Empty,
    );
    if span.is_disabled() {
        return Span(None);
    }
    let start = std::time::Instant::now();
    Span(Some(Box::new(Open { span, start, route, method: method.clone(), status: None.into() })))
}

#[cfg(feature = "tracing")]
impl Span {
    pub(crate) fn enter(&self) -> Option<tracing::span::Entered<'_>> {
        self.0.as_ref().map(|open| open.span.enter())
    }

    /// Notes how the call was answered.
    pub(crate) fn answered(&self, reply: &Reply) {
        if let Some(open) = &self.0 {
            let status = reply.status.as_u16();
            open.status.set(Some(status));
            open.span.record("status", status);
        }
    }
}

/// Without the feature `tracing` there is no span.
#[cfg(not(feature = "tracing"))]
#[derive(Debug, Default)]
pub(crate) struct Span(());

#[cfg(not(feature = "tracing"))]
pub(crate) fn span(_: &Route, _: &http::Method) -> Span {
    Span(())
}

#[cfg(not(feature = "tracing"))]
#[allow(clippy::unused_self, reason = "the same calls as with the feature")]
impl Span {
    pub(crate) fn enter(&self) -> Option<std::convert::Infallible> {
        None
    }

    pub(crate) fn answered(&self, _: &Reply) {}
}
