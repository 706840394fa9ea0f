//! Parameters and form fields, as browsers write them (<https://url.spec.whatwg.org/#application/x-www-form-urlencoded>).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

/// What is escaped in a name and in a value; a space becomes `+`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_').remove(b' ');

/// Names and values as one text.
///
/// # Panics
///
/// Where these are no names with values.
pub(super) fn urlencoded(pairs: impl Serialize) -> String {
    let pairs: Vec<(String, Value)> =
        match serde_json::to_value(pairs).expect("names and values that serialise") {
            Value::Null => Vec::new(),
            Value::Object(fields) => fields.into_iter().collect(),
            Value::Array(list) => list.into_iter().map(pair).collect(),
            other => panic!("names and values are pairs or fields, and this is neither: {other}"),
        };
    let written = pairs.into_iter().flat_map(|(name, value)| {
        let values = if let Value::Array(values) = value { values } else { vec![value] };
        let name = escaped(&name);
        values.into_iter().filter_map(move |value| Some(format!("{name}={}", escaped(&text(value)?))))
    });
    written.collect::<Vec<_>>().join("&")
}

fn pair(pair: Value) -> (String, Value) {
    match serde_json::from_value(pair) {
        Ok(pair) => pair,
        Err(error) => panic!("a name and its value are a pair: {error}"),
    }
}

/// What is written of a value; nothing of `None`.
fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(_) | Value::Object(_) => {
            panic!("a value is a text, a number or `true`, and this is not: {value}")
        }
    }
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string().replace(' ', "+")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pairs_and_fields_are_written_as_browsers_do() {
        assert_eq!(urlencoded([("q", "a b+c&d=é/~"), ("*-._", "")]), "q=a+b%2Bc%26d%3D%C3%A9%2F%7E&*-._=");
        assert_eq!(urlencoded([("from", 1), ("from", -2)]), "from=1&from=-2");
        assert_eq!(urlencoded(json!({ "deep": true, "ratio": 0.5 })), "deep=true&ratio=0.5");
    }

    #[test]
    fn a_list_is_repeated_and_nothing_is_left_out() {
        assert_eq!(urlencoded(json!({ "id": [1, 2], "none": null, "empty": [] })), "id=1&id=2");
        assert_eq!(urlencoded(()), "");
        assert_eq!(urlencoded([("a", None), ("b", Some("c"))]), "b=c");
    }

    #[test]
    #[should_panic(expected = "a value is a text, a number or `true`")]
    fn a_value_inside_of_a_value_has_no_form() {
        urlencoded(json!({ "a": { "b": 1 } }));
    }

    #[test]
    #[should_panic(expected = "a name and its value are a pair")]
    fn a_name_alone_is_no_pair() {
        urlencoded(["a", "b"]);
    }
}
