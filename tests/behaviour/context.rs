//! The plugin context: who calls, and with which settings.

use std::time::{Duration, SystemTime};

use grafana_plugin_sdk::{
    pluginv2::{DataSourceInstanceSettings, PluginContext, User as SdkUser},
    prelude::*,
};
use grafana_resource_routes::{
    Context, Json, JsonData, OrgId, Rejection, Role, SecureJsonData, Settings, User, resource_routes,
    testing::Request,
};
use serde::{Deserialize, Serialize};

use crate::{send, support::message};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    #[serde(default)]
    api_url: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Secrets {
    token: Option<String>,
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Options", secure_json_data = "Secrets")]
struct Source;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app", json_data = "Options", secure_json_data = "Secrets")]
struct App;

/// Settings that nobody has given a type.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
struct Untyped;

macro_rules! routes {
    ($($plugin:ident),*) => {$(
        #[resource_routes]
        impl $plugin {
            #[get("/context")]
            async fn context(&self, context: &Context<Self>) -> String {
                let login = context.user().map(|user| user.login.as_str());
                format!("{} {} {login:?} {}", context.org_id(), context.plugin_id(), context.settings().is_ok())
            }

            #[get("/org")]
            async fn org(&self, OrgId(id): OrgId) -> String {
                id.to_string()
            }

            #[get("/user")]
            async fn user(&self, user: User) -> Json<User> {
                Json(user)
            }

            #[get("/user/borrowed")]
            async fn borrowed_user(&self, user: &User) -> String {
                user.login.clone()
            }

            #[get("/user/option")]
            async fn optional_user(&self, user: Option<&User>) -> String {
                format!("{:?}", user.map(|user| user.role))
            }

            #[get("/user/option/owned")]
            async fn optional_owned_user(&self, user: Option<User>) -> String {
                format!("{:?}", user.map(|user| user.role))
            }

            #[get("/user/result")]
            async fn user_result(&self, user: Result<&User, Rejection>) -> String {
                user.map_or_else(|rejection| rejection.to_string(), |user| user.login.clone())
            }

            #[get("/settings")]
            async fn settings(&self, settings: &Settings<Self>) -> Result<String, Rejection> {
                Ok(settings.json_data()?.api_url.clone())
            }

            #[get("/settings/option")]
            async fn optional_settings(&self, settings: Option<&Settings<Self>>) -> String {
                format!("{:?}", settings.map(|settings| settings.json_data().unwrap().api_url.as_str()))
            }

            #[get("/json-data")]
            async fn json_data(&self, JsonData(options): JsonData<'_, Self>) -> String {
                options.api_url.clone()
            }

            #[get("/json-data/option")]
            async fn optional_json_data(&self, options: Option<JsonData<'_, Self>>) -> String {
                format!("{:?}", options.map(|JsonData(options)| &options.api_url))
            }

            #[get("/secrets")]
            async fn secrets(&self, SecureJsonData(secrets): SecureJsonData<'_, Self>) -> String {
                format!("{:?}", secrets.token)
            }

            #[get("/secrets/option")]
            async fn optional_secrets(&self, secrets: Option<SecureJsonData<'_, Self>>) -> String {
                format!("{:?}", secrets.map(|SecureJsonData(secrets)| &secrets.token))
            }

            #[get("/all")]
            async fn all(&self, context: &Context<Self>) -> Result<String, Rejection> {
                let (options, secrets) = (context.json_data()?, context.secure_json_data()?);
                Ok(format!("{} {:?}", options.api_url, secrets.token))
            }

            #[get("/source")]
            async fn source(&self, settings: &Settings<Self>) -> String {
                format!("{:?}", settings.data_source())
            }

            #[get("/updated")]
            async fn updated(&self, settings: &Settings<Self>) -> String {
                let since = settings.updated().duration_since(SystemTime::UNIX_EPOCH);
                since.unwrap_or(Duration::ZERO).as_millis().to_string()
            }
        }
    )*};
}

routes!(Source, App);

#[resource_routes]
impl Untyped {
    #[get("/settings")]
    async fn settings(&self, JsonData(options): JsonData<'_, Self>) -> String {
        options.to_string()
    }

    #[get("/secrets")]
    async fn secrets(&self, SecureJsonData(secrets): SecureJsonData<'_, Self>) -> String {
        secrets.to_string()
    }
}

/// The same question to a data source and to an app.
async fn both(
    path: &str,
    ask: impl Fn(Request<Source>) -> Request<Source>,
    ask_app: impl Fn(Request<App>) -> Request<App>,
) -> (String, String) {
    let options = Options { api_url: "http://a".to_owned() };
    let source = crate::client(Source).json_data(&options).secret("token", "t");
    let app = crate::client(App).json_data(&options).secret("token", "t");
    (ask(source.get(path)).await.text().to_owned(), ask_app(app.get(path)).await.text().to_owned())
}

#[tokio::test]
async fn data_sources_and_apps_are_told_the_same() {
    for (path, expected) in [
        ("context", "1 test-plugin Some(\"admin\") true"),
        ("org", "1"),
        ("user", r#"{"login":"admin","name":"Admin","email":"admin@localhost","role":"Admin"}"#),
        ("user/borrowed", "admin"),
        ("user/option", "Some(Admin)"),
        ("user/option/owned", "Some(Admin)"),
        ("user/result", "admin"),
        ("settings", "http://a"),
        ("settings/option", "Some(\"http://a\")"),
        ("json-data", "http://a"),
        ("json-data/option", "Some(\"http://a\")"),
        ("secrets", "Some(\"t\")"),
        ("secrets/option", "Some(Some(\"t\"))"),
        ("all", "http://a Some(\"t\")"),
    ] {
        let answers = both(path, |request| request, |request| request).await;
        assert_eq!((answers.0.as_str(), answers.1.as_str()), (expected, expected), "{path}");
    }
}

#[tokio::test]
async fn grafana_itself_is_no_user() {
    for (path, expected) in [
        ("context", "1 test-plugin None true"),
        ("user", r#"{"message":"this needs a signed-in user","error":"Forbidden"}"#),
        ("user/borrowed", r#"{"message":"this needs a signed-in user","error":"Forbidden"}"#),
        ("user/option", "None"),
        ("user/option/owned", "None"),
        ("user/result", "this needs a signed-in user"),
    ] {
        let answers = both(path, Request::without_user, Request::without_user).await;
        assert_eq!((answers.0.as_str(), answers.1.as_str()), (expected, expected), "{path}");
    }
}

#[tokio::test]
async fn without_an_instance_there_are_no_settings() {
    let source = crate::client(Source).without_settings();
    let app = crate::client(App).without_settings();
    for path in ["settings", "json-data", "secrets", "all", "updated"] {
        assert_eq!(source.get(path).await.status(), 400, "{path}");
        assert_eq!(app.get(path).await.status(), 400, "{path}");
    }
    for path in ["settings/option", "json-data/option", "secrets/option"] {
        assert_eq!(source.get(path).await.text(), "None", "{path}");
        assert_eq!(app.get(path).await.text(), "None", "{path}");
    }
    assert_eq!(source.get("context").await.text(), "1 test-plugin Some(\"admin\") false");
}

#[tokio::test]
async fn the_organisation_and_the_user_are_those_of_the_call() {
    let client = crate::client(Source).org_id(42).login("ada").role(Role::Viewer);
    assert_eq!(client.get("org").await.text(), "42");
    let user: User = client.get("user").await.json();
    assert_eq!((user.login.as_str(), user.role), ("ada", Role::Viewer));
}

#[tokio::test]
async fn settings_without_a_type_are_json() {
    let client = crate::client(Untyped).json_data(serde_json::json!({ "a": [1] })).secret("k", "v");
    assert_eq!(client.get("settings").await.text(), r#"{"a":[1]}"#);
    assert_eq!(client.get("secrets").await.text(), r#"{"k":"v"}"#);
}

#[tokio::test]
async fn a_data_source_says_what_is_configured() {
    let settings = DataSourceInstanceSettings {
        id: 7,
        uid: "u".to_owned(),
        name: "n".to_owned(),
        url: "http://b".to_owned(),
        user: "me".to_owned(),
        database: "d".to_owned(),
        basic_auth_enabled: true,
        basic_auth_user: "b".to_owned(),
        json_data: b"{}".to_vec(),
        last_updated_ms: 1_700_000_000_123,
        ..Default::default()
    };
    let context = PluginContext { data_source_instance_settings: Some(settings), ..Default::default() };
    let ask = |path| {
        let mut message = message("GET", path);
        message.plugin_context = Some(context.clone());
        message
    };
    let body = |response: grafana_plugin_sdk::pluginv2::CallResourceResponse| {
        String::from_utf8(response.body.to_vec()).unwrap()
    };
    assert_eq!(
        body(send(&Source, ask("/source")).await),
        "Some(DataSource { id: 7, uid: \"u\", name: \"n\", url: \"http://b\", user: \"me\", database: \"d\", \
         basic_auth_enabled: true, basic_auth_user: \"b\" })"
    );
    assert_eq!(body(send(&Source, ask("/updated")).await), "1700000000123");
}

#[tokio::test]
async fn an_app_is_no_data_source() {
    let client = crate::client(App);
    assert_eq!(client.get("source").await.text(), "None");
    assert_eq!(client.get("updated").await.status(), 200);
    assert_eq!(crate::client(Source).uid("x").get("source").await.text().matches("\"x\"").count(), 2);
}

#[tokio::test]
async fn a_user_may_have_little_of_a_name() {
    let mut message = message("GET", "/user");
    let user = SdkUser { role: "Viewer".to_owned(), ..Default::default() };
    message.plugin_context.as_mut().unwrap().user = Some(user);
    let response = send(&Source, message).await;
    assert_eq!(response.body.as_ref(), br#"{"login":"","name":"","email":"","role":"Viewer"}"#);
}
