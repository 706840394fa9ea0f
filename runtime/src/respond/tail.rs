//! What follows the first message of a response.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll},
};

use axum_core::{body::Body, response::Response};
use bytes::Bytes;
use futures_core::Stream;
use http::header;
use http_body::Body as _;

use super::{HeadFirst, Reply, SilentEnd, content_type, ending::Ending};
use crate::{Error, Rejection, error::StreamError, listing::Route, log::Span, sdk::Never};

/// The chunks of a response after the first. Dropping it drops the handler's stream: that is how a call is cancelled.
#[derive(Default)]
pub struct Tail(Option<Box<Streaming>>);

struct Streaming {
    body: Body,
    route: &'static Route,
    span: Span,
    ending: Ending,
    last_byte: u8,
}

impl Tail {
    /// The tail as a part of the call that this span is of.
    pub(crate) fn within(mut self, span: Span) -> Self {
        if let Some(streaming) = &mut self.0 {
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
        let chunk = {
            let _entered = streaming.span.enter();
            match std::task::ready!(poll_chunk(&mut streaming.body, cx)) {
                Some(Ok(chunk)) => {
                    streaming.last_byte = chunk.last().copied().unwrap_or_default();
                    return Poll::Ready(Some(Ok(chunk)));
                }
                // The status is long gone, and Grafana would write an error of its own into the body.
                Some(Err(failure)) => {
                    let error = failure.told(streaming.route, crate::log::stream);
                    streaming.ending.chunk(&error, streaming.last_byte)
                }
                None => None,
            }
        };
        self.0 = None;
        Poll::Ready(chunk.map(Ok))
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

/// The next chunk that is not empty.
fn poll_chunk(body: &mut Body, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Failure>>> {
    loop {
        let polled = catch_unwind(AssertUnwindSafe(|| Pin::new(&mut *body).poll_frame(cx)));
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

/// Waits for the first chunk, so that a stream that fails at once still has a status, and leaves the others for later.
pub(crate) async fn collect_first(
    response: Response,
    route: &'static Route,
    is_head: bool,
) -> Result<(Reply, Tail), Error> {
    let (mut head, mut body) = response.into_parts();
    let is_empty = body.is_end_stream();
    if !is_empty {
        head.headers.entry(header::CONTENT_TYPE).or_insert_with(|| content_type::BYTES.clone());
    }
    let length = body.size_hint().exact();
    let mut reply = Reply::empty(head.status);
    if is_empty || is_head || reply.is_bodiless() {
        return Ok((reply.with_headers(head.headers, length, is_head), Tail::default()));
    }
    let is_silent = head.extensions.get::<SilentEnd>().is_some();
    let ending = if is_silent { Ending::Nothing } else { Ending::of(&head.headers) };
    let tail = |body, last_byte| {
        Tail(Some(Box::new(Streaming { body, route, span: Span::default(), ending, last_byte })))
    };
    if head.extensions.get::<HeadFirst>().is_some() {
        return Ok((reply.with_headers(head.headers, length, false), tail(body, b'\n')));
    }
    match std::future::poll_fn(|cx| poll_chunk(&mut body, cx)).await {
        Some(Ok(chunk)) => reply.body = chunk,
        Some(Err(failure)) => return Err(failure.told(route, crate::log::error)),
        None => return Ok((reply.with_headers(head.headers, Some(0), false), Tail::default())),
    }
    if body.is_end_stream() {
        let length = u64::try_from(reply.body.len()).ok();
        return Ok((reply.with_headers(head.headers, length, false), Tail::default()));
    }
    let last_byte = reply.body.last().copied().unwrap_or_default();
    Ok((reply.with_headers(head.headers, length, false), tail(body, last_byte)))
}
