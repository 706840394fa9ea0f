//! What a call carries is nobody's business: not the log's, not `Debug`'s, not a response's.

use std::fmt::Debug;

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Call, Context, Error, Json, SecureJsonData, Settings, resource_routes, testing::Client,
};
use serde::Deserialize;

use crate::{
    send,
    support::{Log, message},
};

#[derive(Clone, Debug, Deserialize)]
struct Options {
    #[allow(dead_code, reason = "shown by Debug")]
    account: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Secrets {
    #[allow(dead_code, reason = "shown by Debug")]
    token: String,
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Options", secure_json_data = "Secrets")]
struct Plugin;

#[derive(Debug, Deserialize)]
struct Body {
    #[allow(dead_code, reason = "only read")]
    number: u8,
}

fn shown(value: impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[resource_routes]
impl Plugin {
    #[post("/debug")]
    async fn debug(
        &self,
        context: &Context<Self>,
        settings: &Settings<Self>,
        secrets: SecureJsonData<'_, Self>,
        call: Call<'_, Self>,
    ) -> String {
        [shown(context), shown(settings), shown(secrets), shown(call)].concat()
    }

    #[post("/fine")]
    async fn fine(&self) {}

    #[post("/fails")]
    async fn fails(&self) -> Result<(), Error> {
        Err(Error::internal("a cause of its own"))
    }

    #[post("/panics")]
    async fn panics(&self) {
        panic!("a text of its own")
    }

    #[post("/body")]
    async fn body(&self, _body: Json<Body>) {}

    #[post("/id/{_id}")]
    async fn id(&self, _id: u8) {}

    #[post("/admin", role = Admin)]
    async fn admin(&self) {}
}

const CANARY: &str = "canary-4711";

fn client() -> Client<Plugin> {
    crate::client(Plugin).json_data(serde_json::json!({ "account": CANARY })).secret("token", CANARY)
}

#[tokio::test]
async fn nothing_of_it_is_in_debug_output() {
    let answer = client()
        .post(&format!("debug?q={CANARY}"))
        .header("x-secret", CANARY)
        .header("cookie", &format!("a={CANARY}"))
        .body(CANARY)
        .await;
    assert_eq!(answer.status(), 200);
    assert!(!answer.text().contains(CANARY), "{}", answer.text());
    assert!(answer.text().contains("/debug"));
}

#[test]
fn nothing_of_it_is_in_a_test_clients_debug_output() {
    let request = client().post(&format!("debug?q={CANARY}")).header("authorization", CANARY).body(CANARY);
    for text in [shown(client()), shown(&request)] {
        assert!(!text.contains(CANARY), "{text}");
    }
}

#[tokio::test]
async fn nothing_of_it_is_logged() {
    for path in ["debug", "fine", "fails", "panics", "body", "id/7", "admin", "nope", "%2e"] {
        let (log, _guard) = Log::listen_at(crate::SPANS);
        let request =
            client().role(grafana_resource_routes::Role::Viewer).post(&format!("{path}?q={CANARY}"));
        let body = format!(r#"{{"number":"{CANARY}"}}"#);
        request.header("x-secret", CANARY).header("content-type", "application/json").body(body).await;
        assert_eq!(log.spans().len(), 1, "{path}");
        assert!(!log.text().contains(CANARY), "{path}: {}", log.text());
    }
}

#[tokio::test]
async fn nothing_of_a_parameter_or_a_path_is_logged() {
    for path in [format!("id/{CANARY}"), CANARY.to_owned()] {
        let (log, _guard) = Log::listen_at(crate::SPANS);
        client().post(&path).await;
        assert!(!log.text().contains(CANARY), "{path}: {}", log.text());
    }
}

#[tokio::test]
async fn authorization_and_cookies_of_another_host_are_not_logged() {
    use grafana_plugin_sdk::pluginv2::{DataSourceInstanceSettings, StringList};
    for path in ["/fine", "/fails", "/panics", "/nope", "/%zz"] {
        let (log, _guard) = Log::listen_at(crate::SPANS);
        let mut message = message("POST", &format!("{path}?{CANARY}"));
        for name in ["Authorization", "Cookie", "X-Grafana-Id"] {
            message.headers.insert(name.to_owned(), StringList { values: vec![CANARY.to_owned()] });
        }
        let settings = DataSourceInstanceSettings {
            json_data: format!(r#"{{"account":"{CANARY}"}}"#).into_bytes(),
            decrypted_secure_json_data: [("token".to_owned(), CANARY.to_owned())].into(),
            ..Default::default()
        };
        message.plugin_context.as_mut().unwrap().data_source_instance_settings = Some(settings);
        send(&Plugin, message).await;
        assert_eq!(log.spans().len(), 1, "{path}");
        assert!(!log.text().contains(CANARY), "{path}: {}", log.text());
    }
}

#[test]
fn an_errors_public_side_has_nothing_of_its_cause() {
    let error = Error::internal(CANARY);
    assert!(!error.to_string().contains(CANARY) && !error.message().contains(CANARY));
}
