//! The writer, read by prost.

use std::collections::HashMap;

use bytes::Bytes;
use grafana_plugin_sdk::pluginv2::CallResourceResponse;
use prost::Message;

use super::{super::write, random::Random};

/// What gRPC would send, and how much of it is apart.
fn joined((first, second): (Bytes, Option<Bytes>)) -> (Vec<u8>, usize) {
    let apart = second.as_ref().map_or(0, Bytes::len);
    ([first, second.unwrap_or_default()].concat(), apart)
}

fn response(code: u16, headers: &[(&str, &str)], body: &Bytes) -> CallResourceResponse {
    let headers = headers.iter().map(|&(name, value)| (name, value.as_bytes()));
    decode(&joined(write::response(code, headers, body)).0)
}

fn decode(message: &[u8]) -> CallResourceResponse {
    let (prefix, message) = message.split_at(5);
    assert_eq!(prefix[0], 0, "not compressed");
    assert_eq!(prefix[1..], u32::try_from(message.len()).expect("a short message").to_be_bytes());
    CallResourceResponse::decode(message).expect("an answer")
}

/// The values of each header, with nothing else to hold them.
fn lists(answer: CallResourceResponse) -> HashMap<String, Vec<String>> {
    answer.headers.into_iter().map(|(name, list)| (name, list.values)).collect()
}

#[test]
fn an_answer_is_read_as_it_was_written() {
    let answer = response(404, &[("content-type", "text/plain")], &Bytes::from_static(b"gone"));
    assert_eq!((answer.code, &*answer.body), (404, &b"gone"[..]));
    assert_eq!(lists(answer)["content-type"], ["text/plain"]);
}

#[test]
fn an_empty_body_is_left_out() {
    assert_eq!(
        joined(write::response(204, std::iter::empty(), &Bytes::new())).0,
        b"\0\0\0\0\x03\x08\xcc\x01"
    );
}

#[test]
fn values_of_one_header_are_one_entry() {
    let headers = [("a", "1"), ("b", "2"), ("a", "3"), ("c", "4"), ("a", "5")];
    let (message, _) = joined(write::response(
        200,
        headers.iter().map(|&(name, value)| (name, value.as_bytes())),
        &Bytes::new(),
    ));
    assert_eq!(message.split(|&byte| byte == b'a').count(), 2);
    assert_eq!(lists(decode(&message))["a"], ["1", "3", "5"]);
}

#[test]
fn a_long_body_is_not_copied() {
    for (len, apart) in [(8 * 1024, 0), (8 * 1024 + 1, 8 * 1024 + 1)] {
        let body = Bytes::from(vec![7; len]);
        let parts = write::response(200, std::iter::once(("a", &b"b"[..])), &body);
        assert!(parts.1.as_ref().is_none_or(|second| second.as_ptr() == body.as_ptr()));
        let (message, second) = joined(parts);
        assert_eq!((decode(&message).body, second), (body, apart));
    }
}

#[test]
fn a_later_message_has_a_body_only() {
    for len in [0, 1, 200, 20_000] {
        let body = Bytes::from(vec![1; len]);
        let answer = decode(&joined(write::chunk(&body)).0);
        assert_eq!((answer.code, answer.headers.len(), answer.body), (200, 0, body));
    }
}

#[test]
fn any_headers_are_read_as_they_were_written() {
    let mut random = Random(0);
    for _ in 0..2_000 {
        let headers: Vec<(String, String)> = (0..random.below(60))
            .map(|_| {
                let longest = if random.one_in(8) { 300 } else { 20 };
                let len = random.below(longest);
                (format!("name-{}", random.below(40)), "é".repeat(len))
            })
            .collect();
        let body = Bytes::from(vec![2; random.below(20_000)]);
        let mut expected: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in &headers {
            expected.entry(name.clone()).or_default().push(value.clone());
        }
        let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let answer = response(200, &headers, &body);
        assert_eq!(answer.body, body);
        assert_eq!(lists(answer), expected);
    }
}
