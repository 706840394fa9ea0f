//! The stream of lines: its parameters, its formats, its chunks. `sleep=0` keeps the clock out of it.

use grafana_resource_routes::testing::{Answer, Client};
use serde_json::Value;
use testdata::TestData;

async fn get(query: &str) -> Answer {
    Client::new(TestData::default()).get(&format!("/stream?sleep=0&{query}")).await
}

#[tokio::test]
async fn lines_are_numbered_from_start_to_count() {
    assert_eq!(get("start=2&count=4").await.text(), "Message #2\nMessage #3\nMessage #4\n");
}

#[tokio::test]
async fn there_are_ten_lines_unless_told_otherwise() {
    assert_eq!(get("").await.text().lines().count(), 10);
}

#[tokio::test]
async fn each_line_is_a_chunk() {
    assert_eq!(get("count=3").await.chunks(), ["Message #1\n", "Message #2\n", "Message #3\n"]);
}

#[tokio::test]
async fn half_of_the_flushes_put_two_lines_in_a_chunk() {
    assert_eq!(get("count=3&flush=50").await.chunks(), ["Message #1\nMessage #2\n", "Message #3\n"]);
}

#[tokio::test]
async fn without_a_flush_everything_is_one_chunk() {
    assert_eq!(get("flush=0").await.chunks().len(), 1);
}

#[tokio::test]
async fn json_lines_have_message_value_and_time() {
    let line: Value = get("count=1&format=json").await.json();
    assert_eq!(line["message"], "Message #1");
    assert!(line["value"].is_f64() && line["time"].is_u64(), "{line}");
}

#[tokio::test]
async fn influx_lines_have_tags_a_field_and_a_time() {
    let answer = get("count=1&format=influx").await;
    let parts: Vec<&str> = answer.text().split(' ').collect();
    assert_eq!(parts.len(), 3, "{parts:?}");
}

#[tokio::test]
async fn a_start_behind_the_count_is_empty() {
    let answer = get("start=5&count=4").await;
    assert_eq!((answer.status().as_u16(), answer.text()), (200, ""));
}

#[tokio::test]
async fn bad_values_are_refused_by_name() {
    for (query, name) in
        [("count=", "count"), ("start=a", "start"), ("flush=101", "flush"), ("format=xml", "format")]
    {
        let answer = get(query).await;
        assert_eq!(answer.status(), 400, "{query}");
        assert!(answer.message().contains(name), "{query}: {}", answer.message());
    }
}

#[tokio::test]
async fn a_bad_duration_is_refused_by_name() {
    let answer = Client::new(TestData::default()).get("/stream?sleep=10").await;
    assert_eq!(answer.status(), 400);
    assert!(answer.message().contains("sleep"), "{}", answer.message());
}

#[tokio::test]
async fn only_get_streams() {
    let answer = Client::new(TestData::default()).post("/stream").await;
    assert_eq!((answer.status().as_u16(), answer.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
}
