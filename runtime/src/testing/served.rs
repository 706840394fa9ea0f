//! The way in of our own server, in process: a message as bytes, answered as on a connection, and the answer's bytes
//! taken apart again.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use futures_core::Stream;
use grafana_plugin_sdk::pluginv2::{CallResourceRequest, CallResourceResponse};
use http::{HeaderMap, HeaderValue, Method, Request, Uri, header};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use prost::Message;
use tonic::Status;

use super::way_in::{Newer, Pending, Sent};
use crate::server::{self, AnswerBody, MAX_REQUEST_BYTES, ResourceHandler, frame::PREFIX};

/// As our own server does.
pub(super) fn own<H: ResourceHandler>(handler: &H, sent: Sent) -> Pending<'_> {
    Box::pin(async move {
        let messages = call(handler, request(sent), MAX_REQUEST_BYTES).await?;
        Ok(Box::pin(Decoded(messages)) as _)
    })
}

/// A call as a client of gRPC sends it (`PROTOCOL-HTTP2.md`).
fn request(sent: Sent) -> Request<Full<Bytes>> {
    let mut request = Request::new(Full::new(framed(&encoded(sent.message, sent.newer))));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static("/pluginv2.Resource/CallResource");
    *request.headers_mut() = sent.metadata;
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    request.headers_mut().insert(header::TE, HeaderValue::from_static("trailers"));
    request
}

/// The fields of a plugin context that follow those of the SDK.
#[derive(Clone, PartialEq, Message)]
struct NewerFields {
    #[prost(btree_map = "string, string", tag = "6")]
    config: BTreeMap<String, String>,
    #[prost(string, tag = "7")]
    plugin_version: String,
    #[prost(string, tag = "8")]
    user_agent: String,
    #[prost(string, tag = "9")]
    api_version: String,
    #[prost(string, tag = "10")]
    namespace: String,
}

/// The first field of a request: a message and its bytes are the same on the wire.
#[derive(Clone, PartialEq, Message)]
struct ContextField {
    #[prost(bytes = "vec", tag = "1")]
    context: Vec<u8>,
}

/// A message as newer versions of Grafana write it: a message's fields may be written one part after the other.
fn encoded(mut message: CallResourceRequest, newer: Newer) -> Vec<u8> {
    let Newer { config, plugin_version, user_agent, api_version, namespace } = newer;
    let mut context = message.plugin_context.take().unwrap_or_default().encode_to_vec();
    let newer = NewerFields { config, plugin_version, user_agent, api_version, namespace };
    context.extend(newer.encode_to_vec());
    let mut encoded = ContextField { context }.encode_to_vec();
    encoded.extend(message.encode_to_vec());
    encoded
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
    call(handler, Request::new(body), max_request_bytes).await
}

async fn call<H, B>(handler: &H, request: Request<B>, max_request_bytes: usize) -> Result<Messages, Status>
where
    H: ResourceHandler,
    B: Body<Data = Bytes> + Unpin,
{
    let response = server::answer(handler, request, max_request_bytes).await;
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

#[cfg(test)]
mod tests {
    use grafana_plugin_sdk::pluginv2::{PluginContext, StringList};

    use super::*;
    use crate::server::frame::CallFrame;

    #[test]
    fn what_the_sdk_has_no_fields_for_is_in_the_context() {
        let message = CallResourceRequest {
            plugin_context: Some(PluginContext { org_id: 7, ..PluginContext::default() }),
            path: "a".to_owned(),
            headers: [("A".to_owned(), StringList { values: vec!["1".to_owned()] })].into(),
            ..CallResourceRequest::default()
        };
        let newer = Newer {
            config: [("GF_A", "1"), ("GF_B", "2")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            plugin_version: "1.2.3".to_owned(),
            user_agent: "Grafana/13.0.0".to_owned(),
            api_version: "v0alpha1".to_owned(),
            namespace: "stacks-1".to_owned(),
        };
        let frame = CallFrame::read(encoded(message, newer).into()).unwrap();
        let context = frame.context().unwrap();
        assert_eq!((context.org_id(), frame.path(), frame.header("a")), (7, "a", Some("1")));
        assert_eq!(context.grafana_config().collect::<Vec<_>>(), [("GF_A", "1"), ("GF_B", "2")]);
        assert_eq!((context.plugin_version(), context.user_agent()), ("1.2.3", "Grafana/13.0.0"));
        assert_eq!((context.api_version(), context.namespace()), ("v0alpha1", "stacks-1"));
    }

    #[test]
    fn metadata_is_sent_as_headers_beside_those_of_grpc() {
        let mut metadata = HeaderMap::new();
        metadata.append("x-own", HeaderValue::from_static("1"));
        metadata.append("x-own", HeaderValue::from_static("2"));
        let request =
            request(Sent { message: CallResourceRequest::default(), newer: Newer::default(), metadata });
        assert_eq!(request.headers().get_all("x-own").iter().collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(request.headers()[header::CONTENT_TYPE], "application/grpc");
    }
}
