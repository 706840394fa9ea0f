//! What the plugin answers, and that its documents show what it has.

use devices::{Device, Devices, State};
use grafana_resource_routes::{Role, testing::Client};
use serde_json::{Value, json};

fn client() -> Client<Devices> {
    Client::new(Devices::default())
}

async fn names(path: &str) -> Vec<String> {
    let devices: Vec<Device> = client().get(path).await.json();
    devices.into_iter().map(|device| device.name).collect()
}

#[tokio::test]
async fn the_prefix_completes_names() {
    assert_eq!(names("/devices?prefix=hall").await, ["Hall lamp", "Hall fan"]);
}

#[tokio::test]
async fn a_repeated_key_admits_several_kinds() {
    assert_eq!(names("/devices?kind=fan&kind=pump").await, ["Hall fan", "Cellar pump"]);
}

#[tokio::test]
async fn the_limit_cuts_the_list() {
    assert_eq!(names("/devices?limit=1").await, ["Hall lamp"]);
}

#[tokio::test]
async fn the_configured_page_size_holds_where_no_limit_is_given() {
    let devices: Vec<Device> = client().json_data(json!({ "pageSize": 3 })).get("/devices").await.json();
    assert_eq!(devices.len(), 3);
}

#[tokio::test]
async fn a_limit_that_is_no_number_is_refused_by_name() {
    let answer = client().get("/devices?limit=many").await;
    assert_eq!(answer.status(), 400);
    assert!(answer.message().contains("limit"), "{}", answer.message());
}

#[tokio::test]
async fn an_editor_switches_a_device() {
    let answer = client().post("/devices/1").role(Role::Editor).json(&json!({ "state": "on" })).await;
    assert_eq!(answer.json::<Device>().state, State::On);
}

#[tokio::test]
async fn a_device_stays_switched() {
    let client = client();
    client.post("/devices/1").json(&json!({ "state": "on" })).await;
    assert_eq!(client.get("/devices/1").await.json::<Device>().state, State::On);
}

#[tokio::test]
async fn a_viewer_switches_nothing() {
    let client = client();
    let answer = client.post("/devices/1").role(Role::Viewer).json(&json!({ "state": "on" })).await;
    assert_eq!(answer.status(), 403);
    assert_eq!(client.service().registry().get(1).unwrap().state, State::Off);
}

#[tokio::test]
async fn an_unknown_state_is_refused_by_field() {
    let answer = client().post("/devices/1").json(&json!({ "state": "dim" })).await;
    assert_eq!(answer.status(), 422);
    assert!(answer.message().contains("state"), "{}", answer.message());
}

#[tokio::test]
async fn an_unknown_device_is_not_found() {
    let answer = client().get("/devices/99").await;
    assert_eq!((answer.status().as_u16(), answer.message()), (404, "there is no device 99".to_owned()));
}

#[tokio::test]
async fn a_locked_device_is_a_conflict() {
    let answer = client().post("/devices/4").json(&json!({ "state": "off" })).await;
    let message = "Cellar pump is locked and stays on".to_owned();
    assert_eq!((answer.status().as_u16(), answer.message()), (409, message));
}

#[tokio::test]
async fn an_admin_removes_a_device() {
    let client = client();
    assert_eq!(client.delete("/devices/1").await.status(), 204);
    assert_eq!(client.get("/devices/1").await.status(), 404);
}

#[tokio::test]
async fn an_editor_removes_nothing() {
    assert_eq!(client().delete("/devices/1").role(Role::Editor).await.status(), 403);
}

#[tokio::test]
async fn the_caller_is_shown() {
    let user: Value = client().login("ada").role(Role::Viewer).get("/me").await.json();
    assert_eq!((&user["login"], &user["role"]), (&json!("ada"), &json!("Viewer")));
}

#[tokio::test]
async fn without_a_user_there_is_no_caller_to_show() {
    assert_eq!(client().get("/me").without_user().await.status(), 403);
}

#[tokio::test]
async fn the_export_is_named_after_the_site() {
    let answer = client().json_data(json!({ "site": "Büro 2" })).get("/export.csv").await;
    let expected = "attachment; filename=\"devices.csv\"; filename*=UTF-8''B%C3%BCro%202.csv";
    assert_eq!(answer.header("content-disposition"), Some(expected));
}

#[tokio::test]
async fn the_export_is_csv() {
    let answer = client().get("/export.csv").await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(
        answer.text().starts_with("id,name,kind,state\r\n1,\"Hall lamp\",lamp,off\r\n"),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn the_token_never_shows() {
    let answer = client().secret("token", "hunter2").get("/config").await;
    assert_eq!(answer.json::<Value>(), json!({ "site": "home", "pageSize": 20, "hasToken": true }));
}

#[tokio::test]
async fn without_a_word_of_grafana_only_the_plugin_has_a_version() {
    let about: Value = client().get("/about").await.json();
    assert_eq!(about, json!({ "version": env!("CARGO_PKG_VERSION"), "grafana": null }));
}

#[tokio::test]
async fn the_deprecated_route_still_answers() {
    assert_eq!(client().get("/names").await.json::<Vec<String>>().len(), 4);
}

#[test]
fn readme_shows_the_routes() {
    Devices::routes().assert_markdown("README.md");
}

#[test]
fn routes_json_lists_the_routes() {
    Devices::routes().assert_json("routes.json");
}
