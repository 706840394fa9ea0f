//! Nothing that a call carries is in the log, whatever level is asked for.

use std::collections::HashMap;

use grafana_plugin_sdk::pluginv2::{CallResourceRequest, PluginContext, StringList, User};

use super::{Plugin, call, command, services::call_each, within};

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

/// Calls each method of each service. The answers do not matter.
async fn call_everything(plugin: &Plugin, json_data: &str) {
    let context = context(json_data);
    let _ = call_each(&plugin.channel, &context, CANARY).await;
    for path in ["pid", "nowhere", "len", "meet/x", "breaks"] {
        let resource = CallResourceRequest {
            plugin_context: Some(context.clone()),
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
