//! Which plugin a URL names, who calls it, and with which settings.

use http::Method;
use serde_json::{Value, json};

use crate::support::{Site, UID, config};
use host::{Kind, Role};

#[tokio::test]
async fn a_plugin_that_is_not_there_is_answered_as_by_grafana() {
    let site = Site::fixture().await;
    let table = [
        ("/api/datasources/uid/other/resources/x", 500, "Unable to load datasource meta data"),
        ("/api/datasources/uid/a%20b/resources/x", 400, "UID is invalid"),
        ("/api/datasources/2/resources/x", 500, "Unable to load datasource meta data"),
        ("/api/datasources/one/resources/x", 400, "id is invalid"),
        ("/api/plugins/other/resources/x", 404, "Plugin not found"),
        ("/api/health", 404, "Not found"),
        (
            "/apis/other.grafana.app/v0alpha1/namespaces/default/datasources/example/resources/x",
            404,
            "datasources.other.grafana.app \"example\" not found",
        ),
    ];
    for (path, status, message) in table {
        let answer = site.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["message"].as_str()),
            (status, Some(message)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_data_source_gets_its_settings_unless_it_is_called_as_a_plugin() {
    let mut config = config();
    let instance = config.instance.as_mut().unwrap();
    instance.json_data = json!({ "a": 1 });
    instance.secrets.0.insert("key".to_owned(), "value".to_owned());
    let site = Site::start(config).await;
    let settings = json!({ "uid": "example", "json_data": "{\"a\":1}", "secrets": { "key": "value" } });
    assert_eq!(site.tail("x").await.json()["data_source"], settings);
    let as_plugin = site.get("/api/plugins/fixture/resources/x").await.json();
    assert_eq!((&as_plugin["data_source"], &as_plugin["app"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn an_app_gets_its_settings_and_is_no_data_source() {
    let mut config = config();
    config.plugin.kind = Kind::App;
    let site = Site::start(config).await;
    let answer = site.get("/api/plugins/fixture/resources/x").await.json();
    assert_eq!((&answer["data_source"], &answer["app"]["json_data"]), (&Value::Null, &json!("{}")));
    assert_eq!(site.tail("x").await.status, 500);
}

#[tokio::test]
async fn without_settings_there_are_none() {
    let mut config = config();
    config.instance = None;
    let site = Site::start(config).await;
    assert_eq!(site.tail("x").await.json()["data_source"], Value::Null);
}

#[tokio::test]
async fn a_call_names_its_own_caller_if_it_wants_to() {
    let mut config = config();
    config.user.as_mut().unwrap().role = Role::Editor;
    config.org_id = 7;
    let site = Site::start(config).await;
    let table: [(&[(&str, &str)], Value); 5] = [
        (&[], json!({ "login": "admin", "role": "Editor" })),
        (&[("X-Host-Role", "Viewer")], json!({ "login": "admin", "role": "Viewer" })),
        (&[("X-Host-Role", "None")], json!({ "login": "admin", "role": "None" })),
        (&[("X-Host-Login", "ann")], json!({ "login": "ann", "role": "Editor" })),
        (&[("X-Host-Role", "Nobody")], Value::Null),
    ];
    for (headers, user) in table {
        let request = site.request(Method::GET, &format!("{UID}x"));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let answer = site.send(request, "").await.json();
        assert_eq!((&answer["user"], &answer["org"]), (&user, &json!(7)), "{headers:?}");
    }
    let request = site.request(Method::GET, &format!("{UID}x")).header("X-Host-Role", "admin");
    assert_eq!(site.send(request, "").await.status, 400);
}

#[tokio::test]
async fn the_plugin_sees_the_environment_of_a_plugin_host() {
    let answer = Site::fixture().await.tail("x").await.json();
    assert_eq!((&answer["cookie"], &answer["protocols"]), (&json!("datasource"), &json!("2")));
}

#[tokio::test]
async fn the_page_knows_the_plugin() {
    let site = Site::fixture().await;
    assert!(site.get("/").await.body.starts_with("<!doctype html>"));
    let plugin = site.get("/-/plugin").await.json();
    assert_eq!((&plugin["id"], &plugin["role"]), (&json!("fixture"), &json!("Admin")));
    assert_eq!(plugin["prefixes"][0], "/api/datasources/uid/example/resources");
}
