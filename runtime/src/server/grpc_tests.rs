//! What comes beside the message of a call: metadata and a deadline.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::body::Body as AxumBody;
use grafana_plugin_sdk::{pluginv2::CallResourceRequest, prelude::*};
use http_body_util::{BodyExt, Full};
use prost::Message;

use super::*;
use crate::{Context, resource_routes};

/// How many handlers and streams have been dropped.
#[derive(Clone, Debug, Default)]
struct Dropped(Arc<AtomicUsize>);

struct Guard(Dropped);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin(Dropped);

#[resource_routes]
impl Plugin {
    #[get("/metadata")]
    fn metadata(context: &Context<Self>) -> String {
        let all: Vec<_> = context.metadata_all("X-Twice").collect();
        let one = |name| context.metadata(name);
        format!("{:?} {:?} {:?} {all:?}", one("tenantID"), one("x-none"), one("not a name"))
    }

    #[get("/deadline")]
    fn deadline(context: &Context<Self>) -> String {
        let left = context
            .deadline()
            .map(|deadline| deadline.duration_since(tokio::time::Instant::now().into_std()).as_secs());
        format!("{left:?}")
    }

    #[get("/waits")]
    async fn waits(&self) {
        let _guard = Guard(self.0.clone());
        std::future::pending::<()>().await;
    }

    #[get("/streams")]
    fn streams(&self) -> AxumBody {
        let guard = Guard(self.0.clone());
        AxumBody::from_stream(async_stream(guard))
    }

    #[get("/short")]
    fn short() -> &'static str {
        "short"
    }
}

/// One chunk, and nothing after it.
fn async_stream(guard: Guard) -> impl Stream<Item = Result<&'static str, Infallible>> + Send {
    futures_util::stream::unfold((guard, true), |(guard, first)| async move {
        if !first {
            std::future::pending::<()>().await;
        }
        Some((Ok("chunk"), (guard, false)))
    })
}

fn request(path: &str, headers: &[(&'static str, &'static str)]) -> Request<Full<Bytes>> {
    let message = CallResourceRequest {
        path: path.to_owned(),
        method: "GET".to_owned(),
        url: path.to_owned(),
        ..CallResourceRequest::default()
    };
    let mut request = Request::new(Full::new(message::framed(&message.encode_to_vec())));
    for &(name, value) in headers {
        request.headers_mut().append(name, HeaderValue::from_static(value));
    }
    request
}

/// The text of the first message, or the status, if that comes first.
async fn ask(path: &str, headers: &[(&'static str, &'static str)]) -> String {
    let response = answer(&Plugin::default(), request(path, headers), 1 << 20).await;
    if let Some(status) = response.headers().get("grpc-status") {
        return format!("status {}", status.to_str().unwrap());
    }
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let message = grafana_plugin_sdk::pluginv2::CallResourceResponse::decode(body.slice(5..)).unwrap();
    String::from_utf8(message.body.into()).unwrap()
}

#[tokio::test]
async fn metadata_is_read_by_name_in_any_case() {
    let headers = [("tenantid", "acme"), ("x-twice", "1"), ("x-twice", "2")];
    assert_eq!(ask("/metadata", &headers).await, r#"Some("acme") None None ["1", "2"]"#);
    assert_eq!(ask("/metadata", &[]).await, "None None None []");
}

#[tokio::test]
async fn no_metadata_is_in_the_debug_output_of_a_context() {
    let metadata = request("/", &[("x-access-token", "canary")]).headers().clone();
    let carried = Carried { metadata, deadline: None };
    let frame = CallFrame::read(Bytes::new()).unwrap();
    let context = Context::<Plugin>::from_frame(frame, carried);
    assert_eq!(context.metadata("x-access-token"), Some("canary"));
    assert!(!format!("{context:?}").contains("canary"));
}

#[tokio::test(start_paused = true)]
async fn a_handler_can_ask_for_its_deadline() {
    assert_eq!(ask("/deadline", &[("grpc-timeout", "7S")]).await, "Some(7)");
    assert_eq!(ask("/deadline", &[]).await, "None");
}

#[tokio::test(start_paused = true)]
async fn past_the_deadline_a_handler_is_dropped() {
    let plugin = Plugin::default();
    let start = Instant::now();
    let response = answer(&plugin, request("/waits", &[("grpc-timeout", "2S")]), 1 << 20).await;
    assert_eq!(response.headers()["grpc-status"], "4");
    assert_eq!(start.elapsed(), Duration::from_secs(2));
    assert_eq!(plugin.0.0.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn past_the_deadline_a_stream_is_dropped() {
    let plugin = Plugin::default();
    let response = answer(&plugin, request("/streams", &[("grpc-timeout", "2S")]), 1 << 20).await;
    assert!(!response.headers().contains_key("grpc-status"));
    let mut body = response.into_body();
    assert!(body.frame().await.unwrap().unwrap().is_data());
    let last = body.frame().await.unwrap().unwrap();
    assert_eq!(last.trailers_ref().unwrap()["grpc-status"], "4");
    assert!(body.frame().await.is_none());
    assert_eq!(plugin.0.0.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_within_its_deadline_is_answered_as_any_other() {
    assert_eq!(ask("/short", &[("grpc-timeout", "2S")]).await, "short");
    let no_timeout = answer(&Plugin::default(), request("/streams", &[]), 1 << 20).await.into_body();
    assert!(no_timeout.deadline.is_none());
    let one_message = [("grpc-timeout", "2S")];
    let one_message = answer(&Plugin::default(), request("/short", &one_message), 1 << 20).await.into_body();
    assert!(one_message.deadline.is_none());
}

#[tokio::test]
async fn a_deadline_that_is_none_fails_the_call() {
    assert_eq!(ask("/short", &[("grpc-timeout", "soon")]).await, "status 13");
}
