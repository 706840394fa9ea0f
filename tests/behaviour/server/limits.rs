//! What is too large, and what is no request.

use axum::{Router, routing::any};
use axum_core::response::{IntoResponse, Response};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, JsonData, ServiceAdapter, resource_routes};
use http::{StatusCode, header};
use prost::Message as _;

use super::{answer, error_message, text};
use crate::{
    LIMIT,
    rejections::{SERVED_ONLY, documented},
    send,
    support::{header as values_of, message},
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[any("/length")]
    fn length(&self, body: &[u8]) -> String {
        body.len().to_string()
    }

    #[get("/")]
    fn root() -> &'static str {
        "root"
    }

    #[get("/rest/{*rest}")]
    fn rest(&self, rest: &str) -> String {
        rest.len().to_string()
    }
}

/// A block with errors of its own shape.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Shaped;

fn shape(error: &Error) -> Response {
    let status = error.status();
    (
        StatusCode::IM_A_TEAPOT,
        [(header::CONTENT_TYPE, "text/x-shape")],
        format!("{status}: {}", error.message()),
    )
        .into_response()
}

#[resource_routes(errors = shape)]
impl Shaped {
    #[get("/")]
    fn root() {}
}

/// A block that says which rejection it was.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app", json_data = "u8")]
struct Named;

fn name(error: &Error) -> Response {
    let rejection = format!("{:?}", error.rejection());
    (error.status(), rejection.trim_start_matches("Some(").to_owned()).into_response()
}

#[resource_routes(errors = name)]
impl Named {
    #[get("/settings")]
    fn settings(_: JsonData<'_, Self>) {}
}

#[tokio::test]
async fn each_rejection_that_is_met_here_only_has_the_status_of_the_table() {
    let unfit = crate::client(Named).get("settings").await;
    let mut reached = vec![(i32::from(unfit.status().as_u16()), unfit.text().to_owned())];
    for (message, limit) in [
        (of_size(100), 50),
        (message("G ET", "/").encode_to_vec(), LIMIT),
        (message("GET", &"x".repeat(70_000)).encode_to_vec(), LIMIT),
    ] {
        let messages = answer(&Named, &message, limit).await.unwrap();
        reached.push((messages[0].code, text(&messages[0]).to_owned()));
    }
    for name in SERVED_ONLY {
        let status = i32::from(documented()[name]);
        assert!(
            reached.iter().any(|(code, text)| *code == status && text.starts_with(name)),
            "{name}: {reached:?}"
        );
    }
}

fn router() -> ServiceAdapter<Plugin, Router> {
    ServiceAdapter::new(Router::new().fallback(any(|| async { "the router's" })))
}

fn of_size(size: usize) -> Vec<u8> {
    let mut message = message("POST", "length");
    message.body = vec![b'x'; size].into();
    message.encode_to_vec()
}

#[tokio::test]
async fn a_message_as_large_as_the_limit_is_answered() {
    let message = of_size(1000);
    let messages = answer(&Plugin, &message, message.len()).await.unwrap();
    assert_eq!((messages[0].code, text(&messages[0])), (200, "1000"));
}

#[tokio::test]
async fn a_larger_one_is_413_in_json() {
    let message = of_size(1000);
    let limit = message.len() - 1;
    let messages = answer(&Plugin, &message, limit).await.unwrap();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].code, 413);
    assert_eq!(values_of(&messages[0], "content-type").unwrap().values, ["application/json"]);
    assert_eq!(
        error_message(&messages[0]),
        format!("the call is too large: the plugin takes up to {limit} bytes")
    );
}

#[tokio::test]
async fn a_block_gives_its_own_shape_to_what_it_never_saw() {
    for (answered, expected) in [
        (
            answer(&Shaped, &of_size(100), 50).await,
            "413 Payload Too Large: the call is too large: the plugin takes up to 50 bytes",
        ),
        (
            answer(&Shaped, &message("G ET", "/").encode_to_vec(), LIMIT).await,
            "400 Bad Request: the method is not valid",
        ),
        (
            answer(&Shaped, &message("GET", &"x".repeat(70_000)).encode_to_vec(), LIMIT).await,
            "414 URI Too Long: path and query are longer than 65534 bytes",
        ),
    ] {
        let messages = answered.unwrap();
        assert_eq!((messages[0].code, text(&messages[0])), (418, expected));
        assert_eq!(values_of(&messages[0], "content-type").unwrap().values, ["text/x-shape"]);
    }
}

#[tokio::test]
async fn a_router_is_not_asked() {
    for (message, limit, code) in [
        (of_size(100), 50, 413),
        (message("G ET", "/").encode_to_vec(), LIMIT, 400),
        (message("GET", &"x".repeat(70_000)).encode_to_vec(), LIMIT, 414),
        // Too long only when it is escaped.
        (message("GET", &"ä".repeat(30_000)).encode_to_vec(), LIMIT, 414),
        (message("GET", &format!("?{}", "\"".repeat(60_000))).encode_to_vec(), LIMIT, 414),
    ] {
        let messages = answer(&router(), &message, limit).await.unwrap();
        assert_eq!(messages[0].code, code);
        assert!(!error_message(&messages[0]).is_empty());
    }
}

#[tokio::test]
async fn a_url_may_be_as_long_as_http_takes_it() {
    let longest = format!("rest/{}", "x".repeat(65_534 - "/rest/".len()));
    let response = send(&Plugin, message("GET", &longest)).await;
    assert_eq!((response.code, text(&response)), (200, "65528"));
    let response = send(&Plugin, message("GET", &format!("{longest}x"))).await;
    assert_eq!(response.code, 414);
    assert_eq!(error_message(&response), "path and query are longer than 65534 bytes");
    let response = send(&Plugin, message("GET", &format!("?{}", "q".repeat(65_534)))).await;
    assert_eq!(response.code, 414);
}

#[tokio::test]
async fn what_has_to_be_escaped_counts_once() {
    for (path, query) in [("ä".repeat(32_763), "x".to_owned()), ("x".to_owned(), "\"".repeat(65_526))] {
        let url = format!("rest/{path}?{query}");
        assert_eq!("/".len() + url.len(), 65_534);
        let response = send(&Plugin, message("GET", &url)).await;
        assert_eq!((response.code, text(&response)), (200, &*path.len().to_string()));
        assert_eq!(send(&Plugin, message("GET", &format!("{url}x"))).await.code, 414);
    }
}

#[tokio::test]
async fn a_method_that_is_no_token_is_400() {
    for method in ["G ET", "GÉT", "GET\n", "(GET)"] {
        let response = send(&Plugin, message(method, "/")).await;
        assert_eq!(
            (response.code, error_message(&response)),
            (400, "the method is not valid".to_owned()),
            "{method}"
        );
    }
}

#[tokio::test]
async fn no_method_is_get() {
    assert_eq!(text(&send(&Plugin, message("", "/")).await), "root");
}

#[tokio::test]
async fn head_of_what_is_refused_has_no_body() {
    let response = send(&Plugin, message("HEAD", &"x".repeat(70_000))).await;
    assert_eq!((response.code, response.body.len()), (414, 0));
}
