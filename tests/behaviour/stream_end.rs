//! How a stream ends that fails: within the body, so that nobody takes what is cut for a whole.

use std::{convert::Infallible, io};

use axum::response::{IntoResponse, Response, Sse, sse::Event};
use axum_core::body::Body;
use futures_util::{Stream, StreamExt as _, stream};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Error, NdJson, ResourceError, resource_routes,
    respond::{HeadFirst, SilentEnd},
};
use http::{StatusCode, header};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::{client, support::Log};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, thiserror::Error, ResourceError)]
#[error("busy")]
#[status(CONFLICT)]
struct Busy;

/// `n` items, then the failure.
fn failing<E>(n: u32, error: E) -> impl Stream<Item = Result<u32, E>> {
    stream::iter(0..n).map(Ok).chain(stream::once(async { Err(error) }))
}

#[resource_routes]
impl Plugin {
    #[get("/error/{n}")]
    fn error(&self, n: u32) -> NdJson<impl Stream<Item = Result<u32, Error>> + Send + use<>> {
        NdJson(failing(n, Error::bad_gateway("the devices do not answer")))
    }

    #[get("/derived/{n}")]
    async fn derived(&self, n: u32) -> NdJson<impl Stream<Item = Result<u32, Busy>> + Send + use<>> {
        NdJson(failing(n, Busy))
    }

    #[get("/io/{n}")]
    fn io(&self, n: u32) -> Result<NdJson<impl Stream<Item = io::Result<u32>> + Send + use<>>, Error> {
        Ok(NdJson(failing(n, io::Error::other("the password is hunter2"))))
    }

    #[get("/text/{n}")]
    fn text(&self, n: u32) -> NdJson<impl Stream<Item = Result<u32, String>> + Send + use<>> {
        NdJson(failing(n, "the password is hunter2".to_owned()))
    }

    #[get("/silent")]
    fn silent(&self) -> NdJson<impl Stream<Item = Result<u32, Error>> + Send + use<>> {
        NdJson(failing(1, Error::conflict("x"))).silent_end()
    }

    #[get("/panics")]
    fn panics(&self) -> NdJson<impl Stream<Item = u32> + Send + use<>> {
        NdJson(stream::iter(0..2).map(|n| if n == 1 { panic!("boom") } else { n }))
    }

    #[get("/events")]
    fn events(&self) -> Sse<impl Stream<Item = Result<Event, Error>> + Send + use<>> {
        let event = |n| Ok(Event::default().data(format!("{n:?}")));
        Sse::new(failing(1, Error::conflict("x")).map(move |n| n.and_then(event)))
    }

    #[get("/events/silent")]
    fn silent_events(&self) -> impl IntoResponse + use<> {
        let event = |n| Ok(Event::default().data(format!("{n:?}")));
        (SilentEnd, Sse::new(failing(1, Error::conflict("x")).map(move |n| n.and_then(event))))
    }

    #[get("/cut/{content_type}")]
    fn cut(&self, content_type: &str) -> Response {
        let chunks = failing(1, io::Error::other("x")).map(|n| n.map(|n| format!("half a {n}")));
        ([(header::CONTENT_TYPE, content_type.replace('!', "/"))], Body::from_stream(chunks)).into_response()
    }

    #[get("/whole")]
    fn whole(&self) -> NdJson<impl Stream<Item = Result<u32, Infallible>> + Send + use<>> {
        NdJson(stream::iter([Ok(1), Ok(2)]))
    }
}

fn end(status: u16, message: &str, error: &str) -> Value {
    json!({ "streamError": { "status": status, "message": message, "error": error } })
}

fn last_line(text: &str) -> Value {
    serde_json::from_str(text.lines().last().unwrap()).unwrap()
}

const INTERNAL: &str = "an error occurred within the plugin";

#[tokio::test]
async fn a_late_error_is_the_last_line() {
    for (path, expected) in [
        ("error/2", end(502, "the devices do not answer", "Bad Gateway")),
        ("derived/2", end(409, "busy", "Conflict")),
        ("io/2", end(500, INTERNAL, "Internal Server Error")),
        ("text/2", end(500, INTERNAL, "Internal Server Error")),
        ("panics", end(500, INTERNAL, "Internal Server Error")),
    ] {
        let answer = client(Plugin).get(path).await;
        assert_eq!((answer.status().as_u16(), last_line(answer.text())), (200, expected), "{path}");
        assert!(answer.text().starts_with("0\n"), "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn results_that_are_ok_are_the_documents() {
    assert_eq!(client(Plugin).get("whole").await.text(), "1\n2\n");
}

#[tokio::test]
async fn an_error_at_once_is_the_answer() {
    for (path, status, message) in [
        ("error/0", 502, "the devices do not answer"),
        ("derived/0", 409, "busy"),
        ("io/0", 500, INTERNAL),
        ("text/0", 500, INTERNAL),
    ] {
        let answer = client(Plugin).get(path).await;
        assert_eq!((answer.status().as_u16(), answer.message().as_str()), (status, message), "{path}");
    }
}

#[tokio::test]
async fn a_stream_that_fails_is_logged_once() {
    for path in ["io/2", "io/0", "text/2", "text/0"] {
        let (log, _guard) = Log::listen();
        client(Plugin).get(path).await;
        let text = log.messages().concat();
        assert_eq!((log.messages().len(), text.matches("hunter2").count()), (1, 1), "{path}: {text}");
    }
}

#[tokio::test]
async fn who_wants_no_last_line_gets_none() {
    assert_eq!(client(Plugin).get("silent").await.text(), "0\n");
    assert_eq!(client(Plugin).get("events/silent").await.text(), "data: 0\n\n");
}

#[tokio::test]
async fn a_late_error_is_the_last_event() {
    let answer = client(Plugin).get("events").await;
    let (before, event) = answer.text().split_once("event: streamError\ndata: ").unwrap();
    assert_eq!(before.trim_end(), "data: 0");
    let data: Value = serde_json::from_str(event.trim_end()).unwrap();
    assert_eq!(data, end(409, "x", "Conflict")["streamError"]);
}

#[tokio::test]
async fn the_end_stands_on_a_line_of_its_own() {
    let lines = client(Plugin).get("cut/application!x-ndjson").await;
    assert_eq!(lines.text().lines().next(), Some("half a 0"));
    let events = client(Plugin).get("cut/text!event-stream").await;
    assert!(events.text().starts_with("half a 0\nevent: streamError\n"), "{}", events.text());
    assert_eq!(client(Plugin).get("cut/text!plain").await.text(), "half a 0");
}

/// A stream that waits for the test before its first item.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Waits(std::sync::Arc<std::sync::Mutex<Option<oneshot::Receiver<u32>>>>);

#[resource_routes]
impl Waits {
    #[get("/lines")]
    fn lines(&self) -> NdJson<impl Stream<Item = u32> + Send + use<>> {
        let first = self.0.lock().unwrap().take().unwrap();
        NdJson(stream::once(async { first.await.unwrap() })).head_first()
    }

    #[get("/events")]
    fn events(&self) -> impl IntoResponse + use<> {
        let first = self.0.lock().unwrap().take().unwrap();
        let event = async { Ok::<_, Infallible>(Event::default().data(first.await.unwrap().to_string())) };
        (HeadFirst, Sse::new(stream::once(event)))
    }
}

#[tokio::test]
async fn the_head_may_go_out_before_the_first_item() {
    for (path, expected) in [("lines", "7\n"), ("events", "data: 7\n\n")] {
        let (first, waits) = oneshot::channel();
        let plugin = Waits(std::sync::Arc::new(std::sync::Mutex::new(Some(waits))));
        let opened = client(plugin).get(path).open().await;
        assert_eq!(opened.status(), StatusCode::OK, "{path}");
        first.send(7).unwrap();
        assert_eq!(opened.collect().await.text(), expected, "{path}");
    }
}
