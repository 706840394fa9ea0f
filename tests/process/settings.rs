//! What an administrator configured, and who calls, as it reaches a handler.

use serde_json::json;

use crate::support::{Site, UID, devices};

fn configured() -> host::Config {
    let mut config = devices();
    let instance = config.instance.as_mut().unwrap();
    instance.json_data = json!({ "site": "Zürich", "pageSize": 2 });
    instance.secrets.0.insert("token".to_owned(), "hunter2".to_owned());
    config
}

#[tokio::test]
async fn typed_settings_and_secrets_reach_a_handler() {
    let site = Site::start(configured()).await;
    let answer = site.get("config").await;
    assert_eq!(answer.json(), json!({ "site": "Zürich", "pageSize": 2, "hasToken": true }));
    assert_eq!(site.get("devices").await.json().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn settings_without_secrets_are_told_from_settings_with_some() {
    let site = Site::start(devices()).await;
    assert_eq!(site.get("config").await.json(), json!({ "site": "home", "pageSize": 20, "hasToken": false }));
}

#[tokio::test]
async fn a_route_that_needs_settings_refuses_a_call_that_has_none() {
    let site = Site::start(configured()).await;
    let as_plugin = "/api/plugins/example-devices-datasource/resources";
    let get = async |tail: &str| {
        site.send(site.request(http::Method::GET, &format!("{as_plugin}{tail}")), "").await
    };
    get("/config").await.assert_error(400, "settings");
    assert_eq!(get("/me").await.json()["login"], "admin");
}

#[tokio::test]
async fn a_role_that_is_too_low_is_refused_before_the_body_is_read() {
    let site = Site::start(devices()).await;
    for (role, words) in [("Viewer", "yours is Viewer"), ("Nobody", "needs a user")] {
        let request = site.json("devices/1").header("X-Host-Role", role);
        site.send(request, "no JSON").await.assert_error(403, words);
    }
    let request = site.json("devices/1").header("X-Host-Role", "Editor");
    assert_eq!(site.send(request, r#"{"state":"on"}"#).await.json()["state"], "on");
}

#[tokio::test]
async fn the_caller_reaches_a_handler() {
    let site = Site::start(devices()).await;
    let request = site.request(http::Method::GET, &format!("{UID}me"));
    let answer = site.send(request.header("X-Host-Login", "ann").header("X-Host-Role", "Viewer"), "").await;
    assert_eq!((&answer.json()["login"], &answer.json()["role"]), (&json!("ann"), &json!("Viewer")));
}

#[tokio::test]
async fn what_the_sdks_messages_lack_reaches_a_handler() {
    let answer = Site::start(devices()).await.get("about").await.json();
    assert!(answer["grafana"].as_str().unwrap_or_default().starts_with("Grafana/"), "{answer}");
}
