//! Headers that speak of the body are true, and none speaks of a connection.

use axum::response::{IntoResponse, Response};
use axum_core::body::Body;
use futures_util::stream;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, resource_routes};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::{client, support::Log};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// Headers as a plugin takes them over from its upstream.
fn pairs(text: &str) -> HeaderMap {
    let pairs = text.split('|').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap());
    pairs.map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap())).fold(
        HeaderMap::new(),
        |mut headers, (name, value): (HeaderName, HeaderValue)| {
            headers.append(name, value);
            headers
        },
    )
}

#[resource_routes]
impl Plugin {
    #[get("/whole/{headers}")]
    fn whole(&self, headers: &str) -> Response {
        (pairs(headers), "abc").into_response()
    }

    #[get("/empty/{headers}")]
    fn empty(&self, headers: &str) -> Response {
        (pairs(headers), Body::empty()).into_response()
    }

    #[get("/status/{status}/{headers}")]
    fn status(&self, status: u16, headers: &str) -> Response {
        (StatusCode::from_u16(status).unwrap(), pairs(headers), "abc").into_response()
    }

    #[get("/stream/{headers}")]
    fn stream(&self, headers: &str) -> Response {
        let chunks = stream::iter(["a", "bc"].map(Ok::<_, std::io::Error>));
        (pairs(headers), Body::from_stream(chunks)).into_response()
    }

    #[get("/inflated")]
    fn inflated() -> Response {
        (pairs("content-encoding=gzip|content-length=23"), "what was inflated").into_response()
    }

    #[get("/gzip")]
    fn gzip() -> Response {
        (pairs("content-encoding=gzip"), b"\x1f\x8b\x08rest".as_slice()).into_response()
    }

    #[get("/zstd")]
    fn zstd() -> Response {
        (pairs("content-encoding=zstd"), b"\x28\xb5\x2f\xfdrest".as_slice()).into_response()
    }

    #[get("/error")]
    fn error() -> Error {
        Error::not_found("no").with_header(header::CONTENT_LENGTH, HeaderValue::from_static("5"))
    }
}

#[tokio::test]
async fn a_length_stays_where_it_is_true() {
    for (path, length) in [
        ("whole/content-length=3", Some("3")),
        ("whole/content-length=5", None),
        ("whole/content-length=1", None),
        ("whole/content-length=0", None),
        ("whole/content-length=x", None),
        ("whole/content-length=+3", None),
        ("whole/content-length=-3", None),
        ("whole/content-length=", None),
        ("whole/content-length=99999999999999999999", None),
        ("whole/content-length=3|content-length=3", None),
        ("whole/content-length=3|content-length=5", None),
        ("empty/content-length=0", Some("0")),
        ("empty/content-length=5", None),
        ("stream/content-length=3", None),
        ("stream/content-length=5", None),
        ("status/404/content-length=5", None),
        ("status/204/content-length=5", None),
        ("status/205/content-length=3", None),
        ("error", None),
    ] {
        let answer = client(Plugin).get(path).await;
        assert_eq!(answer.header("content-length"), length, "{path}");
        assert!(answer.is_complete(), "{path}");
    }
}

#[tokio::test]
async fn a_reset_has_no_body() {
    let answer = client(Plugin).get("status/205/x-a=1").await;
    assert_eq!((answer.status().as_u16(), answer.body().len(), answer.header("x-a")), (205, 0, Some("1")));
}

#[tokio::test]
async fn head_keeps_a_length_of_its_own() {
    for (path, length) in [
        ("whole/content-length=5", Some("5")),
        ("whole/content-length=x", None),
        ("whole/content-length=3|content-length=3", None),
    ] {
        assert_eq!(client(Plugin).head(path).await.header("content-length"), length, "{path}");
    }
}

#[tokio::test]
async fn what_speaks_of_a_connection_is_dropped() {
    let path = "whole/connection=close, X-Named|x-named=1|keep-alive=timeout=5|transfer-encoding=chunked|te=trailers|\
                trailer=x|upgrade=h2c|proxy-connection=close|proxy-authenticate=Basic|x-kept=1";
    let (log, _guard) = Log::listen();
    let answer = client(Plugin).get(path).await;
    let names: Vec<&str> = answer.headers().keys().map(HeaderName::as_str).collect();
    assert_eq!(answer.header("x-kept"), Some("1"));
    assert!(
        names.iter().all(|name| ["content-type", "content-security-policy", "x-kept"].contains(name)),
        "{names:?}"
    );
    assert_eq!(log.messages().len(), 9, "{:?}", log.messages());
}

#[tokio::test]
async fn an_encoding_is_dropped_from_a_body_that_is_not_encoded() {
    let answer = client(Plugin).get("inflated").await;
    assert_eq!((answer.header("content-encoding"), answer.header("content-length")), (None, None));
    assert_eq!(answer.text(), "what was inflated");
    for encoding in ["gzip", "zstd"] {
        assert_eq!(client(Plugin).get(encoding).await.header("content-encoding"), Some(encoding));
    }
}

#[tokio::test]
async fn what_is_dropped_is_named_in_the_log_without_its_value() {
    let (log, _guard) = Log::listen();
    client(Plugin).get("whole/content-length=12345").await;
    assert_eq!(
        log.messages(),
        ["response header content-length was dropped: it is not the length of the body"]
    );
}
