//! From what a handler returns to what the browser gets: every row of the table in `respond`.

use std::borrow::Cow;

use axum_core::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::stream;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, Html, Json, NdJson, NoContent, resource_routes, testing::Client};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::{
    send,
    support::{Log, header, message},
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin {
    text: String,
}

fn plugin() -> Plugin {
    Plugin { text: "its own".to_owned() }
}

fn client() -> Client<Plugin> {
    crate::client(plugin())
}

struct Unwritable;

impl serde::Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("cannot be written"))
    }
}

fn streamed(status: StatusCode) -> Response {
    let chunks = stream::iter([Ok::<_, std::convert::Infallible>("a"), Ok("b")]);
    let mut response = Response::new(Body::from_stream(chunks));
    *response.status_mut() = status;
    response
}

#[resource_routes]
impl Plugin {
    #[get("/json")]
    fn json() -> Json<[u8; 2]> {
        Json([1, 2])
    }

    #[get("/json/borrowed/{id}")]
    async fn json_borrowed<'a>(&self, id: &'a str) -> Json<&'a str> {
        Json(id)
    }

    #[get("/json/unwritable")]
    fn json_unwritable() -> Json<Unwritable> {
        Json(Unwritable)
    }

    #[get("/json/unwritable/created")]
    fn json_unwritable_created() -> (StatusCode, Json<Unwritable>) {
        (StatusCode::CREATED, Json(Unwritable))
    }

    #[get("/str")]
    fn a_str() -> &'static str {
        "text"
    }

    #[get("/str/of/plugin")]
    fn str_of_plugin(&self) -> &str {
        self.text.as_str()
    }

    #[get("/str/of/call/{text}")]
    async fn str_of_call<'a>(&self, text: &'a str) -> Result<&'a str, Error> {
        Ok(text)
    }

    #[get("/cow/of/call/{text}")]
    async fn cow_of_call(text: &str) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(text))
    }

    #[get("/slice/of/plugin")]
    async fn slice_of_plugin(&self) -> (StatusCode, &[u8]) {
        (StatusCode::CREATED, self.text.as_bytes())
    }

    #[get("/string")]
    fn a_string() -> String {
        "text".to_owned()
    }

    #[get("/cow/borrowed")]
    fn borrowed_cow() -> Cow<'static, str> {
        Cow::Borrowed("text")
    }

    #[get("/cow/owned")]
    fn owned_cow() -> Cow<'static, str> {
        Cow::Owned("text".to_owned())
    }

    #[get("/html")]
    fn html() -> Html<&'static str> {
        Html("<p>")
    }

    #[get("/vec")]
    fn vec() -> Vec<u8> {
        vec![1, 2]
    }

    #[get("/bytes")]
    fn bytes() -> Bytes {
        Bytes::from_static(&[1, 2])
    }

    #[get("/slice")]
    fn slice() -> &'static [u8] {
        &[1, 2]
    }

    #[get("/unit")]
    fn unit() {}

    #[get("/no-content")]
    fn no_content() -> NoContent {
        NoContent
    }

    #[get("/status/{status}")]
    fn status(&self, status: u16) -> Result<StatusCode, Error> {
        Ok(StatusCode::from_u16(status)?)
    }

    #[get("/with-status/{status}")]
    fn with_status(&self, status: u16) -> Result<(StatusCode, &'static str), Error> {
        Ok((StatusCode::from_u16(status)?, "text"))
    }

    #[get("/streamed/{status}")]
    fn streamed(&self, status: u16) -> Result<Response, Error> {
        Ok(streamed(StatusCode::from_u16(status)?))
    }

    #[get("/tuple")]
    fn tuple() -> (StatusCode, [(&'static str, &'static str); 2], Json<u8>) {
        (StatusCode::CREATED, [("x-a", "1"), ("content-type", "application/problem+json")], Json(3))
    }

    #[get("/headers")]
    fn headers() -> (HeaderMap, &'static str) {
        let mut headers = HeaderMap::new();
        headers.append(header::VARY, HeaderValue::from_static("Accept"));
        headers.append(header::VARY, HeaderValue::from_static("Cookie"));
        headers.append(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        (headers, "text")
    }

    #[get("/file")]
    fn file() -> ([(HeaderName, HeaderValue); 1], Bytes) {
        let name = HeaderValue::from_bytes("attachment; filename=\"größe.txt\"".as_bytes());
        ([(header::CONTENT_DISPOSITION, name.unwrap())], Bytes::from_static(b"abc"))
    }

    #[get("/cookies")]
    fn cookies() -> (HeaderMap, &'static str) {
        let mut headers = HeaderMap::new();
        headers.append(header::SET_COOKIE, HeaderValue::from_static("a=1"));
        headers.append(header::SET_COOKIE, HeaderValue::from_static("b=2"));
        (headers, "text")
    }

    #[get("/option/{is}")]
    fn option(&self, is: bool) -> Option<Json<u8>> {
        is.then_some(Json(1))
    }

    #[get("/option/lines/{is}")]
    fn optional_lines(&self, is: bool) -> Option<NdJson<stream::Iter<std::ops::Range<u8>>>> {
        is.then(|| NdJson(stream::iter(0..2)))
    }

    #[get("/option/response/{is}")]
    fn optional_response(&self, is: bool) -> Result<Option<Response>, Error> {
        Ok(is.then(|| streamed(StatusCode::OK)))
    }

    #[get("/lines/accepted")]
    fn accepted_lines() -> (StatusCode, NdJson<stream::Iter<std::ops::Range<u8>>>) {
        (StatusCode::ACCEPTED, NdJson(stream::iter(0..2)))
    }

    #[get("/result/{is}")]
    fn result(&self, is: bool) -> Result<&'static str, StatusCode> {
        if is { Ok("text") } else { Err(StatusCode::IM_A_TEAPOT) }
    }

    #[get("/typed")]
    fn typed() -> Response {
        Response::builder().header("content-type", "image/png").body(Body::from("png")).unwrap()
    }

    #[get("/untyped")]
    fn untyped() -> Response {
        Response::new(Body::from("?"))
    }

    #[get("/length")]
    fn length() -> Response {
        let mut response = streamed(StatusCode::OK);
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("99"));
        response
    }

    #[get("/empty")]
    fn empty() -> Response {
        Response::new(Body::empty())
    }

    #[get("/axum/html")]
    fn axum_html() -> axum::response::Html<&'static str> {
        axum::response::Html("<p>")
    }

    #[get("/impl")]
    fn hidden() -> impl axum_core::response::IntoResponse {
        "text"
    }
}

#[tokio::test]
async fn each_type_has_its_status_type_and_body() {
    let client = client();
    let (json, text, octets) = ("application/json", "text/plain; charset=utf-8", "application/octet-stream");
    for (path, status, content_type, body) in [
        ("json", 200, json, "[1,2]"),
        ("json/borrowed/a", 200, json, "\"a\""),
        ("str", 200, text, "text"),
        ("str/of/plugin", 200, text, "its own"),
        ("str/of/call/a", 200, text, "a"),
        ("cow/of/call/a", 200, text, "a"),
        ("slice/of/plugin", 201, octets, "its own"),
        ("string", 200, text, "text"),
        ("cow/borrowed", 200, text, "text"),
        ("cow/owned", 200, text, "text"),
        ("html", 200, "text/html; charset=utf-8", "<p>"),
        ("vec", 200, octets, "\u{1}\u{2}"),
        ("bytes", 200, octets, "\u{1}\u{2}"),
        ("slice", 200, octets, "\u{1}\u{2}"),
        ("with-status/201", 201, text, "text"),
        ("with-status/404", 404, text, "text"),
        ("tuple", 201, "application/problem+json", "3"),
        ("option/true", 200, json, "1"),
        ("option/lines/true", 200, "application/x-ndjson", "0\n1\n"),
        ("option/response/true", 200, octets, "ab"),
        ("lines/accepted", 202, "application/x-ndjson", "0\n1\n"),
        ("result/true", 200, text, "text"),
        ("typed", 200, "image/png", "png"),
        ("untyped", 200, octets, "?"),
        ("streamed/200", 200, octets, "ab"),
        ("axum/html", 200, "text/html; charset=utf-8", "<p>"),
        ("impl", 200, text, "text"),
    ] {
        let answer = client.get(path).await;
        let got = (answer.status().as_u16(), answer.header("content-type"), answer.text());
        assert_eq!(got, (status, Some(content_type), body), "{path}");
    }
}

#[tokio::test]
async fn what_has_no_body_has_none() {
    for (path, status) in [
        ("unit", 204),
        ("no-content", 204),
        ("status/204", 204),
        ("status/201", 201),
        ("status/304", 304),
        ("with-status/204", 204),
        ("with-status/304", 304),
        ("streamed/204", 204),
        ("streamed/304", 304),
        ("empty", 200),
        ("result/false", 418),
    ] {
        let answer = client().get(path).await;
        assert_eq!((answer.status().as_u16(), answer.body().len()), (status, 0), "{path}");
    }
}

#[tokio::test]
async fn a_204_has_no_type_and_no_length() {
    for path in ["unit", "with-status/204", "streamed/204"] {
        let response = send(&plugin(), message("GET", &format!("/{path}"))).await;
        assert!(
            header(&response, "content-type").is_none() && header(&response, "content-length").is_none(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn nothing_is_404() {
    for path in ["option/false", "option/lines/false", "option/response/false"] {
        let answer = client().get(path).await;
        assert_eq!(
            (answer.status().as_u16(), answer.message().as_str()),
            (404, "there is no such thing"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_interim_status_is_500() {
    for path in ["status/100", "with-status/103", "streamed/102"] {
        let (log, _guard) = Log::listen();
        let answer = client().get(path).await;
        let expected = (500, "an error occurred within the plugin");
        assert_eq!((answer.status().as_u16(), answer.message().as_str()), expected, "{path}");
        assert_eq!(log.messages().len(), 1, "{path}");
    }
}

#[tokio::test]
async fn what_cannot_be_serialised_is_500() {
    for path in ["json/unwritable", "json/unwritable/created"] {
        let answer = client().get(path).await;
        let expected = (500, "an error occurred within the plugin");
        assert_eq!((answer.status().as_u16(), answer.message().as_str()), expected, "{path}");
    }
}

#[tokio::test]
async fn text_outside_of_ascii_is_encoded_in_headers() {
    let (log, _guard) = Log::listen();
    let answer = client().get("file").await;
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"gr%C3%B6%C3%9Fe.txt\""));
    assert_eq!(
        log.messages(),
        ["response header content-disposition was percent-encoded: it may hold visible ASCII only"]
    );
}

#[tokio::test]
async fn cookies_do_not_cost_the_response() {
    let answer = client().get("cookies").await;
    assert_eq!((answer.status().as_u16(), answer.text(), answer.header("set-cookie")), (200, "text", None));
}

#[tokio::test]
async fn a_stream_has_no_length() {
    assert_eq!(client().get("length").await.header("content-length"), None);
}

#[tokio::test]
async fn head_has_the_headers_of_get() {
    let client = client();
    for path in ["json", "untyped", "streamed/200", "file", "headers", "lines/accepted"] {
        let (get, head) = (client.get(path).await, client.head(path).await);
        assert_eq!((head.status(), head.headers()), (get.status(), get.headers()), "{path}");
        let response = send(&plugin(), message("HEAD", &format!("/{path}"))).await;
        assert!(response.body.is_empty(), "{path}");
    }
}
