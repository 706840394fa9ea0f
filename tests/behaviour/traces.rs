//! One span a call.

use axum::body::Body;
use futures_util::StreamExt;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{NdJson, ServiceAdapter, resource_routes};
use tracing::level_filters::LevelFilter;

use crate::{
    send,
    support::{Log, message},
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/devices/{id}")]
    async fn device(&self, id: u32) -> String {
        tokio::task::yield_now().await;
        tracing::info!(target: "grafana_resource_routes_test", "inside");
        id.to_string()
    }

    #[get("/lines")]
    async fn lines(&self) -> NdJson<futures_util::stream::Iter<std::ops::Range<u8>>> {
        NdJson(futures_util::stream::iter(0..3))
    }

    #[get("/ticks")]
    fn ticks(&self) -> Body {
        let tick = |tick: u8| {
            tracing::info!(target: "grafana_resource_routes_test", "tick {tick}");
            Ok::<_, std::convert::Infallible>(vec![tick])
        };
        Body::from_stream(futures_util::stream::iter(0..3).map(tick))
    }

    #[get("/admin", role = Admin)]
    async fn admin(&self) {}

    #[get("/waits")]
    async fn waits(&self) {
        std::future::pending::<()>().await;
    }

    #[get("/panics")]
    async fn panics(&self) {
        panic!("boom")
    }
}

#[tokio::test]
async fn a_call_has_one_span_with_pattern_method_status_and_duration() {
    for (method, url, route, status) in [
        ("GET", "/devices/7?a=b", "/devices/{id}", "200"),
        ("HEAD", "/devices/7", "/devices/{id}", "200"),
        ("GET", "/devices/x", "/devices/{id}", "400"),
        ("GET", "/lines", "/lines", "200"),
        ("GET", "/panics", "/panics", "500"),
        ("GET", "/admin", "/admin", "403"),
        ("GET", "/nope", "", "404"),
        ("GET", "/%zz", "", "400"),
        ("PUT", "/lines", "", "405"),
        ("OPTIONS", "/lines", "", "204"),
        ("PROPFIND", "/lines", "", "405"),
    ] {
        let (log, _guard) = Log::listen_at(crate::SPANS);
        send(&Plugin, message(method, url)).await;
        let spans = log.spans();
        assert_eq!(spans.len(), 1, "{method} {url}");
        let span = &spans[0];
        assert_eq!(span.name, "resource_call");
        assert_eq!(span.names(), ["route", "method", "status", "duration_us"], "{method} {url}");
        let fields = (span.field("route"), span.field("method"), span.field("status"));
        assert_eq!(fields, (Some(route), Some(method), Some(status)), "{method} {url}");
        assert!(span.field("duration_us").unwrap().parse::<u64>().is_ok());
        assert_eq!(log.closed(), 1, "{method} {url}");
    }
}

/// The lines about calls, as level, message and the fields but the duration.
fn call_lines(log: &Log) -> Vec<String> {
    let lines = log.events().into_iter().filter(|event| event.name == "DEBUG").map(|event| {
        assert_eq!(event.span.as_deref(), Some("resource_call"));
        let field = |name| event.field(name).unwrap_or("-").to_owned();
        let cancelled = event.field("message") == Some("cancelled");
        assert_eq!(event.field("duration_us").map(|micros| micros.parse::<u64>().is_ok()), Some(true));
        assert_eq!(cancelled, event.field("status").is_none());
        [field("message"), field("method"), field("route"), field("status")].join(" ")
    });
    lines.collect()
}

#[tokio::test]
async fn at_debug_each_call_is_one_line() {
    for (method, url, line) in [
        ("GET", "/devices/7?a=b", "answered GET /devices/{id} 200"),
        ("HEAD", "/devices/7", "answered HEAD /devices/{id} 200"),
        ("GET", "/devices/x", "answered GET /devices/{id} 400"),
        ("GET", "/lines", "answered GET /lines 200"),
        ("GET", "/panics", "answered GET /panics 500"),
        ("GET", "/admin", "answered GET /admin 403"),
        ("GET", "/nope", "answered GET  404"),
        ("PUT", "/lines", "answered PUT  405"),
    ] {
        let (log, _guard) = Log::listen_at(LevelFilter::DEBUG);
        send(&Plugin, message(method, url)).await;
        assert_eq!(call_lines(&log), [line], "{method} {url}");
    }
}

#[tokio::test]
async fn a_call_is_a_line_when_its_stream_has_ended_or_it_was_cancelled() {
    let (log, _guard) = Log::listen_at(LevelFilter::DEBUG);
    let mut open = crate::client(Plugin).get("ticks").open().await;
    open.chunk().await;
    assert_eq!(call_lines(&log).len(), 0);
    while open.chunk().await.is_some() {}
    assert_eq!(call_lines(&log), ["answered GET /ticks 200"]);
    let mut open = Box::pin(crate::client(Plugin).get("waits").open());
    assert!(futures_util::poll!(&mut open).is_pending());
    drop(open);
    assert_eq!(call_lines(&log)[1..], ["cancelled GET /waits -"]);
}

#[tokio::test]
async fn at_info_a_call_is_no_line() {
    let (log, _guard) = Log::listen_at(LevelFilter::INFO);
    send(&Plugin, message("GET", "/nope")).await;
    assert_eq!(log.messages(), [""; 0]);
}

#[tokio::test]
async fn what_a_handler_logs_is_in_its_calls_span() {
    let (log, _guard) = Log::listen_at(crate::SPANS);
    crate::client(Plugin).get("devices/7").await;
    let event = log.events().into_iter().find(|event| event.field("message") == Some("inside"));
    assert_eq!(event.expect("an event").span.as_deref(), Some("resource_call"));
}

#[tokio::test]
async fn a_stream_is_within_its_calls_span_to_its_end() {
    let (log, _guard) = Log::listen_at(crate::SPANS);
    let mut open = crate::client(Plugin).get("ticks").open().await;
    open.chunk().await;
    assert_eq!((log.spans()[0].field("status"), log.closed()), (Some("200"), 0));
    while open.chunk().await.is_some() {}
    let last = log.events().into_iter().find(|event| event.field("message") == Some("tick 2"));
    assert_eq!(last.expect("an event").span.as_deref(), Some("resource_call"));
    assert_eq!((log.spans().len(), log.closed()), (1, 1));
}

#[tokio::test]
async fn a_stream_that_nobody_reads_any_more_ends_its_span() {
    let (log, _guard) = Log::listen_at(crate::SPANS);
    let open = crate::client(Plugin).get("ticks").open().await;
    assert_eq!(log.closed(), 0);
    drop(open);
    assert_eq!(log.closed(), 1);
    assert!(log.spans()[0].field("duration_us").is_some());
}

#[tokio::test]
async fn a_cancelled_call_ends_its_span_without_a_status() {
    let (log, _guard) = Log::listen_at(crate::SPANS);
    let mut open = Box::pin(crate::client(Plugin).get("waits").open());
    assert!(futures_util::poll!(&mut open).is_pending());
    assert_eq!(log.closed(), 0);
    drop(open);
    assert_eq!((log.closed(), log.spans()[0].field("status")), (1, None));
}

#[tokio::test]
async fn a_call_behind_an_adapter_has_a_span_too() {
    let router = axum::Router::new().route("/x", axum::routing::get(|| async { "x" }));
    let (log, _guard) = Log::listen_at(crate::SPANS);
    crate::client(ServiceAdapter::<Plugin, _>::new(router)).get("x").await;
    let spans = log.spans();
    assert_eq!((spans.len(), spans[0].field("status")), (1, Some("200")));
}

/// Nobody who listens above that level pays for a span.
#[tokio::test]
async fn above_its_level_there_is_no_span() {
    let above = if crate::SPANS == LevelFilter::DEBUG { LevelFilter::INFO } else { LevelFilter::WARN };
    let (log, _guard) = Log::listen_at(above);
    crate::client(Plugin).get("devices/7").await;
    assert_eq!(log.spans().len(), 0);
}
