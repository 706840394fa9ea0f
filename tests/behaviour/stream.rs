//! Responses that come in pieces.

use std::{
    convert::Infallible,
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use axum::response::{Sse, sse::Event};
use axum_core::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, NdJson, ServiceAdapter, resource_routes, testing::Client};
use tokio::sync::{mpsc, oneshot};

use crate::support::Log;

type Chunks = mpsc::UnboundedReceiver<Result<&'static str, io::Error>>;

/// Each call takes the stream that the test has put there.
#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin {
    chunks: Arc<Mutex<Option<Chunks>>>,
    dropped: Arc<Mutex<Option<oneshot::Sender<()>>>>,
}

/// Says when it is dropped.
struct Guard(Option<oneshot::Sender<()>>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(sender) = self.0.take() {
            let _ = sender.send(());
        }
    }
}

struct Guarded {
    chunks: Chunks,
    _guard: Guard,
}

impl Stream for Guarded {
    type Item = Result<&'static str, io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.poll_recv(cx)
    }
}

impl Plugin {
    /// A plugin, the sender of its next stream's chunks, and what is told when the call is dropped.
    fn new() -> (Client<Self>, mpsc::UnboundedSender<Result<&'static str, io::Error>>, oneshot::Receiver<()>)
    {
        let (chunk, chunks) = mpsc::unbounded_channel();
        let (dropped, is_dropped) = oneshot::channel();
        let plugin =
            Self { chunks: Arc::new(Mutex::new(Some(chunks))), dropped: Arc::new(Mutex::new(Some(dropped))) };
        (crate::client(plugin), chunk, is_dropped)
    }

    fn stream(&self) -> Guarded {
        let chunks = self.chunks.lock().unwrap().take().expect("one call");
        Guarded { chunks, _guard: Guard(self.dropped.lock().unwrap().take()) }
    }
}

#[resource_routes]
impl Plugin {
    #[get("/stream")]
    async fn streamed(&self) -> Response {
        let mut response = Response::new(Body::from_stream(self.stream()));
        response.headers_mut().insert("x-a", "1".parse().unwrap());
        response
    }

    #[get("/waits")]
    async fn waits(&self) -> String {
        let _guard = Guard(self.dropped.lock().unwrap().take());
        std::future::pending().await
    }

    #[get("/lines")]
    async fn lines(&self) -> NdJson<impl Stream<Item = serde_json::Value> + Send + 'static + use<>> {
        NdJson(self.stream().map(|chunk| serde_json::json!({ "text": chunk.unwrap() })))
    }

    #[get("/events")]
    async fn events(&self) -> Sse<impl Stream<Item = Result<Event, io::Error>> + Send + 'static + use<>> {
        Sse::new(self.stream().map(|chunk| chunk.map(|text| Event::default().data(text))))
    }

    #[get("/no-lines")]
    async fn no_lines(&self) -> NdJson<stream::Empty<u8>> {
        NdJson(stream::empty())
    }

    #[get("/unwritable/{good}")]
    async fn unwritable(&self, good: usize) -> NdJson<impl Stream<Item = Document> + Send + 'static + use<>> {
        NdJson(stream::iter((0..=good).map(move |number| Document(number < good))))
    }

    #[get("/endless")]
    async fn endless(&self) -> Result<NdJson<stream::Repeat<u8>>, Error> {
        Ok(NdJson(stream::repeat(1)))
    }

    #[get("/empty-chunks")]
    async fn empty_chunks(&self) -> Body2 {
        Body2(Body::from_stream(stream::iter(["", "a", "", "b", ""].map(Ok::<_, Infallible>))))
    }
}

/// A body alone is a response of axum's.
struct Body2(Body);

impl axum_core::response::IntoResponse for Body2 {
    fn into_response(self) -> Response {
        Response::new(self.0)
    }
}

struct Document(bool);

impl serde::Serialize for Document {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 { serializer.serialize_u8(1) } else { Err(serde::ser::Error::custom("cannot be written")) }
    }
}

#[tokio::test]
async fn the_head_waits_for_the_first_chunk() {
    let (client, chunk, _) = Plugin::new();
    let mut open = Box::pin(client.get("stream").open());
    assert!(futures_util::poll!(&mut open).is_pending());
    chunk.send(Ok("a")).unwrap();
    let mut answer = open.await;
    assert_eq!((answer.status().as_u16(), &answer.headers()["x-a"]), (200, &"1".parse().unwrap()));
    assert_eq!(answer.chunk().await.as_deref(), Some(&b"a"[..]));
}

#[tokio::test]
async fn an_error_before_the_first_chunk_has_a_status() {
    let (client, chunk, _) = Plugin::new();
    chunk.send(Err(io::Error::other("hunter2"))).unwrap();
    let (log, _guard) = Log::listen();
    let answer = client.get("stream").await;
    assert_eq!(answer.status(), 500);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(
        answer.text(),
        r#"{"message":"an error occurred within the plugin","error":"Internal Server Error"}"#
    );
    assert_eq!(answer.header("x-a"), None);
    assert!(log.text().contains("hunter2"), "{}", log.text());
}

#[tokio::test]
async fn a_late_error_ends_the_stream_and_is_logged_with_its_route() {
    let (client, chunk, _) = Plugin::new();
    chunk.send(Ok("a")).unwrap();
    chunk.send(Err(io::Error::other("broken"))).unwrap();
    let (log, _guard) = Log::listen();
    let answer = client.get("stream").await;
    assert_eq!((answer.status().as_u16(), answer.text()), (200, "a"));
    let event = log.events().pop().expect("an event");
    assert_eq!(event.field("route"), Some("/stream"));
    assert!(event.field("message").unwrap().starts_with("stream ended early: broken"), "{event:?}");
}

#[tokio::test]
async fn chunks_arrive_one_by_one() {
    for (path, expected) in [
        ("stream", ["a", "b"]),
        ("lines", ["{\"text\":\"a\"}\n", "{\"text\":\"b\"}\n"]),
        ("events", ["data: a\n\n", "data: b\n\n"]),
    ] {
        let (client, chunk, _) = Plugin::new();
        chunk.send(Ok("a")).unwrap();
        let mut answer = client.get(path).open().await;
        assert_eq!(answer.chunk().await.as_deref(), Some(expected[0].as_bytes()), "{path}");
        assert!(futures_util::poll!(Box::pin(answer.chunk())).is_pending(), "{path}");
        chunk.send(Ok("b")).unwrap();
        assert_eq!(answer.chunk().await.as_deref(), Some(expected[1].as_bytes()), "{path}");
        drop(chunk);
        assert_eq!(answer.chunk().await, None, "{path}");
    }
}

#[tokio::test]
async fn each_kind_has_its_type() {
    for (path, content_type) in [
        ("stream", "application/octet-stream"),
        ("lines", "application/x-ndjson"),
        ("events", "text/event-stream"),
    ] {
        let (client, chunk, _) = Plugin::new();
        chunk.send(Ok("a")).unwrap();
        let answer = client.get(path).open().await;
        assert_eq!(answer.headers()["content-type"], content_type, "{path}");
    }
}

#[tokio::test]
async fn dropping_the_answer_drops_the_stream() {
    let (client, chunk, dropped) = Plugin::new();
    chunk.send(Ok("a")).unwrap();
    let mut answer = client.get("stream").open().await;
    answer.chunk().await;
    drop(answer);
    dropped.await.expect("the guard says so");
    assert!(chunk.is_closed());
}

#[tokio::test]
async fn dropping_a_call_drops_its_handler() {
    let (client, _chunk, dropped) = Plugin::new();
    let mut open = Box::pin(client.get("waits").open());
    assert!(futures_util::poll!(&mut open).is_pending());
    drop(open);
    dropped.await.expect("the guard says so");
}

#[tokio::test]
async fn dropping_a_call_drops_a_stream_without_a_first_chunk() {
    let (client, _chunk, dropped) = Plugin::new();
    let mut open = Box::pin(client.get("stream").open());
    assert!(futures_util::poll!(&mut open).is_pending());
    drop(open);
    dropped.await.expect("the guard says so");
}

#[tokio::test]
async fn the_end_of_a_stream_drops_it() {
    let (client, chunk, dropped) = Plugin::new();
    chunk.send(Err(io::Error::other("broken"))).unwrap();
    client.get("stream").await;
    dropped.await.expect("the guard says so");
}

#[tokio::test]
async fn head_drops_a_stream_unread() {
    let (client, _chunk, dropped) = Plugin::new();
    let answer = client.head("stream").await;
    assert_eq!((answer.status().as_u16(), answer.header("x-a"), answer.body().len()), (200, Some("1"), 0));
    dropped.await.expect("the guard says so");
    assert_eq!(client.head("endless").await.status(), 200);
}

#[tokio::test]
async fn an_endless_stream_is_read_as_far_as_one_likes() {
    let mut answer = crate::client(Plugin::default()).get("endless").open().await;
    for _ in 0..100 {
        assert_eq!(answer.chunk().await, Some(Bytes::from_static(b"1\n")));
    }
}

#[tokio::test]
async fn a_stream_may_be_empty() {
    let answer = crate::client(Plugin::default()).get("no-lines").await;
    assert_eq!((answer.status().as_u16(), answer.body().len()), (200, 0));
    assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
}

#[tokio::test]
async fn empty_chunks_are_left_out() {
    let answer = crate::client(Plugin::default()).get("empty-chunks").await;
    assert_eq!(answer.chunks(), ["a", "b"]);
}

#[tokio::test]
async fn a_document_that_cannot_be_written_is_an_error_of_the_stream() {
    let client = crate::client(Plugin::default());
    assert_eq!(client.get("unwritable/0").await.status(), 500);
    let answer = client.get("unwritable/2").await;
    assert_eq!(answer.status(), 200);
    assert!(answer.text().starts_with("1\n1\n{\"streamError\":"), "{}", answer.text());
}

#[tokio::test]
async fn a_routers_stream_passes_the_adapter_chunk_by_chunk() {
    let (sender, receiver) = mpsc::unbounded_channel::<Result<&'static str, io::Error>>();
    let chunks = Arc::new(Mutex::new(Some(receiver)));
    let handler = move || {
        let chunks = Arc::clone(&chunks);
        async move {
            let mut chunks = chunks.lock().unwrap().take().expect("one call");
            Body::from_stream(stream::poll_fn(move |cx| chunks.poll_recv(cx)))
        }
    };
    let router = axum::Router::new().route("/stream", axum::routing::get(handler));
    let client = crate::client(ServiceAdapter::<Plugin, _>::new(router));
    sender.send(Ok("a")).unwrap();
    let mut answer = client.get("//stream").open().await;
    assert_eq!(answer.chunk().await.as_deref(), Some(&b"a"[..]));
    assert!(futures_util::poll!(Box::pin(answer.chunk())).is_pending());
    sender.send(Ok("b")).unwrap();
    assert_eq!(answer.chunk().await.as_deref(), Some(&b"b"[..]));
    drop(answer);
    sender.closed().await;
}
