//! The head of the call: method, URI, headers, route, and the whole call.

use std::str::FromStr;

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Call, Header, MatchedRoute, Rejection, extract::NamedHeader, resource_routes};
use http::{HeaderMap, Method, Uri};

use crate::{send, support::message};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug)]
struct PanelId(u32);

impl FromStr for PanelId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl NamedHeader for PanelId {
    const NAME: &'static str = "x-panel-id";
}

struct Title(String);

impl FromStr for Title {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl NamedHeader for Title {
    const NAME: &'static str = "x-title";
}

#[resource_routes]
impl Plugin {
    #[get("/header")]
    async fn header(&self, Header(PanelId(id)): Header<PanelId>) -> String {
        id.to_string()
    }

    #[get("/header/option")]
    async fn header_option(&self, id: Option<Header<PanelId>>) -> String {
        format!("{:?}", id.map(|Header(PanelId(id))| id))
    }

    #[get("/header/result")]
    async fn header_result(&self, id: Result<Header<PanelId>, Rejection>) -> String {
        id.map_or_else(|rejection| rejection.to_string(), |Header(PanelId(id))| id.to_string())
    }

    #[get("/title")]
    async fn title(&self, Header(title): Header<Title>) -> String {
        title.0
    }

    #[get("/headers")]
    async fn headers(&self, headers: &HeaderMap) -> String {
        headers.get_all("x-a").iter().map(|value| value.to_str().unwrap_or("?")).collect::<Vec<_>>().join("|")
    }

    #[get("/headers/owned")]
    async fn owned_headers(&self, headers: HeaderMap) -> String {
        headers.get_all("x-a").iter().count().to_string()
    }

    #[any("/method/{kind}")]
    async fn method(&self, kind: &str, borrowed: &Method, owned: Method) -> String {
        format!("{kind} {borrowed} {owned}")
    }

    #[get("/uri/{*rest}")]
    async fn uri(&self, rest: &str, borrowed: &Uri, owned: Uri) -> String {
        format!("{rest} {borrowed} {}", owned == *borrowed)
    }

    #[get("/route/{id}", id = "the_route")]
    async fn route(&self, id: &str, route: MatchedRoute) -> String {
        format!("{id} {} {} {:?}", route.path(), route.id(), route)
    }

    #[post("/call/{a}/{b}")]
    async fn call(&self, a: &str, b: &str, call: Call<'_, Self>) -> String {
        let parameters: Vec<_> = call.path_parameters().collect();
        format!(
            "{a} {b} | {} | {} | {} | {} | {} | {parameters:?}",
            call.method(),
            call.path(),
            call.raw_path(),
            call.raw_query(),
            call.body().len(),
        )
    }
}

#[tokio::test]
async fn a_header_is_read_as_its_type() {
    let client = crate::client(Plugin);
    for (path, value, status, expected) in [
        ("header", Some("7"), 200, "7"),
        ("header", None, 400, "the header `x-panel-id` is missing"),
        ("header", Some("x"), 400, "the header `x-panel-id` is not valid: invalid digit found in string"),
        ("header/option", Some("7"), 200, "Some(7)"),
        ("header/option", None, 200, "None"),
        (
            "header/option",
            Some("x"),
            400,
            "the header `x-panel-id` is not valid: invalid digit found in string",
        ),
        ("header/result", None, 200, "the header `x-panel-id` is missing"),
        ("header/result", Some("7"), 200, "7"),
    ] {
        let request = client.get(path);
        let answer = match value {
            Some(value) => request.header("X-Panel-Id", value).await,
            None => request.await,
        };
        let said = if status == 200 { answer.text().to_owned() } else { answer.message() };
        assert_eq!((answer.status().as_u16(), said.as_str()), (status, expected), "{path} {value:?}");
    }
}

#[tokio::test]
async fn a_header_may_hold_text_outside_of_ascii() {
    assert_eq!(crate::client(Plugin).get("title").header("x-title", "größe").await.text(), "größe");
}

#[tokio::test]
async fn of_repeated_headers_a_map_has_all_and_an_extractor_the_first() {
    let client = crate::client(Plugin);
    let twice = |path| client.get(path).header("x-a", "1").header("x-a", "2");
    assert_eq!(twice("headers").await.text(), "1|2");
    assert_eq!(twice("headers/owned").await.text(), "2");
    assert_eq!(client.get("header").header("x-panel-id", "1").header("x-panel-id", "2").await.text(), "1");
}

#[tokio::test]
async fn the_method_is_the_one_that_came() {
    let client = crate::client(Plugin);
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let answer = client.request(method.parse().unwrap(), "method/x").await;
        assert_eq!(answer.text(), format!("x {method} {method}"));
    }
    let response = send(&Plugin, message("PROPFIND", "/method/x")).await;
    assert_eq!(response.body.as_ref(), b"x PROPFIND PROPFIND");
}

#[tokio::test]
async fn the_uri_is_as_it_was_sent() {
    let answer = crate::client(Plugin).get("/uri/a%20b?c=%20d").await;
    assert_eq!(answer.text(), "a b //uri/a%20b?c=%20d true");
}

#[tokio::test]
async fn the_route_is_the_pattern() {
    let answer = crate::client(Plugin).get("route/7").await;
    assert_eq!(answer.text(), r#"7 /route/{id} the_route MatchedRoute("/route/{id}")"#);
}

#[tokio::test]
async fn the_call_has_everything() {
    let answer = crate::client(Plugin).post("/call/a%20b/c?d=e").body("1234").await;
    assert_eq!(
        answer.text(),
        r#"a b c | POST | /call/a b/c | /call/a%20b/c | d=e | 4 | [("a", "a b"), ("b", "c")]"#
    );
}
