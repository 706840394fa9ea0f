//! Answers in pieces, and calls that nobody waits for any more.

use futures_util::future::join_all;
use http::Method;
use serde_json::{Value, json};

use crate::support::{Site, chunk, devices, probe, probe_router};

async fn assert_one_by_one(site: Site) {
    let mut response = site.stream("stream").await;
    assert_eq!(response.status(), 200);
    for number in 0..4 {
        // The plugin has no more until it is told to go on.
        assert_eq!(chunk(&mut response).await, Some(format!("chunk {number}")));
        assert!(site.call(Method::POST, "next").await.status.is_success());
    }
    assert_eq!(chunk(&mut response).await, None);
}

async fn assert_dropped_with_the_browser(site: Site) {
    let mut response = site.stream("stream").await;
    chunk(&mut response).await;
    drop(response);
    // Answers when the stream is no more.
    assert!(site.get("dropped").await.status.is_success());
}

#[tokio::test]
async fn each_chunk_arrives_before_the_next_one_is_made() {
    assert_one_by_one(Site::start(probe()).await).await;
}

#[tokio::test]
async fn each_chunk_of_a_router_arrives_before_the_next_one_is_made() {
    assert_one_by_one(Site::start(probe_router()).await).await;
}

#[tokio::test]
async fn a_browser_that_leaves_a_stream_drops_it_in_the_plugin() {
    assert_dropped_with_the_browser(Site::start(probe()).await).await;
}

#[tokio::test]
async fn a_browser_that_leaves_a_routers_stream_drops_it_in_the_plugin() {
    assert_dropped_with_the_browser(Site::start(probe_router()).await).await;
}

#[tokio::test]
async fn head_drops_a_stream_after_its_head() {
    let site = Site::start(probe()).await;
    assert_eq!(site.call(Method::HEAD, "stream").await.status, 200);
    assert!(site.get("dropped").await.status.is_success());
}

#[tokio::test]
async fn a_browser_that_leaves_before_the_answer_drops_the_handler() {
    let site = Site::start(probe()).await;
    tokio::select! {
        _ = site.stream("hang") => panic!("nothing answers"),
        answer = site.get("hanging") => assert!(answer.status.is_success()),
    }
    assert!(site.get("dropped").await.status.is_success());
}

#[tokio::test]
async fn a_watched_device_is_a_line_whenever_it_changes_and_ends_when_it_is_gone() {
    let site = Site::start(devices()).await;
    let mut events = site.stream("devices/1/events").await;
    assert_eq!(events.headers()["content-type"], "application/x-ndjson");
    for (state, next) in [("off", "on"), ("on", "off"), ("off", "on")] {
        let line = chunk(&mut events).await.unwrap();
        assert!(line.ends_with('\n'), "{line:?}");
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["state"], state);
        site.post("devices/1", &json!({ "state": next }).to_string()).await;
    }
    chunk(&mut events).await.unwrap();
    assert_eq!(site.call(Method::DELETE, "devices/1").await.status, 204);
    assert_eq!(chunk(&mut events).await, None);
}

#[tokio::test]
async fn each_of_two_hundred_calls_at_once_gets_its_own_answer() {
    let site = Site::start(probe()).await;
    // None of them is answered before all of them have reached the handler.
    let answers = join_all((0..200).map(|number| {
        let (site, body) = (&site, json!({ "token": format!("body {number}") }).to_string());
        async move { site.post(&format!("meet/{number}?token=query+{number}"), &body).await.json() }
    }));
    for (number, answer) in answers.await.into_iter().enumerate() {
        let query = format!("query {number}");
        assert_eq!(answer, json!([number, { "token": query }, { "token": format!("body {number}") }]));
    }
}
