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

use super::{Reply, content_type};
use crate::{Rejection, listing::Route, log::Span, sdk::Never};

/// The chunks of a response after the first. Dropping it drops the handler's stream: that is how a call is cancelled.
#[derive(Default)]
pub struct Tail(Option<Box<Streaming>>);

struct Streaming {
    body: Body,
    route: &'static Route,
    span: Span,
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
                Some(Ok(chunk)) => Some(Ok(chunk)),
                // The status is long gone. Grafana would write its own JSON error into the body, so the stream just ends.
                Some(Err(failure)) => {
                    failure.log(streaming.route);
                    None
                }
                None => None,
            }
        };
        if chunk.is_none() {
            self.0 = None;
        }
        Poll::Ready(chunk)
    }
}

/// How a stream fails.
enum Failure {
    Error(axum_core::Error),
    Panic(Box<dyn std::any::Any + Send>),
}

impl Failure {
    fn log(&self, route: &Route) {
        match self {
            Self::Error(error) => crate::log::stream(route, error),
            Self::Panic(panic) => crate::log::panic(route, "the stream", &**panic),
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
) -> Result<(Reply, Tail), Rejection> {
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
    match std::future::poll_fn(|cx| poll_chunk(&mut body, cx)).await {
        Some(Ok(chunk)) => reply.body = chunk,
        Some(Err(failure)) => {
            failure.log(route);
            return Err(match failure {
                Failure::Panic(_) => Rejection::Panicked,
                Failure::Error(error) => Rejection::InvalidResponse { reason: error.to_string().into() },
            });
        }
        None => return Ok((reply.with_headers(head.headers, Some(0), false), Tail::default())),
    }
    if body.is_end_stream() {
        let length = u64::try_from(reply.body.len()).ok();
        return Ok((reply.with_headers(head.headers, length, false), Tail::default()));
    }
    let tail = Tail(Some(Box::new(Streaming { body, route, span: Span::default() })));
    Ok((reply.with_headers(head.headers, length, false), tail))
}
