//! A data source with settings of a type, whose services fail in every way: what do they tell of what a call carries?

#![allow(clippy::needless_pass_by_value, reason = "handlers have the forms that handlers have")]

use std::convert::Infallible;
use std::error::Error as StdError;

use async_trait::async_trait;
use axum::body::Body;
use futures_util::{StreamExt, stream};
use grafana_plugin_sdk::backend::{
    BoxDataResponseStream, BoxRunStream, CheckHealthRequest, CheckHealthResponse, CollectMetricsRequest,
    CollectMetricsResponse, ConvertToError, DataQueryError, DataService, DiagnosticsService,
    PublishStreamRequest, PublishStreamResponse, QueryDataRequest, RunStreamRequest, StreamService,
    SubscribeStreamRequest, SubscribeStreamResponse,
};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Call, Context, Error, Json, JsonData, SecureJsonData, Server, Settings, resource_routes,
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Clone, Debug, Deserialize)]
struct Options {
    #[allow(dead_code, reason = "shown by Debug")]
    number: u8,
}

#[derive(Clone, Debug, Deserialize)]
struct Secrets {
    #[allow(dead_code, reason = "shown by Debug")]
    token: Option<String>,
    /// No text fits.
    #[allow(dead_code, reason = "shown by Debug")]
    pin: Option<u8>,
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Options", secure_json_data = "Secrets")]
struct Canary;

#[resource_routes]
impl Canary {
    #[any("/debug")]
    fn debug(context: &Context<Self>, settings: &Settings<Self>, call: Call<'_, Self>) -> String {
        tracing::error!(?context, ?settings, ?call, "shown");
        format!("{context:?} {settings:?} {call:?}")
    }

    #[any("/options")]
    fn options(_: JsonData<'_, Self>) {}

    #[any("/secrets")]
    fn secrets(secrets: SecureJsonData<'_, Self>) -> String {
        format!("{secrets:?}")
    }

    #[any("/fails")]
    fn fails(context: &Context<Self>) -> Result<(), Error> {
        context.secure_json_data()?;
        Err(Error::internal("a cause of its own"))
    }

    #[any("/panics")]
    fn panics(context: &Context<Self>) {
        context.secure_json_data().unwrap();
        panic!("without a word of it")
    }

    #[any("/breaks")]
    fn breaks() -> Body {
        Body::from_stream(stream::iter(0..2).map(|number| {
            assert!(number < 1, "the stream breaks");
            Ok::<_, Infallible>("begun")
        }))
    }

    #[any("/body")]
    fn body(_: Json<u8>) {}
}

#[async_trait]
impl DiagnosticsService for Canary {
    type CheckHealthError = Infallible;

    async fn check_health(&self, _: CheckHealthRequest<Self>) -> Result<CheckHealthResponse, Infallible> {
        tracing::error!("asked for its health");
        panic!("ill")
    }

    type CollectMetricsError = Infallible;

    async fn collect_metrics(
        &self,
        _: CollectMetricsRequest<Self>,
    ) -> Result<CollectMetricsResponse, Infallible> {
        Ok(CollectMetricsResponse::new(None))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("no query is answered")]
struct QueryError(String);

impl DataQueryError for QueryError {
    fn ref_id(self) -> String {
        self.0
    }
}

#[async_trait]
impl DataService for Canary {
    type Query = Value;
    type QueryError = QueryError;
    type Stream = BoxDataResponseStream<QueryError>;

    async fn query_data(&self, request: QueryDataRequest<Value, Self>) -> Self::Stream {
        tracing::error!("asked for data");
        Box::pin(stream::iter(request.queries).map(|query| Err(QueryError(query.ref_id))))
    }
}

#[async_trait]
impl StreamService for Canary {
    type JsonValue = Value;
    type Error = ConvertToError;
    type Stream = BoxRunStream<ConvertToError, Value>;

    async fn subscribe_stream(
        &self,
        _: SubscribeStreamRequest<Self>,
    ) -> Result<SubscribeStreamResponse, ConvertToError> {
        tracing::error!("asked for a channel");
        Ok(SubscribeStreamResponse::permission_denied())
    }

    async fn run_stream(&self, _: RunStreamRequest<Self>) -> Result<Self::Stream, ConvertToError> {
        tracing::error!("asked to run a stream");
        panic!("not run")
    }

    async fn publish_stream(
        &self,
        _: PublishStreamRequest<Self>,
    ) -> Result<PublishStreamResponse, ConvertToError> {
        tracing::error!("asked to publish");
        Ok(PublishStreamResponse::not_found(Value::Null))
    }
}

fn main() -> Result<(), Box<dyn StdError>> {
    Ok(Server::new(Canary).resource().data().diagnostics().stream().run_blocking()?)
}
