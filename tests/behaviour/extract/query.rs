//! The query: rule 7 of the cases, and what serde makes of it.

use std::collections::BTreeMap;

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Query, Rejection, resource_routes};
use serde::Deserialize;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, Deserialize)]
struct Text<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Debug, Deserialize)]
struct Borrowed<'a> {
    text: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    Asc,
    Desc,
}

#[derive(Debug, Deserialize)]
struct Name(#[allow(dead_code, reason = "shown by Debug")] String);

#[derive(Debug, Deserialize)]
#[serde(try_from = "u32")]
struct Even(#[allow(dead_code, reason = "shown by Debug")] u32);

impl TryFrom<u32> for Even {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if number % 2 == 0 { Ok(Self(number)) } else { Err("odd") }
    }
}

fn ten() -> u8 {
    10
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "shown by Debug")]
struct Scalars {
    limit: Option<u32>,
    #[serde(default = "ten")]
    page: u8,
    #[serde(default)]
    all: bool,
    mark: Option<char>,
    order: Option<Order>,
    name: Option<Name>,
    even: Option<Even>,
    #[serde(rename = "from-date")]
    from: Option<String>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "shown by Debug")]
struct Lists {
    #[serde(default)]
    id: Vec<u32>,
    names: Option<Vec<Name>>,
    pair: Option<(u8, u8)>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "shown by Debug")]
struct Page {
    size: Option<String>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "shown by Debug")]
struct Flat {
    sort: Option<String>,
    #[serde(flatten)]
    page: Page,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "shown by Debug")]
struct Strict {
    a: Option<u8>,
}

#[resource_routes]
impl Plugin {
    #[get("/text")]
    async fn text(&self, Query(query): Query<Text<'_>>) -> String {
        query.text.into_owned()
    }

    #[get("/borrowed")]
    async fn borrowed(&self, Query(query): Query<Borrowed<'_>>) -> String {
        query.text.to_owned()
    }

    #[get("/scalars")]
    async fn scalars(&self, Query(query): Query<Scalars>) -> String {
        format!("{query:?}").replace("Scalars ", "")
    }

    #[get("/lists")]
    async fn lists(&self, Query(query): Query<Lists>) -> String {
        format!("{query:?}")
    }

    #[get("/flat")]
    async fn flat(&self, Query(query): Query<Flat>) -> String {
        format!("{query:?}")
    }

    #[get("/strict")]
    async fn strict(&self, Query(query): Query<Strict>) -> String {
        format!("{query:?}")
    }

    #[get("/map")]
    async fn map(&self, Query(query): Query<BTreeMap<String, String>>) -> String {
        format!("{query:?}")
    }

    #[get("/lists-map")]
    async fn lists_map(&self, Query(query): Query<BTreeMap<String, Vec<String>>>) -> String {
        format!("{query:?}")
    }

    #[get("/pairs")]
    async fn pairs(&self, Query(query): Query<Vec<(String, String)>>) -> String {
        format!("{query:?}")
    }

    #[get("/nothing")]
    async fn nothing(&self, Query(()): Query<()>) -> &'static str {
        "nothing"
    }

    #[get("/inner-option")]
    async fn inner_option(&self, Query(query): Query<Option<Text<'_>>>) -> String {
        format!("{:?}", query.map(|query| query.text.into_owned()))
    }

    #[get("/option")]
    async fn option(&self, query: Option<Query<Text<'_>>>) -> String {
        format!("{:?}", query.map(|Query(query)| query.text.into_owned()))
    }

    #[get("/result")]
    async fn result(&self, query: Result<Query<Text<'_>>, Rejection>) -> String {
        match query {
            Ok(Query(query)) => query.text.into_owned(),
            Err(rejection) => rejection.to_string(),
        }
    }

    #[get("/twice")]
    async fn twice(
        &self,
        Query(text): Query<Text<'_>>,
        Query(map): Query<BTreeMap<String, String>>,
    ) -> String {
        format!("{} {}", text.text, map.len())
    }
}

async fn ok(cases: &[(&str, &str)]) {
    let client = crate::client(Plugin);
    for (path, expected) in cases {
        let answer = client.get(path).await;
        assert_eq!((answer.status().as_u16(), answer.text()), (200, *expected), "{path}");
    }
}

async fn refused(cases: &[(&str, &str)]) {
    let client = crate::client(Plugin);
    for (path, expected) in cases {
        let answer = client.get(path).await;
        assert_eq!((answer.status().as_u16(), answer.message().as_str()), (400, *expected), "{path}");
    }
}

#[tokio::test]
async fn text_is_decoded_as_a_form_is() {
    ok(&[
        ("text?text=a+b", "a b"),
        ("text?text=a%20b", "a b"),
        ("text?text=a%2Bb", "a+b"),
        ("text?te%78t=a", "a"),
        ("text?text=%E2%82%AC", "€"),
        ("text?text=a=b", "a=b"),
        ("text?text=a;text=b", "a;text=b"),
        ("text?&&text=a&", "a"),
        ("text?text=", ""),
        ("text?text", ""),
        ("text?text=a&other=b", "a"),
        ("text?text=a&=b", "a"),
        ("borrowed?text=plain", "plain"),
    ])
    .await;
}

#[tokio::test]
async fn what_is_not_a_query_is_refused() {
    refused(&[
        ("text?text=%", "the query is not valid: broken percent escape"),
        ("text?text=%2", "the query is not valid: broken percent escape"),
        ("text?text=%zz", "the query is not valid: broken percent escape"),
        ("text?%zz=a", "the query is not valid: broken percent escape"),
        ("text?text=%FF", "the query is not valid: not UTF-8"),
        ("text?other=%C3", "the query is not valid: not UTF-8"),
    ])
    .await;
}

#[tokio::test]
async fn scalars_are_read_and_absent_ones_have_defaults() {
    let none =
        "limit: None, page: 10, all: false, mark: None, order: None, name: None, even: None, from: None";
    ok(&[
        ("scalars", &format!("{{ {none} }}")),
        ("scalars?limit=3", &format!("{{ {} }}", none.replace("limit: None", "limit: Some(3)"))),
        ("scalars?page=3", &format!("{{ {} }}", none.replace("page: 10", "page: 3"))),
        ("scalars?all=true", &format!("{{ {} }}", none.replace("false", "true"))),
        ("scalars?mark=%C3%A4", &format!("{{ {} }}", none.replace("mark: None", "mark: Some('ä')"))),
        ("scalars?order=desc", &format!("{{ {} }}", none.replace("order: None", "order: Some(Desc)"))),
        ("scalars?order=asc", &format!("{{ {} }}", none.replace("order: None", "order: Some(Asc)"))),
        ("scalars?name=n", &format!("{{ {} }}", none.replace("name: None", "name: Some(Name(\"n\"))"))),
        ("scalars?even=2", &format!("{{ {} }}", none.replace("even: None", "even: Some(Even(2))"))),
        ("scalars?from-date=f", &format!("{{ {} }}", none.replace("from: None", "from: Some(\"f\")"))),
    ])
    .await;
}

#[tokio::test]
async fn a_scalar_that_does_not_fit_is_named() {
    refused(&[
        ("text", "query: missing field `text`"),
        ("text?text=a&text=b", "query: `text`: given 2 times"),
        ("scalars?limit=1&limit=1&limit=1", "query: `limit`: given 3 times"),
        ("scalars?limit=x", "query: `limit`: `x` is not a whole number from 0 to 4294967295"),
        ("scalars?page=256", "query: `page`: `256` is not a whole number from 0 to 255"),
        ("scalars?all=1", "query: `all`: `1` is not `true` or `false`"),
        ("scalars?order=up", "query: `order`: unknown variant `up`, expected `asc` or `desc`"),
        ("scalars?even=3", "query: `even`: odd"),
        ("strict?b=1", "query: unknown field `b`, expected `a`"),
    ])
    .await;
}

#[tokio::test]
async fn a_list_gets_every_value_in_order() {
    ok(&[
        ("lists?id=3&id=1&id=2", "Lists { id: [3, 1, 2], names: None, pair: None }"),
        (
            "lists?id=3&names=b&id=1&names=a",
            "Lists { id: [3, 1], names: Some([Name(\"b\"), Name(\"a\")]), pair: None }",
        ),
        ("lists", "Lists { id: [], names: None, pair: None }"),
        ("lists?pair=1&pair=2", "Lists { id: [], names: None, pair: Some((1, 2)) }"),
        ("lists-map?a=1&b=2&a=3", r#"{"a": ["1", "3"], "b": ["2"]}"#),
    ])
    .await;
}

#[tokio::test]
async fn a_list_with_a_wrong_value_is_named() {
    refused(&[("lists?id=1&id=x", "query: `id`: `x` is not a whole number from 0 to 4294967295")]).await;
}

#[tokio::test]
async fn a_flattened_struct_gets_its_part() {
    ok(&[(
        "flat?sort=a&size=3&x=1",
        r#"Flat { sort: Some("a"), page: Page { size: Some("3") }, rest: {"x": "1"} }"#,
    )])
    .await;
}

#[tokio::test]
async fn pairs_stand_in_the_order_in_which_they_came() {
    ok(&[
        ("pairs?a=1&b=2&a=3", r#"[("a", "1"), ("b", "2"), ("a", "3")]"#),
        ("pairs", "[]"),
        ("map?b=1&a=2", r#"{"a": "2", "b": "1"}"#),
    ])
    .await;
}

#[tokio::test]
async fn a_query_may_be_absent() {
    ok(&[
        ("nothing?a=1", "nothing"),
        ("inner-option", "None"),
        ("inner-option?text=a", "Some(\"a\")"),
        ("option", "None"),
        ("option?text=a", "Some(\"a\")"),
        ("result?text=a", "a"),
        ("result?text=%", "the query is not valid: broken percent escape"),
        ("twice?text=a&b=c", "a 2"),
    ])
    .await;
    refused(&[("option?other=a", "query: missing field `text`")]).await;
}

#[tokio::test]
async fn very_many_keys_are_read_in_time() {
    let query: String = (0..8000).map(|key| format!("{key}&")).collect();
    let answer = crate::client(Plugin).get(&format!("map?{query}")).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.text().matches("\"\"").count(), 8000);
}
