//! Nothing that a call carries is told, where the SDK no longer stands before the library.

use std::collections::HashMap;

use grafana_plugin_sdk::{
    pluginv2::{CallResourceRequest, DataSourceInstanceSettings, User},
    prelude::*,
};
use grafana_resource_routes::{Call, Context, Error, JsonData, SecureJsonData, Settings, resource_routes};
use serde::Deserialize;

use super::values;
use crate::{
    send,
    support::{Log, message},
};

const CANARY: &str = "canary-4711";

#[derive(Clone, Debug, Deserialize)]
struct Options {
    #[allow(dead_code, reason = "read only")]
    number: u8,
}

#[derive(Clone, Debug, Deserialize)]
struct Secrets {
    #[allow(dead_code, reason = "read only")]
    token: Token,
}

/// No secret fits.
#[derive(Clone, Debug, Deserialize)]
enum Token {}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Options", secure_json_data = "Secrets")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[any("/debug")]
    fn debug(context: &Context<Self>, settings: &Settings<Self>, call: Call<'_, Self>) -> String {
        format!("{context:?} {settings:?} {call:?}")
    }

    #[any("/options")]
    fn options(_: JsonData<'_, Self>) {}

    #[any("/secrets")]
    fn secrets(_: SecureJsonData<'_, Self>) {}

    #[any("/told")]
    fn told(context: &Context<Self>) -> Result<(), Error> {
        context.secure_json_data()?;
        Ok(())
    }

    #[any("/panics")]
    fn panics(context: &Context<Self>) {
        context.json_data().unwrap();
    }

    #[any("/unwraps")]
    fn unwraps(context: &Context<Self>) {
        context.secure_json_data().unwrap();
    }
}

/// A call with the canary wherever there is room for it.
fn full(method: &str, url: &str) -> CallResourceRequest {
    let mut message = message(method, &format!("{url}?q={CANARY}"));
    let names = ["Authorization", "Cookie", "X-Id-Token", "X-Grafana-Id", "X-Line", "X Bad"];
    message.headers = names.map(|name| (name.to_owned(), values(&[&format!("a {CANARY}")]))).into();
    message.headers.insert("X-Broken".to_owned(), values(&[&format!("{CANARY}\n{CANARY}")]));
    message.body = CANARY.into();
    let context = message.plugin_context.as_mut().unwrap();
    context.user = Some(User { role: format!("{CANARY}-role"), ..User::default() });
    context.data_source_instance_settings = Some(DataSourceInstanceSettings {
        json_data: format!(r#"{{"number":"{CANARY}"}}"#).into_bytes(),
        decrypted_secure_json_data: HashMap::from([("token".to_owned(), CANARY.to_owned())]),
        url: CANARY.to_owned(),
        user: CANARY.to_owned(),
        ..DataSourceInstanceSettings::default()
    });
    message
}

#[tokio::test]
async fn nothing_of_a_call_is_logged_or_answered() {
    for (method, url, code) in [
        ("POST", "/debug", 200),
        ("POST", "/options", 500),
        ("POST", "/secrets", 500),
        ("POST", "/told", 500),
        ("POST", "/panics", 500),
        ("POST", "/unwraps", 500),
        ("POST", "/nope", 404),
        ("POST", "/%zz", 400),
        ("P ST", "/debug", 400),
    ] {
        let (log, _guard) = Log::listen();
        let response = send(&Plugin, full(method, url)).await;
        assert_eq!(response.code, code, "{url}");
        assert_eq!(log.spans().len(), 1, "{url}");
        assert!(!log.text().contains(CANARY), "{url}: {}", log.text());
        assert!(!format!("{response:?}").contains(CANARY), "{url}: {response:?}");
    }
}

#[tokio::test]
async fn jsondata_that_is_no_json_is_not_repeated() {
    let mut message = full("POST", "/options");
    let context = message.plugin_context.as_mut().unwrap();
    context.data_source_instance_settings.as_mut().unwrap().json_data = CANARY.into();
    let (log, _guard) = Log::listen();
    let response = send(&Plugin, message).await;
    assert_eq!(response.code, 500);
    assert!(!log.text().contains(CANARY) && !format!("{response:?}").contains(CANARY), "{response:?}");
}
