//! Requests that Go's server takes and hyper's or tonic's, as they come, do not: compressed messages, and large metadata.

use std::io::Write as _;

use bytes::{BufMut as _, Bytes, BytesMut};
use flate2::{Compression, write::GzEncoder};
use grafana_plugin_sdk::pluginv2::{CallResourceRequest, CallResourceResponse, CheckHealthRequest};
use h2::client::SendRequest;
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use prost::Message;
use tokio::net::TcpStream;

use super::{Plugin, PluginAddress, command, context, get_request, within};

const CALL_RESOURCE: &str = "/pluginv2.Resource/CallResource";
const CHECK_HEALTH: &str = "/pluginv2.Diagnostics/CheckHealth";

/// What a plugin takes unless it says otherwise.
const LIMIT: usize = 16 << 20;

/// A connection of HTTP/2.
struct Wire(SendRequest<Bytes>);

/// What came back: headers and trailers together, and the bytes between.
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The one message.
    fn message(&self) -> CallResourceResponse {
        assert_eq!((self.status, self.header("grpc-status")), (200, "0"), "{:?}", self.headers);
        CallResourceResponse::decode(&self.body[5..]).unwrap()
    }
}

impl Wire {
    async fn to(plugin: &Plugin) -> Self {
        let PluginAddress::Tcp(address) = plugin.address else { panic!("{:?}", plugin.address) };
        let stream = within(TcpStream::connect(address)).await.unwrap();
        let (send, connection) = within(h2::client::handshake(stream)).await.unwrap();
        tokio::spawn(connection);
        Self(send)
    }

    /// Calls a method with a message that has its prefix already.
    async fn call(&self, path: &str, headers: HeaderMap, message: Bytes) -> Result<Answer, h2::Error> {
        let mut request = Request::post(format!("http://plugin{path}")).body(()).unwrap();
        *request.headers_mut() = headers;
        request.headers_mut().insert("content-type", HeaderValue::from_static("application/grpc"));
        request.headers_mut().insert("te", HeaderValue::from_static("trailers"));
        let mut send = within(self.0.clone().ready()).await?;
        let (response, mut stream) = send.send_request(request, false)?;
        stream.send_data(message, true)?;
        let (head, mut received) = within(response).await?.into_parts();
        let mut body = BytesMut::new();
        while let Some(data) = within(received.data()).await {
            body.extend_from_slice(&data?);
        }
        let mut headers = head.headers;
        headers.extend(within(received.trailers()).await?.unwrap_or_default());
        Ok(Answer { status: head.status.as_u16(), headers, body: body.freeze() })
    }

    /// Calls with a message that is compressed, or says so.
    async fn packed(&self, path: &str, encoding: &'static str, message: &[u8]) -> Answer {
        let headers = HeaderMap::from_iter([(
            HeaderName::from_static("grpc-encoding"),
            HeaderValue::from_static(encoding),
        )]);
        self.call(path, headers, prefixed(1, &gzip(message))).await.unwrap()
    }
}

fn gzip(message: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(message).unwrap();
    encoder.finish().unwrap()
}

fn prefixed(flag: u8, message: &[u8]) -> Bytes {
    let mut prefixed = BytesMut::new();
    prefixed.put_u8(flag);
    prefixed.put_u32(u32::try_from(message.len()).unwrap());
    prefixed.extend_from_slice(message);
    prefixed.freeze()
}

fn health(headers: usize) -> Vec<u8> {
    let headers = [("x".to_owned(), "x".repeat(headers))].into();
    CheckHealthRequest { plugin_context: Some(context()), headers }.encode_to_vec()
}

fn length_of(body: usize) -> Vec<u8> {
    let method = "POST".to_owned();
    CallResourceRequest { method, body: vec![0; body].into(), ..get_request("len") }.encode_to_vec()
}

#[tokio::test]
async fn compressed_messages_are_read() {
    let plugin = Plugin::start(command()).await;
    let wire = Wire::to(&plugin).await;
    let answer = wire.packed(CALL_RESOURCE, "gzip", &length_of(10 << 20)).await;
    assert_eq!(answer.message().body, r#"{"length":10485760}"#.as_bytes());
    let answer = wire.packed(CHECK_HEALTH, "gzip", &health(10 << 20)).await;
    assert_eq!(answer.header("grpc-status"), "0", "{:?}", answer.headers);
}

#[tokio::test]
async fn the_limit_counts_what_a_compressed_message_becomes() {
    let plugin = Plugin::start(command()).await;
    let wire = Wire::to(&plugin).await;
    let answer = wire.packed(CALL_RESOURCE, "gzip", &length_of(LIMIT)).await.message();
    let words = "the call is too large: the plugin takes up to 16 MiB";
    assert_eq!(answer.code, 413);
    assert!(String::from_utf8_lossy(&answer.body).contains(words), "{:?}", answer.body);
    let answer = wire.packed(CHECK_HEALTH, "gzip", &health(LIMIT)).await;
    // As for a message of that size that is not compressed: out of range.
    assert_eq!(answer.header("grpc-status"), "11", "{:?}", answer.headers);
    // The connection lives.
    assert_eq!(wire.packed(CALL_RESOURCE, "gzip", &length_of(1)).await.message().code, 200);
}

#[tokio::test]
async fn who_compresses_otherwise_is_told_what_is_read() {
    let plugin = Plugin::start(command()).await;
    let wire = Wire::to(&plugin).await;
    for (path, message) in [(CALL_RESOURCE, length_of(1)), (CHECK_HEALTH, health(1))] {
        let answer = wire.packed(path, "snappy", &message).await;
        let told = (answer.header("grpc-status"), answer.header("grpc-accept-encoding"));
        assert_eq!(told, ("12", "gzip"), "{path}: {:?}", answer.headers);
    }
}

#[tokio::test]
async fn an_encoding_holds_for_what_is_marked_as_encoded() {
    let plugin = Plugin::start(command()).await;
    let wire = Wire::to(&plugin).await;
    for (path, message) in [(CALL_RESOURCE, length_of(1)), (CHECK_HEALTH, health(1))] {
        let headers = HeaderMap::from_iter([(
            HeaderName::from_static("grpc-encoding"),
            HeaderValue::from_static("gzip"),
        )]);
        let answer = wire.call(path, headers, prefixed(0, &message)).await.unwrap();
        assert_eq!(answer.header("grpc-status"), "0", "{path}: {:?}", answer.headers);
    }
}

/// Metadata of so many values, each of this size.
fn metadata(count: usize, size: usize) -> HeaderMap {
    let value = HeaderValue::from_str(&"x".repeat(size)).unwrap();
    (0..count).map(|number| (format!("x-{number}").parse().unwrap(), value.clone())).collect()
}

#[tokio::test]
async fn metadata_may_be_as_large_as_gos_server_lets_it_be() {
    let plugin = Plugin::start(command()).await;
    let wire = Wire::to(&plugin).await;
    for (count, size) in [(1, 20_000), (1, 1 << 20), (15, 1 << 20), (10_000, 10)] {
        let message = prefixed(0, &length_of(1));
        let answer = wire.call(CALL_RESOURCE, metadata(count, size), message).await.unwrap();
        assert_eq!(answer.message().code, 200, "{count} of {size}");
    }
}

#[tokio::test]
async fn metadata_that_is_larger_costs_nobody_else_a_call() {
    let plugin = Plugin::start(command()).await;
    let wire = Wire::to(&plugin).await;
    let message = prefixed(0, &length_of(1));
    let refused = wire.call(CALL_RESOURCE, metadata(17, 1 << 20), message).await.unwrap();
    assert_eq!(refused.status, 431);
    assert_eq!(wire.packed(CALL_RESOURCE, "gzip", &length_of(1)).await.message().code, 200);
}
