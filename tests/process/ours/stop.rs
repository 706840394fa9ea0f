//! The ways to end a plugin.

use std::time::{Duration, Instant};

use super::{Plugin, by_hand, command, within};

#[tokio::test]
async fn shutdown_lets_a_call_finish_and_is_answered_after_it() {
    let mut plugin = Plugin::start(command()).await;
    let before = Instant::now();
    let sleeping = plugin.sleeping().await;
    plugin.shutdown().await.unwrap();
    // go-plugin closes the connection now.
    assert!(before.elapsed() >= Duration::from_millis(700), "{:?}", before.elapsed());
    assert_eq!(within(sleeping).await, "slept");
    assert_eq!(plugin.ended().await.code(), Some(0));
}

#[tokio::test]
async fn shutdown_is_answered_after_what_a_slow_reader_has_still_to_get() {
    let mut plugin = Plugin::start(command()).await;
    // More than the client takes before it reads, and less than it takes at all.
    let request = super::CallResourceRequest {
        plugin_context: Some(super::context()),
        path: "big/3000000".to_owned(),
        url: "big/3000000".to_owned(),
        method: "GET".to_owned(),
        ..super::CallResourceRequest::default()
    };
    let mut client = super::ResourceClient::new(plugin.channel.clone());
    let mut unread = within(client.call_resource(request)).await.unwrap().into_inner();
    {
        let mut shutdown = std::pin::pin!(plugin.shutdown());
        assert!(tokio::time::timeout(Duration::from_millis(300), shutdown.as_mut()).await.is_err());
        assert_eq!(within(unread.message()).await.unwrap().unwrap().body.len(), 3_000_000);
        within(shutdown).await.unwrap();
    }
    assert_eq!(plugin.ended().await.code(), Some(0));
}

#[tokio::test]
async fn sigterm_lets_a_call_finish() {
    let mut plugin = Plugin::start(command()).await;
    let sleeping = plugin.sleeping().await;
    plugin.signal("-TERM");
    assert_eq!(within(sleeping).await, "slept");
    assert_eq!(plugin.ended().await.code(), Some(0));
}

#[tokio::test]
async fn an_idle_plugin_ends_at_once() {
    let mut plugin = Plugin::start(command()).await;
    plugin.get("pid").await;
    let before = Instant::now();
    plugin.shutdown().await.unwrap();
    assert_eq!(plugin.ended().await.code(), Some(0));
    assert!(before.elapsed() < Duration::from_millis(1800), "{:?}", before.elapsed());
}

#[tokio::test]
async fn who_never_says_a_word_does_not_hold_up_the_end() {
    let mut plugin = Plugin::start(command()).await;
    let super::PluginAddress::Tcp(address) = plugin.address else { panic!("{:?}", plugin.address) };
    let _silent = tokio::net::TcpStream::connect(address).await.unwrap();
    // Let in after the silent one.
    let other = within(super::connect(&plugin.address)).await;
    super::get(&other, "pid").await;
    let before = Instant::now();
    plugin.signal("-TERM");
    assert_eq!(plugin.ended().await.code(), Some(0));
    assert!(before.elapsed() < Duration::from_millis(1800), "{:?}", before.elapsed());
}

#[tokio::test]
async fn a_call_without_an_end_is_dropped_after_the_grace() {
    let mut plugin = Plugin::start(command()).await;
    let _call = plugin.hanging().await;
    let before = Instant::now();
    plugin.signal("-TERM");
    assert_eq!(plugin.ended().await.code(), Some(0));
    assert!(before.elapsed() >= Duration::from_millis(1800), "{:?}", before.elapsed());
    within(plugin.errors.line("calls that take longer than 1.8s are dropped")).await;
}

#[tokio::test]
async fn a_stream_that_somebody_looks_at_does_not_hold_up_the_end() {
    let mut plugin = Plugin::start(command()).await;
    let mut stream = plugin.endless().await;
    let before = Instant::now();
    plugin.shutdown().await.unwrap();
    assert_eq!(plugin.ended().await.code(), Some(0));
    assert!(before.elapsed() < Duration::from_millis(1800), "{:?}", before.elapsed());
    assert_eq!(within(stream.message()).await.unwrap_err().message(), "the plugin stops");
    let errors = within(plugin.errors.whole()).await;
    assert!(!errors.contains("dropped at the end"), "{errors}");
}

#[tokio::test]
async fn a_call_has_its_grace_while_somebody_looks_at_a_stream() {
    let mut plugin = Plugin::start(command()).await;
    let _stream = plugin.endless().await;
    let sleeping = plugin.sleeping().await;
    plugin.signal("-TERM");
    assert_eq!(within(sleeping).await, "slept");
    assert_eq!(plugin.ended().await.code(), Some(0));
}

#[tokio::test]
async fn nobody_new_is_let_in_while_calls_finish() {
    let mut plugin = Plugin::start(command()).await;
    let _call = plugin.hanging().await;
    let super::PluginAddress::Tcp(address) = plugin.address else { panic!("{:?}", plugin.address) };
    plugin.signal("-TERM");
    within(async { while tokio::net::TcpStream::connect(address).await.is_ok() {} }).await;
    assert!(plugin.child.try_wait().unwrap().is_none());
    plugin.ended().await;
}

#[tokio::test]
async fn work_on_blocking_threads_does_not_hold_up_the_end() {
    let mut plugin = Plugin::start(command()).await;
    let request = super::CallResourceRequest { method: "POST".to_owned(), ..super::get_request("block") };
    assert_eq!(super::call(&plugin.channel, request).await.code, 204);
    plugin.shutdown().await.unwrap();
    assert_eq!(plugin.ended().await.code(), Some(0));
}

#[tokio::test]
async fn who_watches_the_health_does_not_hold_up_the_end() {
    let mut plugin = Plugin::start(command()).await;
    let mut health =
        super::serve::health(&plugin).watch(super::serve::of("plugin")).await.unwrap().into_inner();
    assert!(within(health.message()).await.unwrap().is_some());
    plugin.signal("-TERM");
    assert!(!matches!(within(health.message()).await, Ok(Some(_))));
    assert_eq!(plugin.ended().await.code(), Some(0));
    let errors = within(plugin.errors.whole()).await;
    assert!(!errors.contains("dropped at the end"), "{errors}");
}

#[tokio::test]
async fn ctrl_c_is_for_grafana_to_take() {
    let mut plugin = Plugin::start(command()).await;
    plugin.signal("-INT");
    let sleeping = plugin.sleeping().await;
    plugin.signal("-INT");
    assert_eq!(within(sleeping).await, "slept");
    assert!(plugin.child.try_wait().unwrap().is_none());
}

#[tokio::test]
async fn ctrl_c_ends_what_was_started_by_hand() {
    let mut plugin = Plugin::start(by_hand()).await;
    let sleeping = plugin.sleeping().await;
    plugin.signal("-INT");
    assert_eq!(within(sleeping).await, "slept");
    assert_eq!(plugin.ended().await.code(), Some(0));
}
