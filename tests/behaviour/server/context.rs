//! Who calls, where the SDK would not have it, and what newer versions of Grafana say.

use std::collections::HashMap;

use axum::{Router, routing::get};
use grafana_plugin_sdk::{
    pluginv2::{self, CallResourceRequest},
    prelude::*,
};
use grafana_resource_routes::{
    Context, Rejection, Role, ServiceAdapter, adapter::PluginContext, resource_routes,
};
use prost::Message;

use super::{answer, text};
use crate::{LIMIT, client, send, support::message};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// All that the SDK does not have.
fn newer(context: &Context<Plugin>) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        context.grafana_config("GF_APP_URL"),
        context.grafana_config("gf_app_url"),
        context.plugin_version(),
        context.user_agent(),
        context.api_version(),
        context.namespace()
    )
}

#[resource_routes]
impl Plugin {
    #[get("/newer")]
    fn newer(context: &Context<Self>) -> String {
        newer(context)
    }

    #[get("/who")]
    fn who(context: &Context<Self>) -> String {
        let role = context.user().map(|user| user.role);
        format!("{} {:?} {role:?} {}", context.org_id(), context.plugin_id(), context.settings().is_ok())
    }

    #[get("/key")]
    fn key(context: &Context<Self>) -> Result<String, Rejection> {
        context.instance_key().map(|key| format!("{key:?}"))
    }

    #[get("/metadata")]
    fn metadata(context: &Context<Self>) -> String {
        let all: Vec<_> = context.metadata_all("tenantid").collect();
        format!("{:?} {all:?}", context.metadata("TENANTID"))
    }

    #[get("/viewer", role = Viewer)]
    fn viewer() {}
}

/// A call as newer versions of Grafana send it.
#[derive(Clone, PartialEq, Message)]
struct NewCall {
    #[prost(message, optional, tag = "1")]
    context: Option<NewContext>,
    #[prost(string, tag = "3")]
    method: String,
    #[prost(string, tag = "4")]
    url: String,
}

#[derive(Clone, PartialEq, Message)]
struct NewContext {
    #[prost(int64, tag = "1")]
    org_id: i64,
    #[prost(message, optional, tag = "4")]
    app: Option<pluginv2::AppInstanceSettings>,
    #[prost(map = "string, string", tag = "6")]
    grafana_config: HashMap<String, String>,
    #[prost(string, tag = "7")]
    plugin_version: String,
    #[prost(string, tag = "8")]
    user_agent: String,
    #[prost(string, tag = "9")]
    api_version: String,
    #[prost(string, tag = "10")]
    namespace: String,
    /// For a Grafana of years to come.
    #[prost(string, tag = "99")]
    future: String,
}

fn new_call() -> NewCall {
    let config = [("GF_APP_URL", "http://grafana"), ("GF_VERSION", "13.0.0")];
    let context = NewContext {
        org_id: 7,
        app: None,
        grafana_config: config.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        plugin_version: "1.2.3".to_owned(),
        user_agent: "Grafana/13.0.0".to_owned(),
        api_version: "v0alpha1".to_owned(),
        namespace: "stacks-1".to_owned(),
        future: "unknown".to_owned(),
    };
    NewCall { context: Some(context), method: "GET".to_owned(), url: "/newer".to_owned() }
}

const ALL: &str =
    r#"Some("http://grafana") None Some("1.2.3") Some("Grafana/13.0.0") Some("v0alpha1") Some("stacks-1")"#;

#[tokio::test]
async fn what_newer_grafanas_say_is_there() {
    let messages = answer(&Plugin, &new_call().encode_to_vec(), LIMIT).await.unwrap();
    assert_eq!(text(&messages[0]), ALL);
}

#[tokio::test]
async fn the_test_client_says_what_newer_grafanas_say() {
    let client = client(Plugin).grafana_config("GF_APP_URL", "http://grafana").plugin_version("1.2.3");
    let client = client.user_agent("Grafana/13.0.0").api_version("v0alpha1");
    assert_eq!(client.get("newer").namespace("stacks-1").await.text(), ALL);
}

#[tokio::test]
async fn a_namespace_is_part_of_an_instance_key() {
    let mut keys = Vec::new();
    for namespace in ["stacks-1", "stacks-2", ""] {
        let mut call = NewCall { url: "/key".to_owned(), ..new_call() };
        let context = call.context.as_mut().unwrap();
        context.namespace = namespace.to_owned();
        context.app = Some(pluginv2::AppInstanceSettings { last_updated_ms: 1, ..Default::default() });
        keys.push(text(&answer(&Plugin, &call.encode_to_vec(), LIMIT).await.unwrap()[0]).to_owned());
    }
    assert!(keys[0].contains("org_id: 7, namespace: Some(\"stacks-1\"), uid: \"\""), "{keys:?}");
    assert!(keys[0] != keys[1] && keys[2].contains("namespace: None"), "{keys:?}");
}

#[tokio::test]
async fn a_router_is_told_the_same() {
    let show = async |context: PluginContext<Plugin>| newer(&context);
    let adapter = ServiceAdapter::<Plugin, _>::new(Router::new().route("/newer", get(show)));
    let messages = answer(&adapter, &new_call().encode_to_vec(), LIMIT).await.unwrap();
    assert_eq!(text(&messages[0]), ALL);
}

#[tokio::test]
async fn older_grafanas_say_nothing_of_it() {
    assert_eq!(text(&send(&Plugin, message("GET", "/newer")).await), "None None None None None None");
}

#[tokio::test]
async fn a_context_in_two_parts_is_one() {
    let mut bytes = new_call().encode_to_vec();
    let more = NewContext { api_version: "v2".to_owned(), ..NewContext::default() };
    bytes.extend(NewCall { context: Some(more), ..NewCall::default() }.encode_to_vec());
    let messages = answer(&Plugin, &bytes, LIMIT).await.unwrap();
    assert_eq!(text(&messages[0]), ALL.replace("v0alpha1", "v2"));
}

#[tokio::test]
async fn a_role_that_the_sdk_does_not_know_is_none() {
    for role in ["None", "", "Owner", "admin"] {
        let mut message = message("GET", "/who");
        let user = pluginv2::User { role: role.to_owned(), ..pluginv2::User::default() };
        message.plugin_context.as_mut().unwrap().user = Some(user);
        let guarded = CallResourceRequest { url: "/viewer".to_owned(), ..message.clone() };
        assert_eq!(text(&send(&Plugin, message).await), "1 \"test-plugin\" Some(None) false", "{role}");
        assert_eq!(send(&Plugin, guarded).await.code, 403, "{role}");
    }
}

#[tokio::test]
async fn a_user_without_a_role_may_call_what_asks_for_none() {
    assert_eq!(client(Plugin).role(Role::None).get("who").await.text(), "1 \"test-plugin\" Some(None) true");
}

#[tokio::test]
async fn a_call_without_a_context_is_answered() {
    let message = CallResourceRequest { plugin_context: None, ..message("GET", "/who") };
    assert_eq!(text(&send(&Plugin, message.clone()).await), "0 \"\" None false");
    let guarded = CallResourceRequest { url: "/viewer".to_owned(), ..message };
    assert_eq!(send(&Plugin, guarded).await.code, 403);
}

#[tokio::test]
async fn metadata_that_a_test_sends_arrives() {
    let client = client(Plugin).metadata("tenantID", "acme");
    assert_eq!(client.get("metadata").await.text(), r#"Some("acme") ["acme"]"#);
    let request = client.get("metadata").metadata("tenantID", "other");
    assert_eq!(request.await.text(), r#"Some("acme") ["acme", "other"]"#);
}
