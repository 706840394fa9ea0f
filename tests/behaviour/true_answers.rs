//! Answers that are what they say, where two of the rules meet.

use axum::response::{IntoResponse, Response};
use axum_core::{body::Body, extract::FromRequestParts};
use bytes::Bytes;
use futures_util::stream;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Call, FromCall, GrafanaPlugin, resource_routes, respond::HeadFirst};
use http::{HeaderMap, StatusCode, header, request::Parts};
use http_body::{Frame, SizeHint};

use crate::{client, support::Log};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// A call is refused by it with what is a success to whoever gets it.
struct Refused;

impl<'a, P: GrafanaPlugin> FromCall<'a, P> for Refused {
    type Rejection = &'static str;

    fn from_call(_: &Call<'a, P>) -> Result<Self, &'static str> {
        Err("no")
    }
}

/// The same in axum's way.
struct RefusedByAxum;

impl<S: Sync> FromRequestParts<S> for RefusedByAxum {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Err((StatusCode::CREATED, "no"))
    }
}

/// Chunks, then an error.
fn failing(headers: &[(header::HeaderName, &'static str)], chunks: &[&'static [u8]]) -> Response {
    let headers: HeaderMap =
        headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
    let chunks: Vec<_> = chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk))).collect();
    let end = std::iter::once(Err(std::io::Error::other("broken")));
    (headers, Body::from_stream(stream::iter(chunks.into_iter().chain(end)))).into_response()
}

/// A body that knows its length, and fails before it.
struct Short(Option<Bytes>);

impl http_body::Body for Short {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let next = self.0.take().map(Frame::data);
        std::task::Poll::Ready(Some(next.ok_or_else(|| std::io::Error::other("broken"))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(20)
    }
}

const SSE: (header::HeaderName, &str) = (header::CONTENT_TYPE, "text/event-stream");
const GZIP: (header::HeaderName, &str) = (header::CONTENT_ENCODING, "gzip");
const MAGIC: &[u8] = b"\x1f\x8b\x08";

#[resource_routes]
impl Plugin {
    #[get("/refused")]
    fn refused(_: Refused) {}

    #[get("/refused/axum")]
    fn refused_by_axum(_: RefusedByAxum) {}

    #[get("/identity")]
    fn identity() -> Response {
        ([(header::CONTENT_ENCODING, "identity")], "abc").into_response()
    }

    #[get("/zstd/skippable")]
    fn skippable() -> Response {
        ([(header::CONTENT_ENCODING, "zstd")], b"\x50\x2a\x4d\x18rest".as_slice()).into_response()
    }

    #[get("/head-first/gzip")]
    fn encoded_head_first() -> Response {
        let chunks = stream::iter([Ok::<_, std::io::Error>(MAGIC)]);
        (HeadFirst, [GZIP], Body::from_stream(chunks)).into_response()
    }

    #[get("/events/encoded")]
    fn encoded_events() -> Response {
        failing(&[SSE, GZIP], &[MAGIC])
    }

    #[get("/events/line")]
    fn cut_in_a_line() -> Response {
        failing(&[SSE], &[b"data: 12"])
    }

    #[get("/events/event")]
    fn cut_in_an_event() -> Response {
        failing(&[SSE], &[b"data: 12\n"])
    }

    #[get("/events/whole")]
    fn cut_between_events() -> Response {
        failing(&[SSE], &[b"data: 12\n\n"])
    }

    #[get("/lines/length")]
    fn lines_with_a_length() -> Response {
        let headers = [(header::CONTENT_TYPE, "application/x-ndjson"), (header::CONTENT_LENGTH, "20")];
        (headers, Body::new(Short(Some("1\n".into())))).into_response()
    }
}

#[tokio::test]
async fn a_rejection_is_never_a_success() {
    for (path, status) in [("refused", "200"), ("refused/axum", "201")] {
        let (log, _guard) = Log::listen();
        let answer = client(Plugin).get(path).await;
        assert_eq!((answer.status().as_u16(), answer.text().contains("no")), (500, false), "{path}");
        assert!(log.text().contains(status), "{path}: {}", log.text());
    }
}

#[tokio::test]
async fn identity_is_no_encoding() {
    assert_eq!(client(Plugin).get("identity").await.header("content-encoding"), None);
}

#[tokio::test]
async fn an_encoding_that_may_be_true_stays() {
    for (path, encoding) in [("zstd/skippable", "zstd"), ("head-first/gzip", "gzip")] {
        let answer = client(Plugin).get(path).await;
        assert_eq!(answer.header("content-encoding"), Some(encoding), "{path}");
    }
}

#[tokio::test]
async fn nothing_is_put_behind_an_encoded_body() {
    assert_eq!(client(Plugin).get("events/encoded").await.body(), MAGIC);
}

/// The types and the data of the events that a browser dispatches (HTML, section 9.2.6).
fn dispatched(text: &str) -> Vec<(String, String)> {
    let (mut events, mut kind, mut data) = (Vec::new(), "message".to_owned(), Vec::new());
    for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
        match line.split_once(": ") {
            Some(("event", value)) => value.clone_into(&mut kind),
            Some(("data", value)) => data.push(value.to_owned()),
            _ if line.is_empty() && !data.is_empty() => {
                events.push((std::mem::replace(&mut kind, "message".to_owned()), data.join("\n")));
                data.clear();
            }
            _ => {}
        }
    }
    events
}

#[tokio::test]
async fn an_event_that_is_cut_is_never_dispatched_as_one() {
    for (path, kinds) in [
        ("events/line", &["streamError"][..]),
        ("events/event", &["streamError"]),
        ("events/whole", &["message", "streamError"]),
    ] {
        let answer = client(Plugin).get(path).await;
        let events = dispatched(answer.text());
        let got: Vec<&str> = events.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(got, kinds, "{path}: {:?}", answer.text());
    }
}

#[tokio::test]
async fn a_body_with_a_length_is_cut_by_it_alone() {
    let answer = client(Plugin).get("lines/length").await;
    assert_eq!((answer.text(), answer.is_complete()), ("1\n", false));
    assert_eq!(answer.header("content-length"), Some("20"));
}
