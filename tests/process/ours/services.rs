//! Each method of the SDK's services called once, with something in every place that a call can carry it in.

use std::collections::HashMap;

use grafana_plugin_sdk::pluginv2::{
    CheckHealthRequest, CollectMetricsRequest, DataQuery, PluginContext, PublishStreamRequest,
    QueryDataRequest, RunStreamRequest, SubscribeStreamRequest, TimeRange, data_client::DataClient,
    diagnostics_client::DiagnosticsClient, stream_client::StreamClient,
};
use tonic::{Request, Status, metadata::MetadataValue, transport::Channel};

use super::within;

/// Calls them, and gives the failures. What is answered beside them does not matter.
pub(super) async fn call_each(
    channel: &Channel,
    context: &PluginContext,
    carried: &'static str,
) -> Vec<Status> {
    let mut failed = Vec::new();
    let mut note = |failure: Option<Status>| failed.extend(failure);
    let context = || Some(context.clone());
    let headers: HashMap<_, _> =
        ["Authorization", "Cookie"].map(|name| (name.to_owned(), format!("Bearer {carried}"))).into();

    let mut diagnostics = DiagnosticsClient::new(channel.clone());
    let health = CheckHealthRequest { plugin_context: context(), headers: headers.clone() };
    note(within(diagnostics.check_health(carrying(health, carried))).await.err());
    let metrics = CollectMetricsRequest { plugin_context: context() };
    note(within(diagnostics.collect_metrics(carrying(metrics, carried))).await.err());

    let query = DataQuery {
        ref_id: "A".to_owned(),
        json: format!(r#"{{"q":"{carried}"}}"#).into_bytes(),
        time_range: Some(TimeRange::default()),
        ..DataQuery::default()
    };
    let data = QueryDataRequest { plugin_context: context(), headers, queries: vec![query] };
    note(within(DataClient::new(channel.clone()).query_data(carrying(data, carried))).await.err());

    let mut streams = StreamClient::new(channel.clone());
    let (path, data) = ("ticks".to_owned(), format!(r#""{carried}""#).into_bytes());
    let subscribe =
        SubscribeStreamRequest { plugin_context: context(), path: path.clone(), data: data.clone().into() };
    note(within(streams.subscribe_stream(carrying(subscribe, carried))).await.err());
    let publish = PublishStreamRequest { plugin_context: context(), path: path.clone(), data: data.clone() };
    note(within(streams.publish_stream(carrying(publish, carried))).await.err());
    let run = RunStreamRequest { plugin_context: context(), path, data: data.into() };
    match within(streams.run_stream(carrying(run, carried))).await {
        Ok(stream) => {
            let mut stream = stream.into_inner();
            note(loop {
                match within(stream.message()).await {
                    Ok(Some(_)) => {}
                    Ok(None) => break None,
                    Err(failure) => break Some(failure),
                }
            });
        }
        Err(failure) => note(Some(failure)),
    }
    failed
}

/// A request that carries it beside its message too.
fn carrying<T>(message: T, carried: &'static str) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("x-canary", MetadataValue::from_static(carried));
    request
}
