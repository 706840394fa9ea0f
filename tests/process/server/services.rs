//! What the probe answers beside resource calls.

use std::convert::Infallible;

use async_trait::async_trait;
use futures_util::{StreamExt, stream};
use grafana_plugin_sdk::backend::{
    BoxDataResponseStream, BoxRunStream, CheckHealthRequest, CheckHealthResponse, CollectMetricsRequest,
    CollectMetricsResponse, ConvertToError, DataQueryError, DataQueryStatus, DataResponse, DataService,
    DiagnosticsService, MetricsPayload, PublishStreamRequest, PublishStreamResponse, QueryDataRequest,
    RunStreamRequest, StreamPacket, StreamService, SubscribeStreamRequest, SubscribeStreamResponse,
};
use grafana_plugin_sdk::{data, prelude::*};
use serde_json::{Value, json};

use crate::routes::Probe;

#[async_trait]
impl DiagnosticsService for Probe {
    type CheckHealthError = Infallible;

    async fn check_health(&self, _: CheckHealthRequest<Self>) -> Result<CheckHealthResponse, Infallible> {
        tracing::info!("asked for its health");
        Ok(CheckHealthResponse::ok("healthy".to_owned()).with_json_details(json!({ "checked": true })))
    }

    type CollectMetricsError = Infallible;

    async fn collect_metrics(
        &self,
        _: CollectMetricsRequest<Self>,
    ) -> Result<CollectMetricsResponse, Infallible> {
        tracing::info!("asked for metrics");
        Ok(CollectMetricsResponse::new(Some(MetricsPayload::prometheus(b"up 1\n".to_vec()))))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("no query {ref_id}")]
pub(crate) struct QueryError {
    ref_id: String,
}

impl DataQueryError for QueryError {
    fn ref_id(self) -> String {
        self.ref_id
    }

    fn status(&self) -> DataQueryStatus {
        DataQueryStatus::BadRequest
    }
}

#[async_trait]
impl DataService for Probe {
    type Query = Value;
    type QueryError = QueryError;
    type Stream = BoxDataResponseStream<QueryError>;

    async fn query_data(&self, request: QueryDataRequest<Value, Self>) -> Self::Stream {
        tracing::info!("asked for data");
        Box::pin(stream::iter(request.queries).map(|query| answer(query.ref_id)))
    }
}

fn answer(ref_id: String) -> Result<DataResponse, QueryError> {
    if ref_id != "A" {
        return Err(QueryError { ref_id });
    }
    let frame = data::Frame::new("numbers").with_field([1_i64, 2, 3].into_field("value"));
    match frame.check() {
        Ok(frame) => Ok(DataResponse::new(ref_id, vec![frame])),
        Err(_) => Err(QueryError { ref_id }),
    }
}

#[async_trait]
impl StreamService for Probe {
    type JsonValue = Value;
    type Error = ConvertToError;
    type Stream = BoxRunStream<ConvertToError, Value>;

    async fn subscribe_stream(
        &self,
        request: SubscribeStreamRequest<Self>,
    ) -> Result<SubscribeStreamResponse, ConvertToError> {
        tracing::info!("asked for a channel");
        Ok(match request.path.as_str() {
            "ticks" | "endless" => SubscribeStreamResponse::ok(None),
            _ => SubscribeStreamResponse::not_found(),
        })
    }

    async fn run_stream(&self, request: RunStreamRequest<Self>) -> Result<Self::Stream, ConvertToError> {
        tracing::info!("asked to run a stream");
        let packet = |n: u32| StreamPacket::from_json(&json!({ "n": n }));
        if request.path.as_str() != "endless" {
            return Ok(Box::pin(stream::iter(0..3).map(packet)));
        }
        let guard = self.gate.guard();
        let packets = stream::iter(0..1).map(packet).chain(stream::pending());
        Ok(Box::pin(packets.inspect(move |_| {
            let _held = &guard;
        })))
    }

    async fn publish_stream(
        &self,
        request: PublishStreamRequest<Self>,
    ) -> Result<PublishStreamResponse, ConvertToError> {
        tracing::info!("asked to publish");
        Ok(PublishStreamResponse::ok(request.data))
    }
}
