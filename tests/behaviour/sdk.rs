//! What the SDK's server makes of a call, and what is done about it.

mod by_hand;

use axum_core::response::{AppendHeaders, IntoResponse};
use grafana_plugin_sdk::{pluginv2::User, prelude::*};
use grafana_resource_routes::{Context, JsonData, Role, resource_routes};
use serde::Deserialize;

use crate::{
    client, send,
    support::{header, message},
};

#[derive(Clone, Debug, Deserialize)]
struct Options {
    number: Option<u8>,
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Options")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/headers")]
    fn headers() -> impl IntoResponse {
        AppendHeaders([("vary", "Accept"), ("vary", "Cookie"), ("cache-control", "no-store")])
    }

    #[get("/number")]
    fn number(JsonData(options): JsonData<'_, Self>) -> String {
        format!("{:?}", options.number)
    }

    #[get("/newer")]
    fn newer(context: &Context<Self>) -> String {
        format!("{:?} {:?}", context.namespace(), context.grafana_config("GF_APP_URL"))
    }

    #[get("/fine")]
    fn fine() {}
}

#[tokio::test]
async fn repeated_headers_become_one_list() {
    let response = send(&Plugin, message("GET", "/headers")).await;
    assert_eq!(header(&response, "vary").unwrap().values, ["Accept, Cookie"]);
    assert_eq!(header(&response, "cache-control").unwrap().values, ["no-store"]);
}

#[tokio::test]
async fn an_unknown_role_fails_every_call() {
    assert_eq!(client(Plugin).role(Role::None).get("fine").await.status(), 500);
}

#[tokio::test]
async fn unfit_settings_fail_every_call() {
    let client = client(Plugin).json_data(serde_json::json!({ "number": "seven" }));
    assert_eq!(client.get("fine").await.status(), 500);
}

#[tokio::test]
async fn fit_settings_are_read() {
    let client = client(Plugin).json_data(serde_json::json!({ "number": 7 }));
    assert_eq!(client.get("number").await.text(), "Some(7)");
}

#[tokio::test]
async fn what_newer_grafanas_send_is_not_there() {
    let mut message = message("GET", "/newer");
    message.plugin_context.as_mut().unwrap().user =
        Some(User { role: "Viewer".to_owned(), ..User::default() });
    assert_eq!(&send(&Plugin, message).await.body[..], b"None None");
}
