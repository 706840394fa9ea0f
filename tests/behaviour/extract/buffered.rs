//! What passes serde's buffer: flattened structs, and enums that are untagged or tagged. A value keeps its type, or is
//! refused with its key; a value is never dropped without a word.

#![allow(dead_code, reason = "fields are shown by Debug")]

use std::collections::{BTreeMap, HashMap};

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Form, Path, Query, resource_routes};
use serde::Deserialize;

use crate::client;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, Deserialize)]
struct Location {
    lat: f64,
    lon: f64,
}

#[derive(Debug, Deserialize)]
struct Near {
    limit: Option<u8>,
    #[serde(flatten)]
    location: Option<Location>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    Asc,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "u32")]
struct Even(u32);

impl TryFrom<u32> for Even {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if number % 2 == 0 { Ok(Self(number)) } else { Err("odd") }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Inner<'a> {
    text: Option<String>,
    borrowed: Option<&'a str>,
    number: Option<u8>,
    signed: Option<i64>,
    float: Option<f32>,
    switch: Option<bool>,
    order: Option<Order>,
    even: Option<Even>,
    letter: Option<char>,
    texts: Vec<String>,
    numbers: Vec<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Measure {
    Metric { meters: f64 },
    Imperial { feet: f64, inches: Option<u8> },
}

#[derive(Debug, Deserialize)]
struct Length {
    #[serde(flatten)]
    measure: Option<Measure>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum By {
    Size(u32),
    Name(String),
    Sizes(Vec<u32>),
}

#[derive(Debug, Deserialize)]
struct Filter {
    #[serde(flatten)]
    by: Option<By>,
}

#[derive(Debug, Deserialize)]
struct Totals {
    title: String,
    #[serde(flatten)]
    totals: BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize)]
struct Two {
    a: Even,
    even: Even,
}

#[derive(Debug, Deserialize)]
struct Odd {
    odd: Option<u8>,
    #[serde(flatten)]
    two: Option<Two>,
}

#[derive(Debug, Deserialize)]
struct Outer<'a> {
    #[serde(flatten, borrow)]
    inner: Inner<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Shape {
    Circle { radius: f64 },
    Label { text: String, bold: Option<bool> },
    Nothing,
}

#[derive(Debug, Deserialize)]
struct Drawing {
    title: String,
    #[serde(flatten)]
    shape: Option<Shape>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "t", content = "c", rename_all = "lowercase")]
enum Adjacent {
    Number(f64),
    Text(String),
    Numbers(Vec<u8>),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Scalar {
    Number(u32),
    Switch(bool),
    Text(String),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Strict {
    Number(u8),
    Switch(bool),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Range {
    Steps { from: u32, to: u32 },
    Words { from: String, to: String },
}

#[derive(Debug, Deserialize)]
struct Fields {
    value: Option<Scalar>,
    strict: Option<Strict>,
    #[serde(default)]
    list: Vec<Scalar>,
}

#[derive(Debug, Deserialize)]
struct Mixed {
    #[serde(flatten)]
    fields: Fields,
    #[serde(flatten)]
    location: Option<Location>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Key {
    Number(u32),
    Name(String),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Place {
    Seat(u8, u8),
    Aisle { aisle: String },
}

#[derive(Debug, Deserialize)]
struct Rest {
    #[serde(flatten)]
    location: Option<Location>,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

/// One route for each type: `GET /name` for the query, `POST /name` for a form.
macro_rules! routes {
    ($($path:literal $query:ident $form:ident: $ty:ty;)*) => {
        #[resource_routes]
        impl Plugin {
            $(
                #[get($path)]
                fn $query(&self, Query(query): Query<$ty>) -> String {
                    format!("{query:?}")
                }

                #[post($path)]
                fn $form(&self, Form(form): Form<$ty>) -> String {
                    format!("{form:?}")
                }
            )*

            #[get("/key/{id}")]
            fn key(&self, Path(key): Path<Key>) -> String {
                format!("{key:?}")
            }

            #[get("/argument/{id}")]
            fn argument(&self, id: Key) -> String {
                format!("{id:?}")
            }

            #[get("/strict/{id}")]
            fn strict_key(&self, Path(key): Path<Strict>) -> String {
                format!("{key:?}")
            }

            #[get("/shapes/{type}/{radius}")]
            fn shape_of(&self, Path(shape): Path<Shape>) -> String {
                format!("{shape:?}")
            }

            #[get("/ranges/{from}/{to}")]
            fn range_of(&self, Path(range): Path<Range>) -> String {
                format!("{range:?}")
            }

            #[get("/near/{lat}/{lon}")]
            fn near_of(&self, Path(near): Path<Near>) -> String {
                format!("{near:?}")
            }

            #[get("/places/{row}/{seat}")]
            fn place_of(&self, Path(place): Path<Place>) -> String {
                format!("{place:?}")
            }

            #[get("/adjacent/{c}/{t}")]
            fn adjacent_of(&self, Path(adjacent): Path<Adjacent>) -> String {
                format!("{adjacent:?}")
            }

            #[get("/unfit/{a}/{b}")]
            fn unfit(&self, Path(near): Path<Range>) -> String {
                format!("{near:?}")
            }
        }
    };
}

routes! {
    "/near" near near_form: Near;
    "/outer" outer outer_form: Outer<'_>;
    "/odd" odd odd_form: Odd;
    "/measure" measure measure_form: Measure;
    "/length" length length_form: Length;
    "/filter" filter filter_form: Filter;
    "/totals" totals totals_form: Totals;
    "/shape" shape shape_form: Shape;
    "/drawing" drawing drawing_form: Drawing;
    "/adjacent" adjacent adjacent_form: Adjacent;
    "/fields" fields fields_form: Fields;
    "/range" range range_form: Range;
    "/mixed" mixed mixed_form: Mixed;
    "/rest" rest rest_form: Rest;
    "/texts" texts texts_form: BTreeMap<String, String>;
    "/numbers" numbers numbers_form: HashMap<String, f64>;
    "/pairs" pairs pairs_form: Vec<(String, Scalar)>;
    "/values" values values_form: BTreeMap<String, serde_json::Value>;
}

/// In a query and in a form: the answers, without what `Debug` says of fields that are not there.
async fn read(cases: &[(&str, &str)]) {
    for (url, expected) in cases {
        let (path, pairs) = url.split_once('?').unwrap_or((url, ""));
        for answer in [client(Plugin).get(url).await, client(Plugin).post(path).body(pairs.to_owned()).await]
        {
            assert_eq!((answer.status().as_u16(), answer.text()), (200, *expected), "{url}");
        }
    }
}

/// In a query with 400, in a form with 422.
async fn refused(cases: &[(&str, &str)]) {
    for (url, expected) in cases {
        let (path, pairs) = url.split_once('?').unwrap();
        let answer = client(Plugin).get(url).await;
        let shown = (answer.status().as_u16(), answer.text().to_owned());
        assert_eq!(shown.0, 400, "{url}: {}", shown.1);
        assert_eq!(answer.message(), format!("query: {expected}"), "{url}");
        let answer = client(Plugin).post(path).body(pairs.to_owned()).await;
        assert_eq!(answer.status().as_u16(), 422, "{url}");
        assert_eq!(answer.message(), format!("form: {expected}"), "{url}");
    }
}

/// In a path: the status, and the answer or its message.
async fn path(cases: &[(&str, u16, &str)]) {
    for (path, status, expected) in cases {
        let answer = client(Plugin).get(path).await;
        let said = if *status == 200 { answer.text().to_owned() } else { answer.message() };
        assert_eq!((answer.status().as_u16(), said.as_str()), (*status, *expected), "{path}");
    }
}

#[tokio::test]
async fn an_optional_part_is_there_or_absent() {
    let found = "Near { limit: None, location: Some(Location { lat: 1.5, lon: 2.0 }) }";
    read(&[
        ("near?lat=1.5&lon=2", found),
        ("near?lat=1.5&lon=%32", found),
        ("near?_=123&lat=1.5&lon=2", found),
        ("near?lat=1.5&lon=2&ts=2026-01-01&ts=2", found),
        ("near?other=1", "Near { limit: None, location: None }"),
        ("near?limit=3&_=123", "Near { limit: Some(3), location: None }"),
        ("near?lat=1.5", "Near { limit: None, location: None }"),
        (
            "near?limit=3&lat=-1&lon=2e3",
            "Near { limit: Some(3), location: Some(Location { lat: -1.0, lon: 2000.0 }) }",
        ),
    ])
    .await;
}

#[tokio::test]
async fn nonsense_in_an_optional_part_is_refused_with_its_key() {
    refused(&[
        ("near?lat=abc&lon=2", "`lat`: `abc` is not a number"),
        ("near?lat=1&lon=x&_=5", "`lon`: `x` is not a number"),
        ("near?lat=abc&lon=xyz", "`lat`: `abc` is not a number"),
        ("near?lat=&lon=2", "`lat`: `` is not a number"),
        ("near?lat=abc", "`lat`: `abc` is not a number"),
        ("near?limit=300&lat=1&lon=2", "`limit`: `300` is not a whole number from 0 to 255"),
        ("drawing?title=a&type=circle&radius=x", "`radius`: `x` is not a number"),
        ("drawing?title=a&radius=x&type=circle", "`radius`: `x` is not a number"),
        (
            "drawing?title=a&type=square&radius=1",
            "`type`: unknown variant `square`, expected one of `circle`, `label`, `nothing`",
        ),
        ("rest?a=1&lat=x&lon=2", "`lat`: `x` is not a number"),
    ])
    .await;
}

#[tokio::test]
async fn a_key_that_is_given_twice_is_named_too() {
    let client = client(Plugin);
    let answer = client.get("near?lat=1&lat=2&lon=3").await;
    assert_eq!(answer.status(), 400);
    assert!(answer.message().starts_with("query: `lat`: "), "{}", answer.message());
}

#[tokio::test]
async fn a_flattened_field_has_its_type() {
    for (pairs, expected) in [
        ("number=7", "number: Some(7)"),
        ("signed=-7", "signed: Some(-7)"),
        ("float=7", "float: Some(7.0)"),
        ("float=7.5", "float: Some(7.5)"),
        ("switch=true", "switch: Some(true)"),
        ("order=asc", "order: Some(Asc)"),
        ("even=4", "even: Some(Even(4))"),
        ("letter=7", "letter: Some('7')"),
        ("text=007&number=7", "text: Some(\"007\"), borrowed: None, number: Some(7)"),
        ("text=7&number=7", "text: Some(\"7\"), borrowed: None, number: Some(7)"),
        ("number=7&text=true", "text: Some(\"true\"), borrowed: None, number: Some(7)"),
        ("borrowed=a%20b&number=7", "borrowed: Some(\"a b\"), number: Some(7)"),
        ("texts=7", "texts: [\"7\"]"),
        ("texts=7&texts=8", "texts: [\"7\", \"8\"]"),
        ("numbers=7", "numbers: [7]"),
        ("numbers=7&numbers=8", "numbers: [7, 8]"),
        ("text=1&number=1&texts=1&numbers=1&switch=false", "texts: [\"1\"], numbers: [1]"),
        (
            "text=1&number=1&texts=1&numbers=1&switch=false",
            "text: Some(\"1\"), borrowed: None, number: Some(1)",
        ),
    ] {
        for answer in [
            client(Plugin).get(&format!("outer?{pairs}")).await,
            client(Plugin).post("outer").body(pairs.to_owned()).await,
        ] {
            assert!(answer.text().contains(expected), "{pairs}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_flattened_field_that_does_not_fit_is_named() {
    refused(&[
        ("outer?number=300", "`number`: `300` is not a whole number from 0 to 255"),
        ("outer?text=300&number=300", "`number`: `300` is not a whole number from 0 to 255"),
        ("outer?number=x&text=a", "`number`: `x` is not a whole number from 0 to 255"),
        ("outer?switch=yes", "`switch`: `yes` is not `true` or `false`"),
        ("outer?order=up&number=1", "`order`: unknown variant `up`, expected `asc`"),
        ("outer?even=3&number=1", "`even`: odd"),
        ("odd?even=3&a=2", "`even`: odd"),
        ("odd?odd=1&a=2&even=3", "`even`: odd"),
        ("outer?number=1&even=3", "`even`: odd"),
        ("outer?letter=ab", "`letter`: `ab` is not a single character"),
        ("outer?numbers=1&numbers=x", "`numbers`: `x` is not a whole number of 32 bits that is not negative"),
    ])
    .await;
}

#[tokio::test]
async fn a_tagged_enum_has_the_types_of_its_variant() {
    read(&[
        ("shape?type=circle&radius=1", "Circle { radius: 1.0 }"),
        ("shape?radius=1.5&type=circle", "Circle { radius: 1.5 }"),
        ("shape?type=label&text=7&bold=true", "Label { text: \"7\", bold: Some(true) }"),
        ("shape?type=nothing&_=1", "Nothing"),
        (
            "drawing?title=7&type=circle&radius=1",
            "Drawing { title: \"7\", shape: Some(Circle { radius: 1.0 }) }",
        ),
        ("drawing?title=7", "Drawing { title: \"7\", shape: None }"),
        ("adjacent?t=number&c=7", "Number(7.0)"),
        ("adjacent?c=7&t=number", "Number(7.0)"),
        ("adjacent?c=7&t=text", "Text(\"7\")"),
        ("adjacent?c=7&t=numbers", "Numbers([7])"),
        ("adjacent?c=7&c=8&t=numbers", "Numbers([7, 8])"),
    ])
    .await;
    refused(&[
        ("shape?type=circle&radius=x", "`radius`: `x` is not a number"),
        ("shape?radius=x&type=circle", "`radius`: `x` is not a number"),
        ("shape?type=circle&_=1", "missing field `radius`"),
        ("shape?radius=1&_=1", "missing field `type`"),
        ("shape?type=7&_=1", "`type`: unknown variant `7`, expected one of `circle`, `label`, `nothing`"),
        ("adjacent?c=x&t=number", "`c`: `x` is not a number"),
        ("adjacent?t=number&c=x", "`c`: `x` is not a number"),
    ])
    .await;
}

#[tokio::test]
async fn an_untagged_enum_is_its_first_variant_that_fits() {
    read(&[
        ("range?from=1&to=2", "Steps { from: 1, to: 2 }"),
        ("range?from=now&to=then", "Words { from: \"now\", to: \"then\" }"),
        ("range?from=1&to=then", "Words { from: \"1\", to: \"then\" }"),
        ("range?from=now&to=2&_=5", "Words { from: \"now\", to: \"2\" }"),
        ("fields?value=7", "Fields { value: Some(Number(7)), strict: None, list: [] }"),
        ("fields?value=true", "Fields { value: Some(Switch(true)), strict: None, list: [] }"),
        ("fields?value=-7", "Fields { value: Some(Text(\"-7\")), strict: None, list: [] }"),
        ("fields?value=a&strict=7", "Fields { value: Some(Text(\"a\")), strict: Some(Number(7)), list: [] }"),
        ("fields?list=7", "Fields { value: None, strict: None, list: [Number(7)] }"),
        ("fields?list=7&list=a", "Fields { value: None, strict: None, list: [Number(7), Text(\"a\")] }"),
        (
            "mixed?value=a&lat=1&lon=2",
            "Mixed { fields: Fields { value: Some(Text(\"a\")), strict: None, list: [] }, \
             location: Some(Location { lat: 1.0, lon: 2.0 }) }",
        ),
        ("pairs?a=7&a=b", "[(\"a\", Number(7)), (\"a\", Text(\"b\"))]"),
    ])
    .await;
    let neither = "is not a whole number from 0 to 255 or `true` or `false`";
    refused(&[
        ("fields?strict=x", &format!("`strict`: `x` {neither}")),
        ("fields?strict=300&value=a", &format!("`strict`: `300` {neither}")),
        ("mixed?strict=x&lat=1&lon=2", &format!("`strict`: `x` {neither}")),
        ("mixed?value=a&lat=x&lon=2", "`lat`: `x` is not a number"),
    ])
    .await;
}

#[tokio::test]
async fn an_enum_may_be_the_whole_or_a_flattened_part() {
    read(&[
        ("measure?meters=1.5", "Metric { meters: 1.5 }"),
        ("measure?feet=3&inches=4&_=1", "Imperial { feet: 3.0, inches: Some(4) }"),
        ("length?meters=1", "Length { measure: Some(Metric { meters: 1.0 }) }"),
        ("length?feet=3", "Length { measure: Some(Imperial { feet: 3.0, inches: None }) }"),
        ("length?_=1", "Length { measure: None }"),
        ("filter?size=5", "Filter { by: Some(Size(5)) }"),
        ("filter?name=5", "Filter { by: Some(Name(\"5\")) }"),
        ("filter?sizes=5", "Filter { by: Some(Sizes([5])) }"),
        ("filter?_=5", "Filter { by: None }"),
        ("totals?title=5&a=1&b=2.5", "Totals { title: \"5\", totals: {\"a\": 1.0, \"b\": 2.5} }"),
    ])
    .await;
    refused(&[
        ("measure?meters=x", "`meters`: `x` is not a number"),
        ("measure?feet=x", "`feet`: `x` is not a number"),
        ("length?meters=x", "`meters`: `x` is not a number"),
        ("length?feet=3&inches=x", "`inches`: `x` is not a whole number from 0 to 255"),
        ("length?feet=3&inches=300", "`inches`: `300` is not a whole number from 0 to 255"),
        ("filter?size=x", "`size`: `x` is not a whole number of 32 bits that is not negative"),
        ("totals?title=5&a=x", "`a`: `x` is not a number"),
    ])
    .await;
}

#[tokio::test]
async fn text_that_fits_stays_text() {
    read(&[
        ("texts?a=1&b=true", r#"{"a": "1", "b": "true"}"#),
        ("values?a=1&b=x", r#"{"a": String("1"), "b": String("x")}"#),
        ("numbers?a=1", r#"{"a": 1.0}"#),
        ("rest?a=1&b=true", r#"Rest { location: None, rest: {"a": "1", "b": "true"} }"#),
        (
            "rest?a=1&lat=2&lon=3",
            r#"Rest { location: Some(Location { lat: 2.0, lon: 3.0 }), rest: {"a": "1"} }"#,
        ),
    ])
    .await;
    refused(&[("numbers?a=x", "`a`: `x` is not a number")]).await;
}

#[tokio::test]
async fn path_parameters_pass_the_buffer_too() {
    path(&[
        ("key/7", 200, "Number(7)"),
        ("key/a", 200, "Name(\"a\")"),
        ("argument/7", 200, "Number(7)"),
        ("argument/a", 200, "Name(\"a\")"),
        ("strict/7", 200, "Number(7)"),
        ("strict/true", 200, "Switch(true)"),
        ("shapes/circle/1.5", 200, "Circle { radius: 1.5 }"),
        ("shapes/nothing/1.5", 200, "Nothing"),
        ("ranges/1/2", 200, "Steps { from: 1, to: 2 }"),
        ("ranges/1/b", 200, "Words { from: \"1\", to: \"b\" }"),
        ("near/1/2", 200, "Near { limit: None, location: Some(Location { lat: 1.0, lon: 2.0 }) }"),
        ("places/1/2", 200, "Seat(1, 2)"),
        ("adjacent/7/number", 200, "Number(7.0)"),
        ("adjacent/7/text", 200, "Text(\"7\")"),
    ])
    .await;
}

#[tokio::test]
async fn a_path_parameter_that_does_not_fit_is_the_callers_fault() {
    let neither = "is not a whole number from 0 to 255 or `true` or `false`";
    path(&[
        ("strict/x", 400, &format!("path parameter `id`: `x` {neither}")),
        ("shapes/circle/x", 400, "path parameter `radius`: `x` is not a number"),
        (
            "shapes/square/1",
            400,
            "path parameter `type`: unknown variant `square`, expected one of `circle`, `label`, `nothing`",
        ),
        ("shapes/label/1", 400, "path parameter `type`: missing field `text`"),
        ("near/1/x", 400, "path parameter `lon`: `x` is not a number"),
        ("adjacent/x/number", 400, "path parameter `c`: `x` is not a number"),
        ("unfit/1/2", 500, "an error occurred within the plugin"),
    ])
    .await;
}

#[tokio::test]
async fn a_large_form_that_does_not_fit_is_refused_in_time() {
    let fields: String = (0..50_000).map(|key| format!("k{key}=1&")).collect();
    let answer = client(Plugin).post("near").body(format!("{fields}lat=x&lon=1")).await;
    assert_eq!(answer.message(), "form: `lat`: `x` is not a number");
}
