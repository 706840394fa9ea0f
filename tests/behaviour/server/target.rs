//! Which of a message's two paths counts, and what becomes of URLs that `http` does not take.

use axum::{Router, http::Uri, routing::get};
use grafana_plugin_sdk::{pluginv2::CallResourceRequest, prelude::*};
use grafana_resource_routes::{Call, Query, ServiceAdapter, resource_routes};

use super::text;
use crate::{send, support::message};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

type Pairs = Vec<(String, String)>;

#[resource_routes]
impl Plugin {
    #[get("/")]
    fn root() -> &'static str {
        "root"
    }

    #[get("/one/{id}")]
    fn one(&self, id: &str, Query(query): Query<Pairs>, call: Call<'_, Self>) -> String {
        format!("{id} {query:?} {} {}", call.path(), call.raw_path())
    }

    #[get("/two/{a}/{b}")]
    fn two(&self, a: &str, b: &str) -> String {
        format!("{a} | {b}")
    }

    #[get("/rest/{*rest}")]
    fn rest(&self, rest: &str) -> String {
        rest.to_owned()
    }

    #[get("/uri")]
    fn uri(&self, call: Call<'_, Self>) -> String {
        format!("{} {:?}", call.uri(), call.uri().authority())
    }
}

const OUTER: &str = "/apis/x.grafana.app/v0alpha1/namespaces/default/connections/u/resources/";

async fn ask(path: &str, url: &str) -> (i32, String) {
    let response = send(&Plugin, CallResourceRequest { path: path.to_owned(), ..message("GET", url) }).await;
    (response.code, text(&response).to_owned())
}

async fn ok(path: &str, url: &str) -> String {
    let (code, text) = ask(path, url).await;
    assert_eq!(code, 200, "{path} {url}: {text}");
    text
}

#[tokio::test]
async fn the_url_counts_where_it_decodes_to_the_path() {
    assert_eq!(ok("one/a/b", "one/a%2Fb?q=1").await, r#"a/b [("q", "1")] /one/a/b /one/a%2Fb"#);
    assert_eq!(ok("one/ä", "one/%C3%A4").await, "ä [] /one/ä /one/%C3%A4");
    assert_eq!(ok("one/%2F", "one/%252F").await, "%2F [] /one/%2F /one/%252F");
}

#[tokio::test]
async fn the_url_counts_where_it_is_the_path() {
    assert_eq!(ok("two/a%20b/c", "two/a%20b/c").await, "a b | c");
    assert_eq!(ok("one/x?q=1", "one/x?q=1").await, r#"x [("q", "1")] /one/x /one/x"#);
    assert_eq!(ask("one/%zz", "one/%zz").await.0, 400);
}

#[tokio::test]
async fn the_path_counts_where_they_disagree_and_is_not_decoded_again() {
    let outer = format!("{OUTER}one/a%2541?q=1");
    assert_eq!(ok("one/a%41", &outer).await, r#"a%41 [("q", "1")] /one/a%41 /one/a%2541"#);
    assert_eq!(ok("two/a/b", &format!("{OUTER}one/a%2Fb")).await, "a | b");
    assert_eq!(ok("one/%zz", "").await, "%zz [] /one/%zz /one/%25zz");
    assert_eq!(ok("one/a?b", "other").await, "a?b [] /one/a?b /one/a%3Fb");
    assert_eq!(ok("", OUTER).await, "root");
}

#[tokio::test]
async fn a_url_with_a_host_is_no_way_to_a_route() {
    assert_eq!(ask("one/a", "http://evil.example/one/a").await.0, 404);
}

#[tokio::test]
async fn dots_and_inner_slashes_of_a_decoded_path_are_not_resolved_either() {
    assert_eq!(ask("rest/../x", "other").await.0, 400);
    assert_eq!(ask("one//", "other").await.0, 404);
    assert_eq!(ok("///one/x/", "other").await, "x [] /one/x/ /one/x/");
}

#[tokio::test]
async fn a_url_alone_is_enough() {
    assert_eq!(ok("", "one/a%2Fb").await, "a/b [] /one/a/b /one/a%2Fb");
}

#[tokio::test]
async fn what_http_refuses_in_a_url_is_answered() {
    for sign in ["\"", "<", ">", " ", "^", "`", "{", "|", "}", "ä"] {
        let (path, url) = (format!("one/a{sign}b"), format!("one/a{sign}b?{sign}={sign}"));
        let escaped: String = sign.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let expected = format!("a{sign}b {:?} /one/a{sign}b /one/a{escaped}b", [(sign, sign)]);
        assert_eq!(ok(&path, &url).await, expected, "{sign}");
    }
}

#[tokio::test]
async fn two_slashes_are_no_authority() {
    assert_eq!(ok("", "//uri?a=//b").await, "///uri?a=//b None");
}

#[tokio::test]
async fn a_router_gets_a_uri_of_the_same_meaning() {
    let show = async |uri: Uri| uri.to_string();
    let adapter = ServiceAdapter::<Plugin, _>::new(Router::new().route("/one/{id}", get(show)));
    for (path, url, expected) in [
        ("one/a b", "one/a b?\"=1", "/one/a%20b?%22=1"),
        ("one/a%41?", OUTER, "/one/a%2541%3F"),
        ("one/a/b", "one/a%2Fb", "/one/a%2Fb"),
    ] {
        let message = CallResourceRequest { path: path.to_owned(), ..message("GET", url) };
        assert_eq!(text(&send(&adapter, message).await), expected, "{path} {url}");
    }
}
