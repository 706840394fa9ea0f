//! Panics in what the library calls around a handler: the text of an error, the end of a stream, a body's answers about itself.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use axum_core::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, NdJson, resource_routes};
use http_body::{Frame, SizeHint};

use crate::{client, support::Log};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// An error that has no text.
#[derive(Debug)]
struct Speechless;

impl fmt::Display for Speechless {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("in Display")
    }
}

impl std::error::Error for Speechless {}

/// An error whose cause cannot be asked for.
#[derive(Debug, thiserror::Error)]
#[error("sourceless")]
struct Sourceless(#[source] Speechless);

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "in Drop");
    }
}

/// A body that panics where it is told to.
struct Odd(&'static str);

impl http_body::Body for Odd {
    type Data = Bytes;
    type Error = Never;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Never>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        assert_ne!(self.0, "end", "in is_end_stream");
        false
    }

    fn size_hint(&self) -> SizeHint {
        assert_ne!(self.0, "size", "in size_hint");
        SizeHint::default()
    }
}

type Never = std::convert::Infallible;

#[resource_routes]
impl Plugin {
    #[get("/display")]
    fn display(&self) -> Result<String, Error> {
        Err(Speechless)?
    }

    #[get("/source")]
    fn source(&self) -> Result<String, Error> {
        Err(Error::not_found("no such thing").with_source(Sourceless(Speechless)))
    }

    #[get("/stream/{n}")]
    fn stream(&self, n: u32) -> NdJson<impl stream::Stream<Item = Result<u32, Speechless>> + Send + use<>> {
        NdJson(stream::iter(0..n).map(Ok).chain(stream::once(async { Err(Speechless) })))
    }

    #[get("/drop/{n}")]
    fn drops(&self, n: u32) -> NdJson<impl stream::Stream<Item = u32> + Send + use<>> {
        let bomb = Bomb;
        NdJson(stream::iter(0..n).inspect(move |_| {
            let _held = &bomb;
        }))
    }

    #[get("/pending")]
    async fn pending(&self) {
        let _bomb = Bomb;
        std::future::pending::<()>().await;
    }

    #[get("/body/end")]
    fn body_end(&self) -> Response {
        Response::new(Body::new(Odd("end")))
    }

    #[get("/body/size")]
    fn body_size(&self) -> Response {
        Response::new(Body::new(Odd("size")))
    }
}

#[tokio::test]
async fn an_error_without_a_text_is_still_answered_and_logged() {
    for (path, status) in [("display", 500), ("source", 404), ("stream/0", 500)] {
        let (log, _guard) = Log::listen();
        assert_eq!(client(Plugin).get(path).await.status(), status, "{path}");
        assert!(log.messages().concat().contains("panicked: in Display"), "{path}: {:?}", log.messages());
    }
}

#[tokio::test]
async fn a_stream_whose_error_has_no_text_ends_with_what_was_sent() {
    let answer = client(Plugin).get("stream/2").await;
    assert!(answer.text().starts_with("0\n1\n{\"streamError\":"), "{}", answer.text());
}

#[tokio::test]
async fn a_stream_whose_drop_panics_has_been_sent() {
    for (n, text) in [(0, ""), (1, "0\n"), (3, "0\n1\n2\n")] {
        let (log, _guard) = Log::listen();
        let answer = client(Plugin).get(&format!("drop/{n}")).await;
        assert_eq!((answer.status().as_u16(), answer.text()), (200, text), "{n}");
        assert_eq!(log.messages(), ["the end of the stream panicked: in Drop"], "{n}");
    }
}

#[tokio::test]
async fn a_call_that_is_cancelled_may_panic_as_it_goes() {
    let (log, _guard) = Log::listen();
    let client = client(Plugin);
    let mut call = Box::pin(client.get("pending").into_future());
    assert!(futures_util::poll!(call.as_mut()).is_pending());
    drop(call);
    assert_eq!(log.messages(), ["the handler panicked: in Drop"]);
}

#[tokio::test]
async fn a_stream_that_is_cancelled_may_panic_as_it_goes() {
    let (log, _guard) = Log::listen();
    let mut opened = client(Plugin).get("drop/100").open().await;
    assert_eq!(opened.chunk().await.as_deref(), Some(&b"0\n"[..]));
    drop(opened);
    assert_eq!(log.messages(), ["the end of the stream panicked: in Drop"]);
}

#[tokio::test]
async fn a_body_may_not_know_anything_of_itself() {
    for path in ["body/end", "body/size"] {
        let (log, _guard) = Log::listen();
        assert_eq!(client(Plugin).get(path).await.status(), 500, "{path}");
        assert_eq!(log.messages().len(), 1, "{path}: {:?}", log.messages());
    }
}
