//! Enums that are untagged or tagged.

use super::{read, refused};

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
        ("filter?size=x", "`size`: `x` is not a whole number from 0 to 4294967295"),
        ("totals?title=5&a=x", "`a`: `x` is not a number"),
    ])
    .await;
}
