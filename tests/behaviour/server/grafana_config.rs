//! Grafana's configuration means what it means to Grafana's SDK for Go, whose answers `tests/go/config` writes.

use std::collections::BTreeMap;

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Context, Json, Query,
    context::{ConfigError, SqlConfig},
    resource_routes,
};
use prost::Message;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{answer, text};
use crate::LIMIT;

const ANSWERS: &str = include_str!("grafana_config.json");

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Deserialize)]
struct Names {
    #[serde(default)]
    name: Vec<String>,
}

#[resource_routes]
impl Plugin {
    #[get("/config")]
    fn config(context: &Context<Self>, Query(names): Query<Names>) -> Json<Value> {
        let config = context.config();
        let sql = |sql: SqlConfig| {
            let [open, idle] = [sql.default_max_open_conns, sql.default_max_idle_conns];
            [sql.row_limit, open, idle, sql.default_max_conn_lifetime_seconds]
        };
        let features: BTreeMap<_, _> =
            names.name.into_iter().map(|name| (name.clone(), config.is_enabled(&name))).collect();
        Json(json!({
            "features": features,
            "appUrl": config.app_url().ok(),
            "clientSecret": config.plugin_app_client_secret().ok().map(|secret| secret.expose().to_owned()),
            "concurrentQueryCount": config.concurrent_query_count().ok(),
            "sql": config.sql().ok().map(sql),
            "responseLimit": config.response_limit(),
            "userFacingDefaultError": config.user_facing_default_error().ok(),
        }))
    }

    #[get("/debug")]
    fn debug(context: &Context<Self>) -> String {
        format!("{context:?} {:?} {:?}", context.config(), context.config().plugin_app_client_secret())
    }

    #[get("/errors")]
    fn errors(context: &Context<Self>) -> String {
        let config = context.config();
        let missing = config.user_facing_default_error().unwrap_err();
        format!("{missing}; {}", config.concurrent_query_count().unwrap_err())
    }

    #[get("/fails")]
    fn fails(context: &Context<Self>) -> Result<String, grafana_resource_routes::Error> {
        Ok(context.config().user_facing_default_error()?.to_owned())
    }
}

/// What the SDK for Go says of one map.
#[derive(Deserialize, Serialize)]
struct Answers {
    #[serde(skip_serializing)]
    config: Option<BTreeMap<String, String>>,
    features: BTreeMap<String, bool>,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

#[derive(Clone, PartialEq, Message)]
struct Call {
    #[prost(message, optional, tag = "1")]
    context: Option<CallContext>,
    #[prost(string, tag = "3")]
    method: String,
    #[prost(string, tag = "4")]
    url: String,
}

#[derive(Clone, PartialEq, Message)]
struct CallContext {
    #[prost(btree_map = "string, string", tag = "6")]
    config: BTreeMap<String, String>,
}

async fn ask(url: &str, config: BTreeMap<String, String>) -> String {
    let context = Some(CallContext { config });
    let call = Call { context, method: "GET".to_owned(), url: url.to_owned() };
    let messages = answer(&Plugin, &call.encode_to_vec(), LIMIT).await.unwrap();
    text(&messages[0]).to_owned()
}

#[tokio::test]
async fn each_map_means_what_it_means_to_a_plugin_in_go() {
    let all: Vec<Answers> = serde_json::from_str(ANSWERS).unwrap();
    assert!(all.len() >= 60);
    for mut expected in all {
        let names: Vec<_> = expected.features.keys().map(|name| ("name", name)).collect();
        let url = format!("/config?{}", serde_urlencoded::to_string(names).unwrap());
        let config = expected.config.take().unwrap_or_default();
        let found: Value = serde_json::from_str(&ask(&url, config.clone()).await).unwrap();
        assert_eq!(found, serde_json::to_value(&expected).unwrap(), "{config:?}");
    }
}

#[tokio::test]
async fn no_value_of_it_is_shown_by_debug() {
    let keys = ["GF_PLUGIN_APP_CLIENT_SECRET", "GF_APP_URL", "GF_RESPONSE_LIMIT"];
    let config = keys.map(|key| (key.to_owned(), "canary".to_owned())).into();
    let shown = ask("/debug", config).await;
    assert!(shown.contains("ClientSecret") && !shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn an_error_names_the_key_and_not_the_value() {
    let config = BTreeMap::from([("GF_CONCURRENT_QUERY_COUNT".to_owned(), "canary".to_owned())]);
    assert_eq!(
        ask("/errors", config).await,
        "Grafana's configuration has no GF_USER_FACING_DEFAULT_ERROR: a newer Grafana may send it; \
         GF_CONCURRENT_QUERY_COUNT in Grafana's configuration is not a whole number"
    );
    assert_eq!(
        ConfigError::Missing { key: "X" }.to_string(),
        "Grafana's configuration has no X: a newer Grafana may send it"
    );
}

#[tokio::test]
async fn an_error_of_it_becomes_one_of_a_handler() {
    assert!(ask("/fails", BTreeMap::new()).await.contains("\"message\":"));
}
