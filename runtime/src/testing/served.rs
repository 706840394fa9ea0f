//! The way in of our own server, in process: a message as bytes, answered as on a connection, and the answer's bytes
//! taken apart again.

use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use futures_core::Stream;
use grafana_plugin_sdk::pluginv2::{CallResourceRequest, CallResourceResponse};
use http::{HeaderMap, Request};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use prost::Message;
use tonic::Status;

use super::way_in::Pending;
use crate::server::{self, AnswerBody, MAX_REQUEST_BYTES, ResourceHandler, frame::PREFIX};

/// As our own server does.
pub(super) fn own<H: ResourceHandler>(handler: &H, message: CallResourceRequest) -> Pending<'_> {
    Box::pin(async move {
        let framed = framed(&message.encode_to_vec());
        let messages = answer(handler, Full::new(framed), MAX_REQUEST_BYTES).await?;
        Ok(Box::pin(Decoded(messages)) as _)
    })
}

/// The message with gRPC's prefix before it.
#[must_use]
pub fn framed(message: &[u8]) -> Bytes {
    let mut framed = BytesMut::with_capacity(PREFIX + message.len());
    framed.put_u8(0);
    framed.put_u32(u32::try_from(message.len()).expect("a message of less than 4 GiB"));
    framed.put_slice(message);
    framed.freeze()
}

/// Answers what a connection would hand over as the body of a call.
///
/// # Errors
///
/// A status of gRPC, where no message is answered.
pub async fn answer<H, B>(handler: &H, body: B, max_request_bytes: usize) -> Result<Messages, Status>
where
    H: ResourceHandler,
    B: Body<Data = Bytes> + Unpin,
{
    let response = server::answer(handler, Request::new(body), max_request_bytes).await;
    match status(response.headers()) {
        Some(status) => Err(status),
        None => Ok(Messages { body: response.into_body(), received: BytesMut::new() }),
    }
}

/// Answers as a connection does, and hands over each piece of the answer's bytes as it is. For benchmarks.
pub async fn pieces<H, B>(handler: &H, body: B, max_request_bytes: usize, mut piece: impl FnMut(Bytes))
where
    H: ResourceHandler,
    B: Body<Data = Bytes> + Unpin,
{
    let mut body = server::answer(handler, Request::new(body), max_request_bytes).await.into_body();
    while let Some(Ok(frame)) = body.frame().await {
        if let Ok(data) = frame.into_data() {
            piece(data);
        }
    }
}

/// The status in these headers or trailers, unless it is OK.
fn status(headers: &HeaderMap) -> Option<Status> {
    Status::from_header_map(headers).filter(|status| status.code() != tonic::Code::Ok)
}

/// The messages of an answer, encoded.
pub struct Messages {
    body: AnswerBody,
    received: BytesMut,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").finish_non_exhaustive()
    }
}

impl Messages {
    /// The first message of what has been received, if it is whole.
    fn take(&mut self) -> Option<Bytes> {
        let mut prefix = self.received.get(..PREFIX)?;
        assert_eq!(prefix.get_u8(), 0, "an answer is not compressed");
        let length = usize::try_from(prefix.get_u32()).ok()?;
        if self.received.len() < PREFIX + length {
            return None;
        }
        self.received.advance(PREFIX);
        Some(self.received.split_to(length).freeze())
    }
}

impl Stream for Messages {
    type Item = Result<Bytes, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(message) = self.take() {
                return Poll::Ready(Some(Ok(message)));
            }
            let Some(frame) = ready!(Pin::new(&mut self.body).poll_frame(cx)) else {
                assert!(self.received.is_empty(), "an answer ends with a whole message");
                return Poll::Ready(None);
            };
            let frame = frame.unwrap_or_else(|never: Infallible| match never {});
            match frame.into_data() {
                Ok(data) => self.received.extend_from_slice(&data),
                Err(frame) => {
                    if let Some(status) = frame.trailers_ref().and_then(status) {
                        return Poll::Ready(Some(Err(status)));
                    }
                }
            }
        }
    }
}

/// The messages of an answer, decoded.
struct Decoded(Messages);

impl Stream for Decoded {
    type Item = Result<CallResourceResponse, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(Pin::new(&mut self.0).poll_next(cx)) {
            Some(Ok(message)) => Some(
                CallResourceResponse::decode(message).map_err(|error| Status::internal(error.to_string())),
            ),
            Some(Err(status)) => Some(Err(status)),
            None => None,
        })
    }
}
