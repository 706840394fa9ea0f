//! Answers in pieces, and calls that nobody waits for any more.

use futures_util::future::join_all;
use http::{Method, Response};
use http_body_util::BodyExt;

use crate::support::{Incoming, Site, UID, within};

async fn open(site: &Site) -> Response<Incoming> {
    site.open(site.request(Method::GET, &format!("{UID}stream")), "").await
}

async fn chunk(response: &mut Response<Incoming>) -> Option<String> {
    let frame = within(response.body_mut().frame()).await?.unwrap();
    Some(String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap())
}

#[tokio::test]
async fn each_chunk_comes_before_the_next_one_is_sent() {
    let site = Site::fixture().await;
    let mut response = open(&site).await;
    assert_eq!(response.status(), 201);
    for number in 0..4 {
        // The plugin sends no more until it is told to.
        assert_eq!(chunk(&mut response).await, Some(format!("chunk {number}")));
        site.tail("next").await;
    }
    assert_eq!(chunk(&mut response).await, None);
}

#[tokio::test]
async fn a_browser_that_leaves_a_stream_ends_the_call() {
    let site = Site::fixture().await;
    let mut response = open(&site).await;
    chunk(&mut response).await;
    drop(response);
    assert_eq!(site.tail("dropped").await.status, 200);
}

#[tokio::test]
async fn a_browser_that_leaves_before_the_answer_ends_the_call() {
    let site = Site::fixture().await;
    let request = site.request(Method::GET, &format!("{UID}hang"));
    tokio::select! {
        _ = site.open(request, "") => panic!("nothing answers"),
        answer = site.tail("hanging") => assert_eq!(answer.status, 200),
    }
    assert_eq!(site.tail("dropped").await.status, 200);
}

#[tokio::test]
async fn two_hundred_calls_are_under_way_at_once() {
    let site = Site::fixture().await;
    // None of them is answered before all of them have reached the plugin.
    let answers = join_all((0..200).map(|number| {
        let site = &site;
        async move { site.tail(&format!("meet/{number}")).await.body }
    }));
    let expected: Vec<String> = (0..200).map(|number| number.to_string()).collect();
    assert_eq!(answers.await, expected);
}

#[tokio::test]
async fn a_browser_that_reads_slowly_disturbs_no_other() {
    let site = Site::fixture().await;
    let request = site.request(Method::GET, &format!("{UID}flood"));
    let unread = site.open(request, "").await;
    assert_eq!(site.tail("flooded").await.status, 200);
    let body = within(unread.into_body().collect()).await.unwrap().to_bytes();
    assert_eq!(body.len(), 20_000);
}
