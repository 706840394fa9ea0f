use std::convert::Infallible;

use futures_util::{StreamExt as _, stream};
use grafana_plugin_sdk::{
    backend::{self, ConvertToError, DataService, DiagnosticsService, ResourceService, StreamService},
    pluginv2,
    prelude::*,
};
use tonic::Code;

use super::*;

/// Panics wherever it is told to.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Explosive;

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        // Not while another panic unwinds: that would abort.
        assert!(std::thread::panicking(), "in Drop");
    }
}

#[async_trait]
impl DiagnosticsService for Explosive {
    type CheckHealthError = Infallible;

    async fn check_health(
        &self,
        _: backend::CheckHealthRequest<Self>,
    ) -> Result<backend::CheckHealthResponse, Infallible> {
        panic!("in check_health")
    }

    type CollectMetricsError = Infallible;

    async fn collect_metrics(
        &self,
        _: backend::CollectMetricsRequest<Self>,
    ) -> Result<backend::CollectMetricsResponse, Infallible> {
        tokio::task::yield_now().await;
        panic!("in collect_metrics")
    }
}

#[derive(Debug, thiserror::Error)]
#[error("never")]
struct Never;

impl backend::DataQueryError for Never {
    fn ref_id(self) -> String {
        String::new()
    }
}

#[async_trait]
impl DataService for Explosive {
    type Query = serde_json::Value;
    type QueryError = Never;
    type Stream = backend::BoxDataResponseStream<Never>;

    async fn query_data(&self, _: backend::QueryDataRequest<Self::Query, Self>) -> Self::Stream {
        Box::pin(stream::iter([()]).map(|()| panic!("in query_data")))
    }
}

#[async_trait]
impl StreamService for Explosive {
    type JsonValue = serde_json::Value;
    type Error = ConvertToError;
    type Stream = backend::BoxRunStream<ConvertToError, serde_json::Value>;

    async fn subscribe_stream(
        &self,
        _: backend::SubscribeStreamRequest<Self>,
    ) -> Result<backend::SubscribeStreamResponse, ConvertToError> {
        panic!("in subscribe_stream")
    }

    async fn run_stream(
        &self,
        request: backend::RunStreamRequest<Self>,
    ) -> Result<Self::Stream, ConvertToError> {
        let packet = |n: u32| backend::StreamPacket::from_json(&serde_json::json!({ "n": n }));
        match request.path.as_str() {
            "packets" => Ok(Box::pin(
                stream::iter(0..3).map(move |n| if n < 2 { packet(n) } else { panic!("in the stream") }),
            )),
            "drop" => {
                let bomb = Bomb;
                Ok(Box::pin(stream::iter(0..1).map(packet).inspect(move |_| {
                    let _held = &bomb;
                })))
            }
            _ => panic!("in run_stream"),
        }
    }

    async fn publish_stream(
        &self,
        _: backend::PublishStreamRequest<Self>,
    ) -> Result<backend::PublishStreamResponse, ConvertToError> {
        panic!("in publish_stream")
    }
}

#[async_trait]
impl ResourceService for Explosive {
    type Error = crate::sdk::Never;
    type InitialResponse = crate::respond::Reply;
    type Stream = crate::respond::Tail;

    async fn call_resource(
        &self,
        _: backend::CallResourceRequest<Self>,
    ) -> Result<(Self::InitialResponse, Self::Stream), Self::Error> {
        panic!("in call_resource")
    }
}

fn plugin() -> Guarded<Explosive> {
    Guarded(Arc::new(Explosive))
}

fn context() -> pluginv2::PluginContext {
    pluginv2::PluginContext { org_id: 1, ..Default::default() }
}

fn check(status: &Status, method: &str) {
    assert_eq!(
        (status.code(), status.message()),
        (Code::Internal, &*format!("the plugin panicked in {method}"))
    );
}

#[tokio::test]
async fn a_panic_in_a_health_check_is_internal() {
    let request = pluginv2::CheckHealthRequest { plugin_context: Some(context()), ..Default::default() };
    check(&plugin().check_health(Request::new(request)).await.unwrap_err(), "CheckHealth");
}

#[tokio::test]
async fn a_panic_after_an_await_is_internal() {
    let request = CollectMetricsRequest { plugin_context: Some(context()) };
    check(&plugin().collect_metrics(Request::new(request)).await.unwrap_err(), "CollectMetrics");
}

#[tokio::test]
async fn a_panic_in_a_query_is_internal() {
    let request = QueryDataRequest { plugin_context: Some(context()), ..Default::default() };
    check(&plugin().query_data(Request::new(request)).await.unwrap_err(), "QueryData");
}

#[tokio::test]
async fn a_panic_in_a_subscription_is_internal() {
    let request = SubscribeStreamRequest {
        plugin_context: Some(context()),
        path: "x".to_owned(),
        ..Default::default()
    };
    check(&plugin().subscribe_stream(Request::new(request)).await.unwrap_err(), "SubscribeStream");
}

#[tokio::test]
async fn a_panic_in_a_publication_is_internal() {
    let request =
        PublishStreamRequest { plugin_context: Some(context()), path: "x".to_owned(), data: b"{}".to_vec() };
    check(&plugin().publish_stream(Request::new(request)).await.unwrap_err(), "PublishStream");
}

#[tokio::test]
async fn a_panic_in_a_resource_service_by_hand_is_internal() {
    let method = "GET".to_owned();
    let request = CallResourceRequest { plugin_context: Some(context()), method, ..Default::default() };
    let Err(status) = plugin().call_resource(Request::new(request)).await else { panic!("answered") };
    check(&status, "CallResource");
}

async fn run(
    path: &str,
) -> Result<Messages<impl FuturesStream<Item = Result<StreamPacket, Status>>, StreamPacket>, Status> {
    let request =
        RunStreamRequest { plugin_context: Some(context()), path: path.to_owned(), ..Default::default() };
    plugin().run_stream(Request::new(request)).await.map(Response::into_inner)
}

#[tokio::test]
async fn a_panic_before_a_stream_is_internal() {
    let Err(status) = run("nowhere").await else { panic!("answered") };
    check(&status, "RunStream");
}

#[tokio::test]
async fn packets_before_a_panic_are_sent_and_the_status_follows() {
    let packets: Vec<_> = run("packets").await.ok().unwrap().collect().await;
    assert!(packets[..2].iter().all(Result::is_ok));
    check(packets[2].as_ref().unwrap_err(), "RunStream");
    assert_eq!(packets.len(), 3);
}

#[tokio::test]
async fn a_stream_whose_end_panics_ends_well() {
    let packets: Vec<_> = run("drop").await.ok().unwrap().collect().await;
    assert!(packets.len() == 1 && packets[0].is_ok());
}

#[tokio::test]
async fn a_stream_that_is_cancelled_may_panic_as_it_goes() {
    drop(run("drop").await);
}
