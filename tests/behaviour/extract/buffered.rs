//! What passes serde's buffer: flattened structs, and enums that are untagged or tagged. A value keeps its type, or is
//! refused with its key; a value is never dropped without a word.

#![allow(dead_code, reason = "fields are shown by Debug")]

mod enums;
mod flattened;
mod path;

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
