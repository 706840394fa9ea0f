//! What follows the first message of a response.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use axum_core::{body::Body, response::Response};
use bytes::Bytes;
use futures_core::Stream;
use http::{header, response::Parts};
use http_body::Body as _;

use super::{HeadFirst, Reply, SilentEnd, content_type, ending::Ending};
use crate::{Error, Rejection, error::StreamError, guard, listing::Route, log::Span, sdk::Never};

/// The chunks of a response after the first. Dropping it drops the handler's stream: that is how a call is cancelled.
#[derive(Default)]
pub struct Tail(Option<Box<Streaming>>);

struct Streaming {
    body: GuardedBody,
    span: Span,
    ending: Ending,
    last_byte: u8,
}

impl Tail {
    /// Whether anything may follow.
    #[cfg(feature = "server")]
    pub(crate) fn is_streaming(&self) -> bool {
        self.0.is_some()
    }

    /// The tail as a part of the call that this span is of.
    pub(crate) fn within(mut self, span: Span) -> Self {
        if let Some(streaming) = &mut self.0 {
            span.streams();
            streaming.span = span;
        }
        self
    }
}

impl fmt::Debug for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tail").field(&self.0.is_some()).finish()
    }
}

impl Stream for Tail {
    type Item = Result<Bytes, Never>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(streaming) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let route = streaming.body.route;
        let chunk = {
            let _entered = streaming.span.enter();
            match std::task::ready!(streaming.body.poll_chunk(cx)) {
                Some(Ok(chunk)) => {
                    streaming.last_byte = chunk.last().copied().unwrap_or_default();
                    return Poll::Ready(Some(Ok(chunk)));
                }
                // The status is long gone, and Grafana would write an error of its own into the body.
                Some(Err(failure)) => {
                    let error = failure.told(route, crate::log::stream);
                    streaming.ending.chunk(&error, streaming.last_byte)
                }
                None => None,
            }
        };
        self.0 = None;
        Poll::Ready(chunk.map(Ok))
    }
}

/// The body of a response, which is the plugin's code: nothing of it panics beyond here.
struct GuardedBody {
    /// `None` while it is dropped.
    body: Option<Body>,
    route: &'static Route,
}

impl GuardedBody {
    /// Whether it has ended.
    fn is_end(&self) -> Result<bool, Failure> {
        let ask = || self.body.as_ref().is_none_or(Body::is_end_stream);
        guard::catch(ask).map_err(Failure::Panic)
    }

    /// How long it is, if that is known.
    fn length(&self) -> Result<Option<u64>, Failure> {
        let ask = || self.body.as_ref().and_then(|body| body.size_hint().exact());
        guard::catch(ask).map_err(Failure::Panic)
    }

    /// The next chunk that is not empty.
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        loop {
            let polled = guard::catch(|| Pin::new(&mut *body).poll_frame(cx));
            let frame = match polled {
                Ok(polled) => std::task::ready!(polled),
                Err(panic) => return Poll::Ready(Some(Err(Failure::Panic(panic)))),
            };
            match frame.map(|frame| frame.map(http_body::Frame::into_data)) {
                Some(Ok(Ok(chunk))) if chunk.is_empty() => {}
                Some(Ok(Ok(chunk))) => return Poll::Ready(Some(Ok(chunk))),
                // Trailers have no place in a resource call.
                Some(Ok(Err(_))) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(Failure::Error(error)))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl Drop for GuardedBody {
    fn drop(&mut self) {
        if let Err(panic) = guard::drop_caught(self.body.take()) {
            crate::log::panic(self.route, "the end of the stream", &*panic);
        }
    }
}

/// How a stream fails.
enum Failure {
    Error(axum_core::Error),
    Panic(Box<dyn std::any::Any + Send>),
}

impl Failure {
    /// Says it in the log, once, and gives what the caller may know.
    fn told(self, route: &Route, log: fn(&Route, &Error)) -> Error {
        match self {
            Self::Error(error) => {
                let error = told(error);
                log(route, &error);
                error
            }
            Self::Panic(panic) => {
                crate::log::panic(route, "the stream", &*panic);
                Rejection::Panicked.into()
            }
        }
    }
}

/// The error that a stream failed with: an [`Error`] that the author gave the stream, or else one that tells nothing.
fn told(error: axum_core::Error) -> Error {
    let mut error = error.into_inner();
    // Each layer of a body wraps the error once more.
    loop {
        match error.downcast::<axum_core::Error>() {
            Ok(wrapped) => error = wrapped.into_inner(),
            Err(innermost) => {
                return innermost.downcast::<StreamError>().map_or_else(Error::internal, |error| error.0);
            }
        }
    }
}

/// Waits for the first chunk, so that a stream that fails at once still has a status, and leaves the others for later.
pub(crate) async fn collect_first(
    response: Response,
    route: &'static Route,
    is_head: bool,
) -> Result<(Reply, Tail), Error> {
    let (head, body) = response.into_parts();
    let body = GuardedBody { body: Some(body), route };
    first_of(head, body, is_head).await.map_err(|failure| failure.told(route, crate::log::error))
}

async fn first_of(mut head: Parts, mut body: GuardedBody, is_head: bool) -> Result<(Reply, Tail), Failure> {
    let is_empty = body.is_end()?;
    if !is_empty {
        head.headers.entry(header::CONTENT_TYPE).or_insert_with(|| content_type::BYTES.clone());
    }
    let length = body.length()?;
    let mut reply = Reply::empty(head.status);
    if is_empty || is_head || reply.is_bodiless() {
        return Ok((reply.with_headers(head.headers, length, is_head), Tail::default()));
    }
    let is_silent = head.extensions.get::<SilentEnd>().is_some();
    let ending = if is_silent { Ending::Nothing } else { Ending::of(&head.headers, length) };
    let tail =
        |body, last_byte| Tail(Some(Box::new(Streaming { body, span: Span::default(), ending, last_byte })));
    if head.extensions.get::<HeadFirst>().is_some() {
        return Ok((reply.with_headers(head.headers, length, false), tail(body, b'\n')));
    }
    match std::future::poll_fn(|cx| body.poll_chunk(cx)).await {
        Some(chunk) => reply.body = chunk?,
        None => return Ok((reply.with_headers(head.headers, Some(0), false), Tail::default())),
    }
    if body.is_end()? {
        let length = u64::try_from(reply.body.len()).ok();
        return Ok((reply.with_headers(head.headers, length, false), Tail::default()));
    }
    let last_byte = reply.body.last().copied().unwrap_or_default();
    Ok((reply.with_headers(head.headers, length, false), tail(body, last_byte)))
}
