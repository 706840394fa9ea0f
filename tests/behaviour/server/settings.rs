//! Settings are read when somebody asks, once a call.

use std::{cell::Cell, collections::BTreeMap};

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Context, Error, JsonData, Rejection, SecureJsonData, Settings, resource_routes, testing::Client,
};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::client;

thread_local! {
    /// How often settings have been read on this thread: tests have one each.
    static READ: Cell<usize> = const { Cell::new(0) };
}

#[derive(Clone, Debug)]
struct Counted(String);

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        READ.set(READ.get() + 1);
        String::deserialize(deserializer).map(Self)
    }
}

#[derive(Clone, Debug, Deserialize)]
struct Options {
    name: Counted,
    #[serde(default)]
    servers: Vec<Server>,
}

#[derive(Clone, Debug, Deserialize)]
struct Server {
    port: u16,
}

#[derive(Clone, Debug, Deserialize)]
struct Secrets {
    token: Counted,
    #[serde(default)]
    #[allow(dead_code, reason = "read only")]
    kind: Option<Kind>,
    #[serde(default)]
    password: Option<Password>,
    #[serde(flatten)]
    others: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Password(#[allow(dead_code, reason = "shown by Debug")] String);

#[derive(Clone, Debug, Deserialize)]
enum Kind {
    #[serde(rename = "basic")]
    Basic,
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Options", secure_json_data = "Secrets")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/fine")]
    fn fine(context: &Context<Self>, settings: &Settings<Self>) -> String {
        format!("{} {:?}", context.org_id(), settings.data_source().map(|source| source.uid))
    }

    #[get("/thrice")]
    fn thrice(
        context: &Context<Self>,
        JsonData(options): JsonData<'_, Self>,
        settings: &Settings<Self>,
        SecureJsonData(secrets): SecureJsonData<'_, Self>,
    ) -> Result<String, Rejection> {
        let (again, once_more) = (context.json_data()?, settings.json_data()?);
        assert!(std::ptr::eq(again, once_more) && std::ptr::eq(options, again));
        assert!(std::ptr::eq(context.secure_json_data()?, secrets));
        Ok(format!("{} {} {}", options.name.0, options.servers.len(), secrets.token.0))
    }

    #[get("/options")]
    fn options(_: JsonData<'_, Self>) {}

    #[get("/options/optional")]
    fn optional(options: Option<JsonData<'_, Self>>) -> String {
        options.is_some().to_string()
    }

    #[get("/options/asked")]
    fn asked(settings: &Settings<Self>) -> Result<(), Error> {
        settings.json_data()?;
        Ok(())
    }

    #[get("/options/decided")]
    fn decided(options: Result<JsonData<'_, Self>, Rejection>) -> String {
        matches!(options, Err(Rejection::UnfitSettings { .. })).to_string()
    }

    #[get("/options/field")]
    fn field(
        options: Result<JsonData<'_, Self>, Rejection>,
        secrets: Result<SecureJsonData<'_, Self>, Rejection>,
    ) -> String {
        let field = |rejection: Option<Rejection>| match rejection {
            Some(Rejection::UnfitSettings { field, .. }) => field,
            other => format!("{other:?}").into(),
        };
        format!("{} {}", field(options.err()), field(secrets.err()))
    }

    #[get("/secrets/all")]
    fn all(SecureJsonData(secrets): SecureJsonData<'_, Self>) -> String {
        format!("{:?} {:?} {:?} {:?}", secrets.token.0, secrets.kind, secrets.password, secrets.others)
    }

    #[get("/secrets")]
    fn secrets(_: SecureJsonData<'_, Self>) {}
}

const CANARY: &str = "canary-4711";

fn fit() -> Client<Plugin> {
    client(Plugin).json_data(json!({ "name": "n", "servers": [{ "port": 1 }] })).secret("token", "t")
}

#[tokio::test]
async fn settings_are_not_read_unless_somebody_asks() {
    assert_eq!(fit().get("fine").await.text(), "1 Some(\"test\")");
    assert_eq!(READ.get(), 0);
}

#[tokio::test]
async fn settings_are_read_once_a_call() {
    for calls in 1..3 {
        assert_eq!(fit().get("thrice").await.text(), "n 1 t");
        assert_eq!(READ.get(), 2 * calls);
    }
}

#[tokio::test]
async fn an_unfit_setting_fails_only_who_reads_it() {
    let client = fit().json_data(json!({ "name": CANARY, "servers": [{ "port": 1 }, { "port": CANARY }] }));
    assert_eq!(client.get("fine").await.status(), 200);
    assert_eq!(client.get("secrets").await.status(), 204);
    for path in ["options", "options/optional", "options/asked", "thrice"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status(), 500, "{path}");
        assert_eq!(
            answer.message(),
            "the saved settings do not fit at `jsonData.servers[1].port`: expected u16",
            "{path}"
        );
    }
    assert_eq!(client.get("options/decided").await.text(), "true");
}

#[tokio::test]
async fn what_is_unfit_is_named_without_its_value() {
    for (json_data, at, expected) in [
        (json!({}), "jsonData", "missing field `name`"),
        (json!({ "name": "n", "servers": [{}] }), "jsonData.servers[0]", "missing field `port`"),
        (json!({ "name": 4711 }), "jsonData.name", "expected a string"),
        (json!({ "name": "n", "servers": CANARY }), "jsonData.servers", "expected a sequence"),
        (json!({ "name": "n", "servers": [{ "port": 70_000 }] }), "jsonData.servers[0].port", "expected u16"),
        (json!(CANARY), "jsonData", "expected struct Options"),
        (Value::Null, "jsonData", "missing field `name`"),
    ] {
        let message = fit().json_data(&json_data).get("options").await.message();
        assert_eq!(message, format!("the saved settings do not fit at `{at}`: {expected}"), "{json_data}");
    }
}

#[tokio::test]
async fn a_rejection_has_the_whole_name_of_the_field() {
    for (json_data, field) in [
        (json!({}), "jsonData.name"),
        (json!({ "name": 1 }), "jsonData.name"),
        (json!({ "name": "n", "servers": [{}] }), "jsonData.servers[0].port"),
        (json!([]), "jsonData"),
    ] {
        let answer = client(Plugin).json_data(&json_data).get("options/field").await;
        assert_eq!(answer.text(), format!("{field} secureJsonData.token"), "{json_data}");
    }
}

#[tokio::test]
async fn secrets_may_have_any_type_that_a_text_has() {
    let client = fit().secret("kind", "basic").secret("password", "p").secret("x", "y");
    assert_eq!(client.get("secrets/all").await.text(), r#""t" Some(Basic) Some(Password("p")) {"x": "y"}"#);
    assert_eq!(fit().get("secrets/all").await.text(), r#""t" None None {}"#);
}

#[tokio::test]
async fn an_unfit_secret_is_named_without_its_value() {
    let answer = fit().secret("kind", CANARY).get("secrets").await;
    assert_eq!(answer.status(), 500);
    assert_eq!(answer.message(), "the saved settings do not fit at `secureJsonData.kind`: of another shape");
    let missing = client(Plugin).get("secrets").await;
    assert_eq!(missing.message(), "the saved settings do not fit at `secureJsonData`: missing field `token`");
}

#[tokio::test]
async fn no_instance_is_told_from_an_unfit_one() {
    let client = fit().without_settings();
    assert_eq!(client.get("options").await.status(), 400);
    assert_eq!(client.get("options/optional").await.text(), "false");
}

/// What Grafana sends for an app that has no settings.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app", json_data = "Defaults")]
struct App;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Defaults {
    url: String,
}

#[resource_routes]
impl App {
    #[get("/url")]
    fn url(JsonData(settings): JsonData<'_, Self>) -> String {
        format!("url: {:?}", settings.url)
    }
}

#[tokio::test]
async fn null_is_an_empty_object() {
    for json_data in [Value::Null, json!({})] {
        let answer = client(App).json_data(&json_data).get("url").await;
        assert_eq!((answer.status().as_u16(), answer.text()), (200, "url: \"\""), "{json_data}");
    }
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app", json_data = "Option<Server>")]
struct Nullable;

#[resource_routes]
impl Nullable {
    #[get("/port")]
    fn port(JsonData(settings): JsonData<'_, Self>) -> String {
        format!("{:?}", settings.as_ref().map(|server| server.port))
    }
}

#[tokio::test]
async fn null_stays_null_where_an_empty_object_does_not_fit() {
    assert_eq!(client(Nullable).json_data(Value::Null).get("port").await.text(), "None");
}
