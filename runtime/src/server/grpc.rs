//! gRPC's framing of one resource call: a message in, a stream of messages and a status out.
//!
//! tonic's codec would decode every field of the message and copy the body; this reads the message in place and writes
//! each answer in one piece. (The protocol: `PROTOCOL-HTTP2.md` of gRPC.)

use std::{
    convert::Infallible,
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use http_body::{Body, Frame};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use super::{
    deadline,
    endpoint::Endpoint,
    frame::{self, CallFrame},
    handler::{FrameCall, ResourceHandler},
    message::{self, GRPC_ACCEPT_ENCODING, Unread},
};
use crate::{
    Rejection,
    context::Carried,
    respond::{Reply, Tail},
};

/// The resource calls of one handler.
#[derive(Debug)]
pub(crate) struct Routed<H> {
    handler: Arc<H>,
    max_request_bytes: usize,
}

impl<H: ResourceHandler> Routed<H> {
    pub(crate) fn new(handler: Arc<H>, max_request_bytes: usize) -> Self {
        Self { handler, max_request_bytes }
    }
}

impl<H: ResourceHandler> Endpoint for Routed<H> {
    type Body = AnswerBody;

    async fn call(self: Arc<Self>, request: Request<Incoming>) -> Response<AnswerBody> {
        // With a codec behind it, or parameters; `application/grpc-web` is another protocol.
        let is_grpc = |value: &HeaderValue| {
            let rest = value.as_bytes().strip_prefix(b"application/grpc");
            rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'+' | b';')))
        };
        if !request.headers().get(header::CONTENT_TYPE).is_some_and(is_grpc) {
            return Answer::NotGrpc.into_response(None);
        }
        answer(&*self.handler, request, self.max_request_bytes).await
    }
}

/// Answers the call that the body of a request holds, as it comes over a connection. Also for the test client.
pub(crate) async fn answer<H, B>(
    handler: &H,
    mut request: Request<B>,
    max_request_bytes: usize,
) -> Response<AnswerBody>
where
    H: ResourceHandler,
    B: Body<Data = Bytes> + Unpin,
{
    let metadata = std::mem::take(request.headers_mut());
    let deadline = match deadline::of(&metadata) {
        Ok(deadline) => deadline,
        Err(malformed) => return Failure::internal(&malformed.to_string()).into_response(),
    };
    let carried = Carried { metadata, deadline };
    let answering = pin!(Answer::of(handler, request.into_body(), carried, max_request_bytes));
    let answer = match deadline {
        None => answering.await,
        // In a box: most calls have none, and their future is as small as before.
        Some(deadline) => Box::pin(timeout_at(deadline, answering))
            .await
            .unwrap_or_else(|_| Answer::Failed(Failure::deadline_exceeded())),
    };
    answer.into_response(deadline)
}

/// What a call is answered with.
enum Answer {
    Reply(Reply, Tail),
    Failed(Failure),
    NotGrpc,
}

/// A status of gRPC other than OK: for what no plugin could answer.
struct Failure {
    code: &'static str,
    message: HeaderValue,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Failure {
    #[cold]
    fn internal(message: &str) -> Self {
        let message = HeaderValue::from_str(message).unwrap_or_else(|_| HeaderValue::from_static(""));
        Self { code: "13", message, header: None }
    }

    #[cold]
    fn deadline_exceeded() -> Self {
        Self {
            code: DEADLINE_EXCEEDED,
            message: HeaderValue::from_static(deadline::PAST_DEADLINE),
            header: None,
        }
    }

    /// An encoding that is not read, with the one that is (`compression.md` of gRPC).
    #[cold]
    fn encoding() -> Self {
        let message = HeaderValue::from_static(message::ONLY_GZIP);
        Self { code: "12", message, header: Some(GRPC_ACCEPT_ENCODING) }
    }
}

const DEADLINE_EXCEEDED: &str = "4";

const GRPC: HeaderValue = HeaderValue::from_static("application/grpc");

/// A name that is text is parsed anew at each call.
const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");

impl Answer {
    async fn of<H, B>(handler: &H, body: B, carried: Carried, max_request_bytes: usize) -> Self
    where
        H: ResourceHandler,
        B: Body<Data = Bytes> + Unpin,
    {
        let answered = match message::read(body, &carried.metadata, max_request_bytes).await {
            Ok(message) => match CallFrame::read(message) {
                Ok(frame) => handler.answer_frame(FrameCall { frame, carried }).await,
                Err(malformed) => return Self::Failed(Failure::internal(&malformed.to_string())),
            },
            Err(Unread::TooLarge) => {
                handler.refuse_frame(Rejection::BodyTooLarge { limit: max_request_bytes }).await
            }
            Err(Unread::Encoding) => return Self::Failed(Failure::encoding()),
            Err(Unread::Broken(how)) => return Self::Failed(Failure::internal(how)),
        };
        match answered {
            Ok((reply, tail)) => Self::Reply(reply, tail),
            Err(never) => match never {},
        }
    }

    /// The response; what follows the first message comes until the deadline.
    fn into_response(self, deadline: Option<Instant>) -> Response<AnswerBody> {
        let (first, second, tail) = match self {
            Self::Reply(reply, tail) => {
                let (first, second) = reply.into_message();
                (first, second, tail)
            }
            Self::Failed(failure) => return failure.into_response(),
            Self::NotGrpc => {
                let mut response = Response::new(AnswerBody::empty());
                *response.status_mut() = StatusCode::UNSUPPORTED_MEDIA_TYPE;
                return response;
            }
        };
        let deadline =
            deadline.filter(|_| tail.is_streaming()).map(|deadline| Box::pin(sleep_until(deadline)));
        let mut response = Response::new(AnswerBody { first, second, next: Next::Tail(tail), deadline });
        response.headers_mut().insert(header::CONTENT_TYPE, GRPC);
        response
    }
}

impl Failure {
    /// A response of trailers only.
    #[cold]
    fn into_response(self) -> Response<AnswerBody> {
        let mut response = Response::new(AnswerBody::empty());
        *response.headers_mut() = self.into_trailers();
        response.headers_mut().insert(header::CONTENT_TYPE, GRPC);
        response
    }

    #[cold]
    fn into_trailers(self) -> HeaderMap {
        let mut trailers = HeaderMap::new();
        trailers.insert(GRPC_STATUS, HeaderValue::from_static(self.code));
        trailers.insert("grpc-message", self.message);
        trailers.extend(self.header);
        trailers
    }
}

impl Reply {
    /// The reply as the first message of an answer.
    fn into_message(mut self) -> (Bytes, Option<Bytes>) {
        let body = std::mem::take(&mut self.body);
        let status = self.status.as_u16();
        self.with_header_texts(|headers| frame::response(status, headers.list().iter().copied(), &body))
    }
}

/// The messages of an answer, then the status.
pub(crate) struct AnswerBody {
    first: Bytes,
    second: Option<Bytes>,
    next: Next,
    /// Of a stream whose caller has one.
    deadline: Option<Pin<Box<Sleep>>>,
}

enum Next {
    Tail(Tail),
    Nothing,
}

impl AnswerBody {
    fn empty() -> Self {
        Self { first: Bytes::new(), second: None, next: Next::Nothing, deadline: None }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = &mut *self;
        if !this.first.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut this.first)))));
        }
        if let Some(second) = this.second.take() {
            return Poll::Ready(Some(Ok(Frame::data(second))));
        }
        let Next::Tail(tail) = &mut this.next else {
            return Poll::Ready(None);
        };
        if let Some(deadline) = &mut this.deadline {
            if deadline.as_mut().poll(cx).is_ready() {
                this.next = Next::Nothing;
                return Poll::Ready(Some(Ok(Frame::trailers(Failure::deadline_exceeded().into_trailers()))));
            }
        }
        let frame = match ready!(Pin::new(tail).poll_next(cx)) {
            Some(Ok(chunk)) => {
                let (first, second) = frame::chunk(&chunk);
                this.second = second;
                Frame::data(first)
            }
            Some(Err(never)) => match never {},
            None => {
                this.next = Next::Nothing;
                let mut trailers = HeaderMap::with_capacity(1);
                trailers.insert(GRPC_STATUS, HeaderValue::from_static("0"));
                Frame::trailers(trailers)
            }
        };
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_empty() && self.second.is_none() && matches!(self.next, Next::Nothing)
    }
}

#[cfg(test)]
#[path = "grpc_tests.rs"]
mod tests;
