//! What axum's extractors and responses do in a plugin.

use axum_extractors::{Report, Reports, Uploaded};
use grafana_resource_routes::testing::Client;
use serde_json::json;

const CLIENT: fn() -> Client<Reports> = || Client::new(Reports);

#[tokio::test]
async fn a_report_comes_with_its_tag() {
    let answer = CLIENT().get("/report").await;
    assert_eq!((answer.status().as_u16(), answer.header("etag")), (200, Some("\"v1\"")));
}

#[tokio::test]
async fn a_report_that_is_known_is_not_sent_again() {
    let answer = CLIENT().get("/report").header("If-None-Match", "\"v1\"").await;
    assert_eq!((answer.status().as_u16(), answer.text()), (304, ""));
}

#[tokio::test]
async fn an_outdated_report_is_sent_again() {
    let answer = CLIENT().get("/report").header("If-None-Match", "\"v0\"").await;
    assert_eq!(answer.json::<Report>().title, "Weekly");
}

#[tokio::test]
async fn a_tuple_sets_status_and_headers() {
    let answer = CLIENT().post("/reports").json(&json!({ "title": "Daily" })).await;
    assert_eq!((answer.status().as_u16(), answer.header("etag")), (201, Some("\"v1\"")));
    assert_eq!(answer.json::<Report>().title, "Daily");
}

#[tokio::test]
async fn a_rejection_of_axum_keeps_its_status_and_becomes_json() {
    let answer = CLIENT().post("/reports").json(&json!({})).await;
    assert_eq!(answer.status(), 422);
    assert!(answer.message().contains("title"), "{}", answer.message());
}

#[tokio::test]
async fn axum_wants_a_content_type() {
    assert_eq!(CLIENT().post("/reports").body("{\"title\": \"Daily\"}").await.status(), 415);
}

#[tokio::test]
async fn a_form_is_read() {
    let form = CLIENT().post("/search").header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(form.body("text=sun+and+rain").await.text(), "no report is about sun and rain");
}

#[tokio::test]
async fn files_are_read_one_after_the_other() {
    let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n1,2\r\n\
                --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.csv\"\r\n\r\n1\r\n--x--\r\n";
    let files =
        CLIENT().post("/files").header("content-type", "multipart/form-data; boundary=x").body(body).await;
    let uploaded = |name: &str, bytes| Uploaded { name: name.to_owned(), bytes };
    assert_eq!(files.json::<Vec<Uploaded>>(), [uploaded("a.csv", 3), uploaded("b.csv", 1)]);
}

#[tokio::test]
async fn files_may_be_larger_than_axum_allows_by_default() {
    let file = "x".repeat(3 << 20);
    let body = format!("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{file}\r\n--x--\r\n");
    let files =
        CLIENT().post("/files").header("content-type", "multipart/form-data; boundary=x").body(body).await;
    assert_eq!(files.json::<Vec<Uploaded>>()[0].bytes, 3 << 20);
}

#[tokio::test]
async fn events_are_sent_one_by_one() {
    let answer = CLIENT().get("/countdown").await;
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    assert_eq!(answer.chunks().len(), 4);
    assert_eq!(answer.chunks()[0], "event: tick\ndata: 3\n\n");
}

#[test]
fn readme_shows_the_routes() {
    Reports::routes().assert_markdown("README.md");
}

#[test]
fn routes_json_lists_the_routes() {
    Reports::routes().assert_json("routes.json");
}
