//! What reaches the plugin, and what comes back.

use http::Method;
use serde_json::{Value, json};

use crate::support::{Site, UID, assert_failed, config};

#[tokio::test]
async fn path_and_url_reach_the_plugin_as_grafana_makes_them() {
    let site = Site::fixture().await;
    let apis =
        "/apis/fixture.datasource.grafana.app/v0alpha1/namespaces/default/datasources/example/resources/";
    let table = [
        (UID, "", "", ""),
        (UID, "?a=1", "", "?a=1"),
        (UID, "a%20b/c%2Fd/?x=%2F&x=+", "a b/c/d", "a%20b/c/d?x=%2F&x=+"),
        (UID, "/namespaces", "/namespaces", "/namespaces"),
        (UID, "a:b/c", "a:b/c", "./a:b/c"),
        (UID, "../x/./y", "../x/./y", "../x/./y"),
        ("/api/datasources/1/resources/", "x//y", "x//y", "x//y"),
        ("/api/plugins/fixture/resources/", "x/", "x", "x"),
        (apis, "/x/", "/x/", "/x/"),
        (apis, "api/resources/1", "api/resources/1", "api/resources/1"),
    ];
    for (prefix, tail, path, url) in table {
        let answer = site.get(&format!("{prefix}{tail}")).await.json();
        assert_eq!((&answer["path"], &answer["url"]), (&json!(path), &json!(url)), "{prefix}{tail}");
    }
}

#[tokio::test]
async fn a_url_without_a_tail_is_the_plugins_root() {
    let site = Site::fixture().await;
    let answer = site.get("/api/datasources/uid/example/resources?a=1").await.json();
    assert_eq!((&answer["path"], &answer["url"]), (&json!(""), &json!("?a=1")));
}

#[tokio::test]
async fn headers_reach_the_plugin_as_grafana_leaves_them() {
    let mut config = config();
    let instance = config.instance.as_mut().unwrap();
    instance.json_data = json!({ "keepCookies": ["kept"] });
    let site = Site::start(config).await;
    let request = site.request(Method::POST, &format!("{UID}echo"));
    let request = [
        ("User-Agent", "Firefox"),
        ("Authorization", "Bearer secret"),
        ("Cookie", "grafana_session=secret; kept=1; other=2"),
        ("Referer", "/d/abc"),
        ("X-Host-Login", "ann"),
        ("X-Host-Role", "Viewer"),
        ("accept", "application/json"),
        ("x-two", "one"),
        ("x-two", "two"),
    ]
    .into_iter()
    .fold(request, |request, (name, value)| request.header(name, value));
    let answer = site.send(request, "body").await.json();
    let expected = json!({
        "Accept": ["application/json"],
        "Content-Length": ["4"],
        "Cookie": ["kept=1"],
        "X-Forwarded-For": ["127.0.0.1"],
        "X-Grafana-Referer": ["/d/abc"],
        "X-Two": ["one", "two"],
    });
    assert_eq!(answer["headers"], expected);
    assert_eq!(answer["body"], "body");
}

#[tokio::test]
async fn every_method_that_grafana_knows_reaches_the_plugin_and_no_other() {
    let site = Site::fixture().await;
    for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let request = site.request(method.parse().unwrap(), &format!("{UID}echo"));
        assert_eq!(site.send(request, "").await.json()["method"], method);
    }
    for method in ["TRACE", "PROPFIND"] {
        let request = site.request(method.parse().unwrap(), &format!("{UID}echo"));
        assert_eq!(site.send(request, "").await.status, 404, "{method}");
    }
}

#[tokio::test]
async fn the_answer_to_head_has_the_head_and_no_body() {
    let site = Site::fixture().await;
    let answer = site.send(site.request(Method::HEAD, &format!("{UID}headers")), "").await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    assert_eq!(answer.headers["content-type"], "text/html");
}

#[tokio::test]
async fn headers_come_back_as_grafana_leaves_them() {
    let site = Site::fixture().await;
    let mut headers = site.tail("headers").await.headers;
    headers.remove("date");
    headers.remove("transfer-encoding");
    let mut left: Vec<(&str, &str)> =
        headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    left.sort_unstable();
    let expected = [
        ("content-security-policy", "sandbox"),
        ("content-type", "text/html"),
        ("x-broken", "a b"),
        ("x-two", "one"),
        ("x-two", "two"),
    ];
    assert_eq!(left, expected);
}

#[tokio::test]
async fn a_status_comes_back_as_it_is_or_as_500() {
    let site = Site::fixture().await;
    for (code, status, body) in [
        (200, 200, "body"),
        (204, 204, ""),
        (418, 418, "body"),
        (503, 503, "body"),
        (0, 500, "body"),
        (1000, 500, "body"),
        (100, 200, "body"),
    ] {
        let answer = site.tail(&format!("status/{code}")).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (status, body), "{code}");
        let named = answer.headers.get("content-type").is_some_and(|kind| kind == "application/json");
        assert_eq!(named, code != 204, "{code}");
    }
}

#[tokio::test]
async fn a_failed_call_is_500_and_its_reason_stays_in_the_log() {
    let site = Site::fixture().await;
    for tail in ["refuse", "panic"] {
        let answer = site.tail(tail).await;
        assert_failed(&answer);
        assert!(!answer.body.contains("secret"), "{answer:?}");
    }
}

#[tokio::test]
async fn a_call_that_fails_late_has_the_error_in_its_body() {
    let answer = Site::fixture().await.tail("late").await;
    assert_eq!(answer.status, 200);
    let error: Value = serde_json::from_str(answer.body.strip_prefix("begun").unwrap()).unwrap();
    assert_eq!(error["messageId"], "plugin.requestFailureError");
}

#[tokio::test]
async fn a_call_without_any_message_is_grafanas_500() {
    let answer = Site::fixture().await.tail("silent").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["messageId"]), (500, &json!("web.missingWrite")));
}

#[tokio::test]
async fn messages_may_be_larger_than_tonic_allows_by_itself() {
    let answer = Site::fixture().await.tail("big/9000000").await;
    assert_eq!(answer.body.len(), 9_000_000);
}

#[tokio::test]
async fn what_grafana_refuses_does_not_reach_the_plugin() {
    let site = Site::fixture().await;
    assert_eq!(site.tail("a%zz").await.status, 400);
    assert_failed(&site.tail("a%FF").await);
}
