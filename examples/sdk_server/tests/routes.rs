//! Called as the SDK calls, which serves this plugin. That the SDK's serves them is tested in the library's `tests/process/sdk.rs`.

use grafana_resource_routes::{Role, testing::Client};
use sdk_server::Counter;
use serde_json::{Value, json};

#[tokio::test]
async fn it_counts() {
    let client = Client::behind_the_sdk(Counter::default());
    assert_eq!(client.post("/count").await.json::<Value>(), json!({ "count": 1 }));
    assert_eq!(client.get("/count").await.json::<Value>(), json!({ "count": 1 }));
}

#[tokio::test]
async fn a_viewer_cannot_count() {
    let client = Client::behind_the_sdk(Counter::default());
    assert_eq!(client.post("/count").role(Role::Viewer).await.status(), 403);
}

#[test]
fn readme_shows_the_routes() {
    Counter::routes().assert_markdown("README.md");
}

#[test]
fn routes_json_lists_the_routes() {
    Counter::routes().assert_json("routes.json");
}
