//! A panic costs one call.

use std::convert::Infallible;

use axum_core::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::stream;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Call, Error, FromCall, NdJson, ServiceAdapter, adapter::PluginContext, resource_routes,
};

use crate::support::Log;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// Panics wherever it can: as an extractor, and when it is dropped. Clones can be dropped.
#[derive(Debug, Default, thiserror::Error)]
#[error("explosive")]
struct Explosive {
    is_clone: bool,
}

impl Clone for Explosive {
    fn clone(&self) -> Self {
        Self { is_clone: true }
    }
}

impl Drop for Explosive {
    fn drop(&mut self) {
        assert!(self.is_clone || std::thread::panicking(), "in Drop");
    }
}

impl<'a> FromCall<'a, Plugin> for Explosive {
    type Rejection = Infallible;

    fn from_call(_: &Call<'a, Plugin>) -> Result<Self, Infallible> {
        panic!("in the extractor")
    }
}

/// A document that cannot be written.
#[derive(Clone, Copy)]
struct Unwritable;

impl serde::Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("in the serialiser")
    }
}

#[resource_routes]
impl Plugin {
    #[get("/sync")]
    fn sync(&self) -> String {
        panic!("in a function")
    }

    #[get("/before")]
    async fn before_await(&self) -> String {
        panic!("before {}", "await")
    }

    #[get("/after")]
    async fn after_await(&self) -> String {
        tokio::task::yield_now().await;
        panic!("after await")
    }

    #[get("/payload")]
    async fn payload(&self) -> String {
        std::panic::panic_any(5_u8)
    }

    #[get("/future")]
    fn future(&self) -> impl Future<Output = String> + use<> {
        async { panic!("in a future") }
    }

    #[get("/extractor")]
    async fn extractor(&self, _explosive: Explosive) {}

    #[get("/serialise")]
    async fn serialise(&self) -> grafana_resource_routes::Json<Unwritable> {
        grafana_resource_routes::Json(Unwritable)
    }

    #[get("/first-chunk")]
    async fn first_chunk(&self) -> NdJson<stream::Iter<std::array::IntoIter<Unwritable, 1>>> {
        NdJson(stream::iter([Unwritable]))
    }

    #[get("/later-chunk")]
    async fn later_chunk(&self) -> Response {
        let chunks = stream::iter(0..3).map(|number| {
            assert!(number < 2, "in the stream");
            Ok::<_, Infallible>(Bytes::from(format!("{number};")))
        });
        Response::new(Body::from_stream(chunks))
    }

    #[get("/dropped-error")]
    async fn dropped_error(&self) -> Result<(), Error> {
        Err(Error::internal(Explosive::default()))
    }

    #[get("/dropped-extension")]
    async fn dropped_extension(&self) -> Response {
        let mut response = Response::new(Body::from("text"));
        response.extensions_mut().insert(Explosive::default());
        response
    }

    #[get("/dropped-payload")]
    async fn dropped_payload(&self) -> String {
        std::panic::panic_any(Explosive::default())
    }

    #[get("/dropped-payload-in-a-stream")]
    async fn dropped_payload_in_a_stream(&self) -> Response {
        let chunks = stream::iter(0..2).map(|number| {
            if number == 1 {
                std::panic::panic_any(Explosive::default());
            }
            Ok::<_, Infallible>("begun")
        });
        Response::new(Body::from_stream(chunks))
    }

    #[get("/well")]
    async fn well(&self) -> &'static str {
        "well"
    }
}

use futures_util::StreamExt as _;

#[tokio::test]
async fn a_panic_becomes_500() {
    let client = crate::client(Plugin);
    let body = r#"{"message":"an error occurred within the plugin","error":"Internal Server Error"}"#;
    for path in ["sync", "before", "after", "payload", "future", "extractor", "serialise", "first-chunk"] {
        let answer = client.get(path).await;
        assert_eq!((answer.status().as_u16(), answer.text()), (500, body), "{path}");
        assert_eq!(answer.header("content-type"), Some("application/json"), "{path}");
    }
}

#[tokio::test]
async fn a_panic_is_logged_with_its_route() {
    for (path, handler, message) in [
        ("/sync", "sync", "the handler panicked: in a function"),
        ("/before", "before_await", "the handler panicked: before await"),
        ("/after", "after_await", "the handler panicked: after await"),
        ("/payload", "payload", "the handler panicked: (no message)"),
        ("/extractor", "extractor", "the handler panicked: in the extractor"),
        ("/first-chunk", "first_chunk", "the stream panicked: in the serialiser"),
        ("/later-chunk", "later_chunk", "the stream panicked: in the stream"),
    ] {
        let (log, _guard) = Log::listen();
        crate::client(Plugin).get(path).await;
        let event = log.events().into_iter().next().expect("an event");
        assert_eq!((event.field("route"), event.field("handler")), (Some(path), Some(handler)));
        assert_eq!(event.field("message"), Some(message));
        assert_eq!(event.name, "ERROR");
    }
}

#[tokio::test]
async fn what_is_dropped_on_the_way_may_panic() {
    for (path, status) in
        [("dropped-error", 500), ("dropped-extension", 500), ("dropped-payload", 500), ("well", 200)]
    {
        let (log, _guard) = Log::listen();
        assert_eq!(crate::client(Plugin).get(path).await.status(), status, "{path}");
        let panics = log.messages().iter().filter(|message| message.contains("panicked: ")).count();
        assert_eq!(panics, usize::from(status == 500), "{path}: {:?}", log.messages());
    }
}

#[tokio::test]
async fn what_a_stream_panics_with_may_panic_again() {
    let answer = crate::client(Plugin).get("dropped-payload-in-a-stream").await;
    assert!(answer.text().starts_with("begun"), "{}", answer.text());
}

#[tokio::test]
async fn a_panic_in_a_stream_ends_it() {
    let answer = crate::client(Plugin).get("later-chunk").await;
    assert_eq!((answer.status().as_u16(), answer.text()), (200, "0;1;"));
}

#[tokio::test]
async fn other_calls_go_on() {
    let client = crate::client(Plugin);
    let calls =
        (0..20).map(|number| client.get(if number % 2 == 0 { "well" } else { "after" }).into_future());
    for (number, answer) in futures_util::future::join_all(calls).await.into_iter().enumerate() {
        assert_eq!(answer.status(), if number % 2 == 0 { 200 } else { 500 });
    }
    assert_eq!(client.get("well").await.text(), "well");
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Shaped;

fn explosive_shape(error: &Error) -> Response {
    panic!("in the shape of {}", error.status())
}

#[resource_routes(errors = explosive_shape)]
impl Shaped {
    #[get("/fail")]
    async fn fail(&self) -> Result<(), Error> {
        Err(Error::conflict("no"))
    }
}

#[tokio::test]
async fn a_panic_in_the_shape_of_errors_leaves_the_default_one() {
    let client = crate::client(Shaped);
    assert_eq!(client.get("fail").await.text(), r#"{"message":"no","error":"Conflict"}"#);
    assert_eq!(client.get("nope").await.status(), 404);
}

#[tokio::test]
async fn a_panic_behind_an_adapter_becomes_500() {
    async fn explode(_: PluginContext<Plugin>) -> String {
        panic!("in the router")
    }
    let router = axum::Router::new().route("/explode", axum::routing::get(explode));
    let client = crate::client(ServiceAdapter::<Plugin, _>::new(router));
    let (log, _guard) = Log::listen();
    assert_eq!(client.get("explode").await.status(), 500);
    assert_eq!(log.messages(), ["the handler panicked: in the router"]);
}
