//! One request, one answer.

use http::Method;
use serde_json::json;

use crate::support::{Site, axum_router, devices, hello, probe};

#[tokio::test]
async fn a_front_ends_doubled_slash_is_one_slash_in_every_kind_of_url() {
    let site = Site::start(hello()).await;
    let id = "example-hello-datasource";
    let apis = format!(
        "/apis/{id}.datasource.grafana.app/v0alpha1/namespaces/default/datasources/example/resources"
    );
    let prefixes = [
        "/api/datasources/uid/example/resources".to_owned(),
        "/api/datasources/1/resources".to_owned(),
        format!("/api/plugins/{id}/resources"),
        apis,
    ];
    for prefix in prefixes {
        for tail in ["/namespaces", "//namespaces", "//namespaces/", "/namespaces/?a=b"] {
            let answer = site.send(site.request(Method::GET, &format!("{prefix}{tail}")), "").await;
            assert_eq!(answer.json(), json!({ "namespaces": ["ns-1", "ns-2"] }), "{prefix}{tail}");
        }
    }
}

#[tokio::test]
async fn a_path_that_is_none_is_404() {
    let site = Site::start(devices()).await;
    site.get("nowhere").await.assert_error(404, "GET /nowhere");
}

#[tokio::test]
async fn a_method_that_a_path_does_not_answer_is_405_with_those_that_it_does() {
    let site = Site::start(devices()).await;
    let answer = site.call(Method::PUT, "devices/1").await;
    answer.assert_error(405, "PUT");
    assert_eq!(answer.header("allow"), ["DELETE, GET, HEAD, OPTIONS, POST"]);
}

#[tokio::test]
async fn options_is_204_with_the_methods() {
    let site = Site::start(devices()).await;
    let answer = site.call(Method::OPTIONS, "devices").await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (204, ""));
    assert_eq!(answer.header("allow"), ["GET, HEAD, OPTIONS"]);
    assert_eq!(answer.header("content-type"), [""; 0]);
}

#[tokio::test]
async fn head_has_the_status_and_the_headers_of_get_and_no_body() {
    let site = Site::start(devices()).await;
    for (tail, status) in [("export.csv", 200), ("devices/1/events", 200), ("devices/99", 404)] {
        let head = site.call(Method::HEAD, tail).await;
        assert_eq!((head.status.as_u16(), head.body.as_str()), (status, ""), "{tail}");
        let get = site.stream(tail).await;
        assert_eq!(head.headers["content-type"], get.headers()["content-type"], "{tail}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_what_a_route_reads_is_400_415_or_422() {
    let site = Site::start(devices()).await;
    site.post("devices/1", "{").await.assert_error(400, "not valid JSON");
    site.post("devices/1", "").await.assert_error(400, "missing");
    site.post("devices/1", r#"{"state":"dim"}"#).await.assert_error(422, "`state`");
    let text = site.request(Method::POST, "/api/datasources/uid/example/resources/devices/1");
    site.send(text.header("content-type", "text/plain"), "on").await.assert_error(415, "text/plain");
}

#[tokio::test]
async fn a_value_in_the_path_or_the_query_that_does_not_parse_is_400_and_named() {
    let site = Site::start(devices()).await;
    site.get("devices/one").await.assert_error(400, "`id`");
    site.get("devices?limit=many").await.assert_error(400, "limit");
}

#[tokio::test]
async fn a_plugins_own_error_has_its_status_and_its_words() {
    let site = Site::start(devices()).await;
    site.get("devices/99").await.assert_error(404, "there is no device 99");
    site.post("devices/4", r#"{"state":"off"}"#).await.assert_error(409, "Cellar pump is locked");
}

#[tokio::test]
async fn a_download_keeps_a_file_name_outside_of_ascii() {
    let mut config = devices();
    config.instance.as_mut().unwrap().json_data = json!({ "site": "Zürich 東京" });
    let site = Site::start(config).await;
    let answer = site.get("export.csv").await;
    let name = "attachment; filename=\"devices.csv\"; filename*=UTF-8''Z%C3%BCrich%20%E6%9D%B1%E4%BA%AC.csv";
    assert_eq!(answer.header("content-disposition"), [name]);
    assert_eq!(answer.header("content-type"), ["text/csv; charset=utf-8"]);
    assert!(answer.body.contains("\"Küche lamp\""), "{answer:?}");
}

#[tokio::test]
async fn two_headers_of_one_name_both_arrive() {
    let answer = Site::start(probe()).await.get("headers").await;
    assert_eq!(answer.status, 200);
    // One line, since the SDK refuses two; to a reader of HTTP that is the same (RFC 9110, section 5.3).
    assert_eq!(answer.header("x-two"), ["one, two"]);
    assert_eq!(answer.header("vary"), ["accept, origin"]);
}

#[tokio::test]
async fn an_answer_of_many_megabytes_arrives_whole() {
    let answer = Site::start(probe()).await.get("big/20000000").await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 20_000_000));
}

#[tokio::test]
async fn a_router_behind_the_adapter_answers_with_its_state_and_the_caller() {
    let site = Site::start(axum_router()).await;
    let get = async |tail: &str| {
        let path = format!("/api/plugins/example-axumrouter-app/resources{tail}");
        site.send(site.request(Method::GET, &path), "").await
    };
    assert_eq!(get("//namespaces").await.json(), json!({ "namespaces": ["ns-1", "ns-2"] }));
    assert_eq!(get("/me").await.json()["login"], "admin");
    get("/nowhere").await.assert_error(404, "no such resource");
    // The layer counted the three before, and this one.
    assert_eq!(get("/count").await.body, "4");
}
