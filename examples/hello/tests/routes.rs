//! Calls the plugin as Grafana does, without a Grafana.

use grafana_resource_routes::testing::Client;
use hello::Hello;
use serde_json::{Value, json};

#[tokio::test]
async fn namespaces_are_listed() {
    let answer = Client::new(Hello).get("/namespaces").await;
    assert_eq!(answer.json::<Value>(), json!({ "namespaces": ["ns-1", "ns-2"] }));
}

#[tokio::test]
async fn projects_are_listed() {
    let answer = Client::new(Hello).get("/projects").await;
    assert_eq!(answer.json::<Value>(), json!({ "projects": ["project-1", "project-2"] }));
}

#[tokio::test]
async fn any_other_path_is_not_found() {
    assert_eq!(Client::new(Hello).get("/devices").await.status(), 404);
}

#[test]
fn readme_shows_the_routes() {
    Hello::routes().assert_markdown("README.md");
}

/// The `host` example shows this file on its page.
#[test]
fn routes_json_lists_the_routes() {
    Hello::routes().assert_json("routes.json");
}
