//! From a method and a path to a route.

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{resource_routes, testing::Way};

use crate::{
    send,
    support::{header, message},
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/")]
    fn root() -> &'static str {
        "root"
    }

    #[get("/users")]
    fn users() -> &'static str {
        "users"
    }

    #[get("/users/me")]
    fn me() -> &'static str {
        "me"
    }

    #[get("/users/{id}")]
    fn user(&self, id: &str) -> String {
        format!("user {id}")
    }

    #[post("/users/{id}")]
    fn post_user(&self, id: &str) -> String {
        format!("post {id}")
    }

    #[any("/users/{id}/any")]
    fn any_user(&self, id: &str) -> String {
        format!("any {id}")
    }

    #[put("/users/{id}/any")]
    fn put_any(&self, id: &str) -> String {
        format!("put {id}")
    }

    #[get("/files/{*rest}")]
    fn files(&self, rest: &str) -> String {
        format!("files {rest}")
    }

    #[get("/files/readme")]
    fn readme() -> &'static str {
        "readme"
    }

    #[get("/a:b/{rest}")]
    fn colon(&self, rest: &str) -> String {
        format!("colon {rest}")
    }

    #[get("/wörter (neu)")]
    fn words() -> &'static str {
        "words"
    }

    #[head("/own-head")]
    fn own_head() -> ([(&'static str, &'static str); 1], &'static str) {
        ([("x-from", "head")], "")
    }

    #[get("/own-head")]
    fn own_head_get() -> ([(&'static str, &'static str); 1], &'static str) {
        ([("x-from", "get")], "get")
    }

    #[options("/own-options")]
    fn own_options() -> &'static str {
        "options"
    }

    #[get("/two")]
    #[get("/two/{_id}")]
    #[delete("/two")]
    fn two() -> &'static str {
        "two"
    }
}

async fn get(path: &str) -> String {
    let answer = crate::client(Plugin).get(path).await;
    if answer.status() == 200 { answer.text().to_owned() } else { answer.status().as_str().to_owned() }
}

/// As no browser could send it.
async fn get_raw(url: &str) -> String {
    let response = send(&Plugin, message("GET", url)).await;
    match response.code {
        200 => String::from_utf8(response.body.to_vec()).unwrap(),
        code => code.to_string(),
    }
}

#[tokio::test]
async fn the_most_specific_path_answers() {
    for (path, expected) in [
        ("/", "root"),
        ("", "root"),
        ("users/me", "me"),
        ("users/you", "user you"),
        ("users/me2", "user me2"),
        ("files/readme", "readme"),
        ("files/other", "files other"),
        ("files/a/b", "files a/b"),
        ("users/x/any", "any x"),
        ("two", "two"),
        ("two/1", "two"),
    ] {
        assert_eq!(get(path).await, expected, "{path}");
    }
}

#[tokio::test]
async fn a_path_counts_only_for_the_methods_that_it_answers() {
    let client = crate::client(Plugin);
    assert_eq!(client.post("users/me").await.text(), "post me");
    assert_eq!(client.put("users/x/any").await.text(), "put x");
    assert_eq!(client.patch("users/x/any").await.text(), "any x");
    assert_eq!(client.delete("two").await.text(), "two");
    assert_eq!(client.delete("two/1").await.status(), 405);
}

#[tokio::test]
async fn slashes_before_and_one_after_do_not_count() {
    for (path, expected) in [
        ("//users", "users"),
        ("////users/me", "me"),
        ("users/", "users"),
        ("users/me/", "me"),
        ("users/you/", "user you"),
        ("users//me", "404"),
        ("files/", "404"),
        ("files/a/", "files a"),
        ("files/a/b/", "files a/b"),
        ("a:b/x", "colon x"),
        ("/a:b/x", "colon x"),
    ] {
        assert_eq!(get(path).await, expected, "{path}");
    }
    // On this way Grafana leaves a slash at the end.
    let client = crate::client(Plugin).way(Way::Apis);
    for (path, expected) in [("users/", "users"), ("users/you/", "user you"), ("files/a/b/", "files a/b/")] {
        assert_eq!(client.get(path).await.text(), expected, "{path}");
    }
    assert_eq!(client.get("users//").await.status(), 404);
}

#[tokio::test]
async fn a_dot_slash_before_a_colon_is_gos() {
    for (url, expected) in [("/./a:b/x", "colon x"), ("/./users", "404"), ("/././a:b/x", "404")] {
        assert_eq!(get_raw(url).await, expected, "{url}");
    }
}

#[tokio::test]
async fn segments_are_decoded_once_after_splitting() {
    for (url, expected) in [
        ("/users/a%20b", "user a b"),
        ("/users/a+b", "user a+b"),
        ("/users/%252F", "user %2F"),
        ("/users/a%2Fb", "user a/b"),
        ("/%75sers/%6De", "me"),
        ("/w%C3%B6rter%20(neu)", "words"),
        ("/w%C3%B6rter%20%28neu%29", "words"),
        ("/users/@,;=&$", "user @,;=&$"),
        ("/USERS", "404"),
        ("/users/%zz", "400"),
        ("/users/%", "400"),
        ("/users/%FF", "400"),
        ("/%C0%AF", "400"),
    ] {
        assert_eq!(get_raw(url).await, expected, "{url}");
    }
}

#[tokio::test]
async fn dot_segments_are_never_resolved_and_no_parameter() {
    for (url, expected) in [
        ("/users/..", "400"),
        ("/users/.", "400"),
        ("/users/%2E%2E", "400"),
        ("/users/../users", "404"),
        ("/./users", "404"),
        ("/users/...", "user ..."),
        ("/users/.hidden", "user .hidden"),
        ("/files/../x", "400"),
        ("/files/a/./b", "400"),
        ("/files/%2e%2e/x", "400"),
        ("/files/..", "400"),
    ] {
        assert_eq!(get_raw(url).await, expected, "{url}");
    }
}

#[tokio::test]
async fn head_runs_get_and_has_its_headers_without_a_body() {
    let client = crate::client(Plugin);
    let (get, head) = (client.get("users/me").await, client.head("users/me").await);
    assert_eq!((head.status(), head.headers()), (get.status(), get.headers()));
    assert!(head.body().is_empty());
    // Not only Grafana takes the body off.
    assert!(send(&Plugin, message("HEAD", "/users/me")).await.body.is_empty());
    assert_eq!(client.head("own-head").await.header("x-from"), Some("head"));
    assert_eq!(client.head("nope").await.status(), 404);
}

#[tokio::test]
async fn options_lists_the_methods_unless_a_route_claims_it() {
    let client = crate::client(Plugin);
    for (path, allow) in [
        ("users", "GET, HEAD, OPTIONS"),
        ("users/me", "GET, HEAD, OPTIONS, POST"),
        ("two", "DELETE, GET, HEAD, OPTIONS"),
        ("users/", "GET, HEAD, OPTIONS"),
    ] {
        let answer = client.options(path).await;
        assert_eq!((answer.status().as_u16(), answer.header("allow")), (204, Some(allow)), "{path}");
        assert!(answer.body().is_empty());
    }
    assert_eq!(client.options("own-options").await.text(), "options");
    assert_eq!(client.options("nope").await.status(), 404);
}

#[tokio::test]
async fn a_method_without_a_route_is_405_with_allow() {
    let client = crate::client(Plugin);
    for (path, allow) in [
        ("users", "GET, HEAD, OPTIONS"),
        ("users/me", "GET, HEAD, OPTIONS, POST"),
        ("users/x", "GET, HEAD, OPTIONS, POST"),
        ("two", "DELETE, GET, HEAD, OPTIONS"),
        ("own-options", "OPTIONS"),
    ] {
        let answer = client.put(path).await;
        assert_eq!((answer.status().as_u16(), answer.header("allow")), (405, Some(allow)), "{path}");
        assert_eq!(answer.message(), format!("PUT is not answered here, only {allow}"));
    }
    assert_eq!(client.delete("nope").await.status(), 404);
}

#[tokio::test]
async fn methods_of_other_hosts_reach_only_any() {
    for (method, url, code) in [
        ("PROPFIND", "/users/x/any", 200),
        ("PROPFIND", "/users", 405),
        ("PROPFIND", "/nope", 404),
        ("get", "/users", 405),
        ("get", "/users/x/any", 200),
    ] {
        let response = send(&Plugin, message(method, url)).await;
        assert_eq!(response.code, code, "{method} {url}");
    }
    let refused = send(&Plugin, message("PROPFIND", "/users")).await;
    assert_eq!(header(&refused, "allow").unwrap().values, ["GET, HEAD, OPTIONS"]);
}

#[tokio::test]
async fn the_query_has_no_part_in_it() {
    for path in ["users?a=/x", "?users", "users/me?%zz", "users/?a"] {
        assert_ne!(get(path).await, "404", "{path}");
    }
}

#[tokio::test]
async fn an_unknown_path_is_said_in_json() {
    let answer = crate::client(Plugin).get("no%20pe").await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.text(), r#"{"message":"no resource answers GET /no pe","error":"Not Found"}"#);
}

mod braces {
    //! Braces in the text of a path, alone and beside other routes.

    use super::*;

    #[derive(Clone, Debug, GrafanaPlugin)]
    #[grafana_plugin(plugin_type = "app")]
    struct Braces;

    #[resource_routes]
    impl Braces {
        #[get("/x-{p}}}")]
        fn behind(&self, p: &str) -> String {
            format!("behind {p}")
        }

        #[get("/y/{p}}}x")]
        fn behind_and_text(&self, p: &str) -> String {
            format!("text {p}")
        }

        #[get("/z/{p}}}/a")]
        fn behind_and_segment(&self, p: &str) -> String {
            format!("segment {p}")
        }

        #[get("/w/{{{p}}}")]
        fn around(&self, p: &str) -> String {
            format!("around {p}")
        }

        #[get("/w/{{p}}")]
        fn text(&self) -> &'static str {
            "text"
        }
    }

    #[derive(Clone, Debug, GrafanaPlugin)]
    #[grafana_plugin(plugin_type = "app")]
    struct Alone;

    #[resource_routes]
    impl Alone {
        #[get("/x-{p}}}")]
        fn behind(&self, p: &str) -> String {
            format!("behind {p}")
        }
    }

    #[tokio::test]
    async fn a_brace_behind_a_parameter_is_text() {
        for (url, code, expected) in [
            ("/x-y%7D", 200, "behind y"),
            ("/x-y", 404, ""),
            ("/x-%7D", 404, ""),
            ("/x-y%7D%7D", 200, "behind y}"),
            ("/y/a%7Dx", 200, "text a"),
            ("/y/ax", 404, ""),
            ("/z/a%7D/a", 200, "segment a"),
            ("/z/a/a", 404, ""),
            ("/w/%7Ba%7D", 200, "around a"),
            ("/w/%7Bp%7D", 200, "text"),
            ("/w/a", 404, ""),
        ] {
            let answer = send(&Braces, message("GET", url)).await;
            let body = String::from_utf8_lossy(&answer.body);
            assert_eq!((answer.code, if code == 404 { "" } else { &*body }), (code, expected), "{url}");
            if url.starts_with("/x") {
                let answer = send(&Alone, message("GET", url)).await;
                assert_eq!(answer.code, code, "alone: {url}");
            }
        }
    }
}
