//! The router answers as it would behind a server of its own, and knows who calls.

use axum::Router;
use axum_router::{App, plugin};
use grafana_resource_routes::{ServiceAdapter, testing::Client};
use serde::Deserialize;
use serde_json::{Value, json};

fn client() -> Client<ServiceAdapter<App, Router>> {
    Client::new(plugin())
}

#[tokio::test]
async fn namespaces_are_listed() {
    let answer = client().get("/namespaces").await;
    assert_eq!(answer.json::<Value>(), json!({ "namespaces": ["ns-1", "ns-2"] }));
}

#[tokio::test]
async fn projects_are_listed() {
    let answer = client().get("/projects").await;
    assert_eq!(answer.json::<Value>(), json!({ "projects": ["project-1", "project-2"] }));
}

#[tokio::test]
async fn handlers_know_the_caller() {
    assert_eq!(client().login("ada").get("/me").await.json::<Value>()["login"], "ada");
}

#[tokio::test]
async fn without_a_user_there_is_no_caller() {
    assert_eq!(client().get("/me").without_user().await.status(), 403);
}

#[tokio::test]
async fn calls_share_state_and_layers() {
    let client = client();
    client.get("/namespaces").await;
    client.get("/nowhere").await;
    assert_eq!(client.get("/count").await.text(), "3");
}

#[tokio::test]
async fn the_fallback_answers_what_nothing_matches() {
    let answer = client().get("/nowhere").await;
    assert_eq!((answer.status().as_u16(), answer.message()), (404, "there is no such resource".to_owned()));
}

/// A router does not list its routes, so the `host` example's list is written by hand: each route of it exists.
#[tokio::test]
async fn the_written_list_names_routes_that_there_are() {
    #[derive(Deserialize)]
    struct Route {
        method: String,
        path: String,
    }
    let routes = std::fs::read_to_string("routes.json").unwrap();
    let readme = std::fs::read_to_string("README.md").unwrap();
    for Route { method, path } in serde_json::from_str::<Vec<Route>>(&routes).unwrap() {
        assert_eq!(client().request(method.parse().unwrap(), &path).await.status(), 200, "{method} {path}");
        assert!(
            readme.contains(&format!("| `{method}` | `{path}` |")),
            "{method} {path} is not in README.md"
        );
    }
}
