//! What is borrowed of a query or a form, whatever its characters are; and what an empty value is.

use std::{borrow::Cow, collections::BTreeMap};

use axum::{Router, extract::Request, routing::get};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Form, Query, resource_routes};
use http::StatusCode;
use serde::Deserialize;
use tower::ServiceExt as _;

use crate::{client, send, support::message};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, Deserialize)]
struct Text<'a> {
    text: &'a str,
    #[serde(default, borrow)]
    more: Vec<&'a str>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    Asc,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "shown by Debug")]
struct Optional<'a> {
    number: Option<u32>,
    switch: Option<bool>,
    order: Option<Order>,
    letter: Option<char>,
    owned: Option<String>,
    borrowed: Option<&'a str>,
    #[serde(borrow)]
    either: Option<Cow<'a, str>>,
    list: Option<Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Selected {
    selected: Vec<u32>,
}

#[resource_routes]
impl Plugin {
    #[get("/text")]
    async fn text(&self, Query(text): Query<Text<'_>>) -> String {
        format!("{} {:?}", text.text, text.more)
    }

    #[get("/map")]
    fn map(&self, Query(map): Query<BTreeMap<&str, &str>>) -> String {
        format!("{map:?}")
    }

    #[get("/pairs")]
    fn pairs(&self, Query(pairs): Query<Vec<(&str, &str)>>) -> String {
        format!("{pairs:?}")
    }

    #[get("/twice")]
    async fn twice<'a>(
        &self,
        Query(text): Query<Text<'a>>,
        Query(map): Query<BTreeMap<&'a str, &'a str>>,
    ) -> String {
        tokio::task::yield_now().await;
        format!("{} {}", text.text, map["text"])
    }

    #[post("/form")]
    async fn form(&self, Form(text): Form<Text<'_>>, Query(query): Query<Text<'_>>) -> String {
        format!("{} {:?} {}", text.text, text.more, query.text)
    }

    #[get("/optional")]
    fn optional(&self, Query(optional): Query<Optional<'_>>) -> String {
        format!("{optional:?}")
    }

    #[post("/optional")]
    fn optional_form(&self, Form(optional): Form<Optional<'_>>) -> String {
        format!("{optional:?}")
    }

    #[post("/selected")]
    fn selected(&self, Form(Selected { selected }): Form<Selected>) -> String {
        format!("{selected:?}")
    }

    #[get("/selected")]
    fn selected_query(&self, Query(Selected { selected }): Query<Selected>) -> String {
        format!("{selected:?}")
    }

    #[post("/selected/option")]
    fn selected_option(&self, form: Option<Form<Selected>>) -> String {
        format!("{:?}", form.map(|Form(Selected { selected })| selected))
    }

    #[any("/admin/{*_rest}")]
    async fn admin(&self, request: Request) -> Result<String, StatusCode> {
        let shown = |uri: http::Uri| async move { uri.to_string() };
        let router = Router::new().route("/admin/{id}", get(shown));
        let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
        if !response.status().is_success() {
            return Err(response.status());
        }
        let body =
            axum::body::to_bytes(response.into_body(), 1000).await.map_err(|_| StatusCode::BAD_GATEWAY)?;
        Ok(String::from_utf8_lossy(&body).into_owned())
    }
}

#[tokio::test]
async fn a_query_is_borrowed_whatever_its_characters_are() {
    for (query, expected) in [
        ("text?text=plain", "plain []"),
        ("text?text=a%20b&more=c", r#"a b ["c"]"#),
        ("text?text=a+b&more=x&more=%C3%A4&more=", r#"a b ["x", "ä", ""]"#),
        ("text?te%78t=a", "a []"),
        ("text?other=%41&text=b&more=%2B", r#"b ["+"]"#),
        ("map?a%20b=c&d=e%2Bf", r#"{"a b": "c", "d": "e+f"}"#),
        ("pairs?a=1&a=%31&b", r#"[("a", "1"), ("a", "1"), ("b", "")]"#),
        ("pairs?%61=+&+=%20", r#"[("a", " "), (" ", " ")]"#),
        ("twice?text=a%20b", "a b a b"),
    ] {
        assert_eq!(client(Plugin).get(query).await.text(), expected, "{query}");
    }
}

#[tokio::test]
async fn a_form_is_borrowed_beside_the_query() {
    let answer = client(Plugin).post("form?text=q%20q").body("text=a+b&more=%41&more=c").await;
    assert_eq!(answer.text(), r#"a b ["A", "c"] q q"#);
}

#[tokio::test]
async fn what_is_broken_is_refused_each_time_it_is_read() {
    for query in ["twice?text=%", "twice?text=%FF", "text?x=%zz&text=a"] {
        assert_eq!(send(&Plugin, message("GET", query)).await.code, 400, "{query}");
    }
}

#[tokio::test]
async fn nothing_selected_is_an_empty_list() {
    assert_eq!(client(Plugin).post("selected").await.text(), "[]");
    assert_eq!(client(Plugin).get("selected").await.text(), "[]");
    assert_eq!(client(Plugin).post("selected/option").await.text(), "None");
    let refused = client(Plugin).post("form?text=q").await;
    assert_eq!(refused.message(), "the body is missing: expected application/x-www-form-urlencoded");
}

#[tokio::test]
async fn an_empty_value_is_a_value_for_every_type() {
    for (pair, expected) in [
        ("owned=", "owned: Some(\"\")"),
        ("borrowed=", "borrowed: Some(\"\")"),
        ("either=", "either: Some(\"\")"),
        ("list=", "list: Some([\"\"])"),
        ("number=", "`number`: `` is not a whole number"),
        ("switch=", "`switch`: `` is not `true` or `false`"),
        ("letter=", "`letter`: `` is not a single character"),
        ("order=", "`order`: unknown variant ``"),
    ] {
        for answer in [
            client(Plugin).get(&format!("optional?{pair}")).await,
            client(Plugin).post("optional").body(pair.to_owned()).await,
        ] {
            assert!(answer.text().contains(expected), "{pair}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_router_fed_by_a_request_gets_the_path_without_what_grafana_puts_before_it() {
    for (url, expected) in [
        ("//admin/x?a=1", "/admin/x?a=1"),
        ("/admin/x", "/admin/x"),
        ("admin/a%2Fb", "/admin/a%2Fb"),
        ("///admin/x?a=//b", "/admin/x?a=//b"),
    ] {
        let answer = send(&Plugin, message("GET", url)).await;
        assert_eq!(std::str::from_utf8(&answer.body), Ok(expected), "{url}");
    }
}
