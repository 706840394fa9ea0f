//! Nothing that a call carries is in the log, whatever level is asked for.

use std::collections::HashMap;

use grafana_plugin_sdk::pluginv2::{
    CallResourceRequest, CheckHealthRequest, CollectMetricsRequest, DataQuery, PluginContext,
    PublishStreamRequest, QueryDataRequest, RunStreamRequest, StringList, SubscribeStreamRequest, TimeRange,
    User, data_client::DataClient, diagnostics_client::DiagnosticsClient, stream_client::StreamClient,
};
use tonic::{Request, metadata::MetadataValue};

use super::{Plugin, call, command, within};

const CANARY: &str = "canary-7f3a";

/// A context with the canary wherever it can be.
fn context(json_data: &str) -> PluginContext {
    let mut context = super::context();
    let settings = context.data_source_instance_settings.as_mut().unwrap();
    settings.json_data = json_data.as_bytes().to_vec();
    settings.decrypted_secure_json_data = HashMap::from([("token".to_owned(), CANARY.to_owned())]);
    settings.url = format!("http://{CANARY}");
    CANARY.clone_into(&mut settings.user);
    context.user = Some(User { login: CANARY.to_owned(), role: "Admin".to_owned(), ..User::default() });
    context
}

fn headers() -> HashMap<String, String> {
    HashMap::from([("Authorization".to_owned(), format!("Bearer {CANARY}"))])
}

/// A request that carries the canary beside its message too.
fn carrying<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("x-canary", MetadataValue::from_static(CANARY));
    request
}

/// Calls each method of each service. The answers do not matter.
async fn call_everything(plugin: &Plugin, json_data: &str) {
    let context = || Some(context(json_data));
    let mut diagnostics = DiagnosticsClient::new(plugin.channel.clone());
    let health = CheckHealthRequest { plugin_context: context(), headers: headers() };
    let _ = within(diagnostics.check_health(carrying(health))).await;
    let metrics = CollectMetricsRequest { plugin_context: context() };
    let _ = within(diagnostics.collect_metrics(carrying(metrics))).await;

    let query = DataQuery {
        ref_id: "A".to_owned(),
        json: format!(r#"{{"q":"{CANARY}"}}"#).into_bytes(),
        time_range: Some(TimeRange::default()),
        ..DataQuery::default()
    };
    let data = QueryDataRequest { plugin_context: context(), headers: headers(), queries: vec![query] };
    let _ = within(DataClient::new(plugin.channel.clone()).query_data(carrying(data))).await;

    let mut streams = StreamClient::new(plugin.channel.clone());
    let (path, data) = ("ticks".to_owned(), format!(r#""{CANARY}""#).into_bytes());
    let subscribe =
        SubscribeStreamRequest { plugin_context: context(), path: path.clone(), data: data.clone().into() };
    let _ = within(streams.subscribe_stream(carrying(subscribe))).await;
    let publish = PublishStreamRequest { plugin_context: context(), path: path.clone(), data: data.clone() };
    let _ = within(streams.publish_stream(carrying(publish))).await;
    let run = RunStreamRequest { plugin_context: context(), path, data: data.into() };
    if let Ok(stream) = within(streams.run_stream(carrying(run))).await {
        let mut stream = stream.into_inner();
        while let Ok(Some(_)) = within(stream.message()).await {}
    }
    for path in ["pid", "nowhere", "len", "meet/x", "breaks"] {
        let resource = CallResourceRequest {
            plugin_context: context(),
            path: path.to_owned(),
            url: format!("{path}?q={CANARY}"),
            method: "POST".to_owned(),
            headers: HashMap::from([(
                "Authorization".to_owned(),
                StringList { values: vec![CANARY.to_owned()] },
            )]),
            body: format!(r#"{{"{CANARY}":"{CANARY}"}}"#).into(),
        };
        call(&plugin.channel, resource).await;
    }
}

#[tokio::test]
async fn no_secret_is_in_any_line_at_trace() {
    for directives in ["trace", "grafana_plugin_sdk::backend::diagnostics=trace,h2=trace,tonic=trace,info"] {
        let mut command = command();
        command.env("RUST_LOG", directives);
        let mut plugin = Plugin::start(command).await;
        call_everything(&plugin, &format!(r#"{{"account":"{CANARY}"}}"#)).await;
        // What the SDK cannot read, it tells.
        call_everything(&plugin, CANARY).await;
        plugin.shutdown().await.unwrap();
        plugin.ended().await;
        let errors = within(plugin.errors.whole()).await;
        for words in [
            "asked for its health",
            "asked for data",
            "asked for a channel",
            "asked to run",
            "asked to publish",
        ] {
            assert!(errors.contains(words), "no {words:?} in {errors}");
        }
        let told: Vec<_> = errors.lines().filter(|line| line.contains(CANARY)).collect();
        assert!(told.is_empty(), "{directives}: {told:#?}");
    }
}
