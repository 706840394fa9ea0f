//! Flattened structs, and text that stays text.

use super::{Plugin, read, refused};
use crate::client;

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
        ("outer?numbers=1&numbers=x", "`numbers`: `x` is not a whole number from 0 to 4294967295"),
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
async fn a_large_form_that_does_not_fit_is_refused_in_time() {
    let fields: String = (0..50_000).map(|key| format!("k{key}=1&")).collect();
    let answer = client(Plugin).post("near").body(format!("{fields}lat=x&lon=1")).await;
    assert_eq!(answer.message(), "form: `lat`: `x` is not a number");
}
