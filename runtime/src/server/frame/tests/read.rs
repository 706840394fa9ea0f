//! The rules of the reader, one at a time.

use bytes::Bytes;
use grafana_plugin_sdk::pluginv2;
use prost::Message;

use super::{
    super::{
        CallFrame, ContextFrame,
        proto::{CallResourceRequest, PluginContext, User},
    },
    corpus::data_source_call,
};

fn read(message: impl Into<Bytes>) -> CallFrame {
    CallFrame::read(message.into()).expect("a frame that is taken")
}

fn refusal(message: &'static [u8]) -> String {
    match CallFrame::read(Bytes::from_static(message)) {
        Ok(_) => panic!("a frame that is taken"),
        Err(malformed) => malformed.to_string(),
    }
}

#[test]
fn the_fields_are_those_of_the_frame() {
    let message = Bytes::from(data_source_call().encode_to_vec());
    let frame = read(message.clone());
    let within = message.as_ptr_range();
    assert_eq!(frame.url(), "devices/7/readings?from=now-6h&to=now&limit=100");
    assert!(within.contains(&frame.url().as_ptr()));
    let settings = frame.context().and_then(ContextFrame::data_source);
    assert!(settings.is_some_and(|settings| within.contains(&settings.json_data.as_ptr())));
}

#[test]
fn a_body_is_not_copied() {
    let message = Bytes::from_static(b"\x32\x02{}");
    assert_eq!(read(message.clone()).body().as_ptr(), message[2..].as_ptr());
}

#[test]
fn an_empty_body_does_not_keep_the_frame() {
    let message = Bytes::from(data_source_call().encode_to_vec());
    let body = read(message.clone()).body();
    assert!(body.is_empty());
    assert!(message.is_unique());
}

#[test]
fn a_header_is_found_in_any_case() {
    let frame = read(data_source_call().encode_to_vec());
    assert_eq!(frame.header("x-grafana-org-id"), Some("1"));
    assert_eq!(frame.header("x-grafana-org"), None);
}

#[test]
fn a_header_without_values_is_none() {
    assert_eq!(read(&b"\x2a\x03\x0a\x01a"[..]).header("a"), None);
    assert_eq!(read(&b"\x2a\x03\x0a\x01a\x2a\x08\x0a\x01A\x12\x03\x0a\x01b"[..]).header("a"), Some("b"));
}

#[test]
fn of_equal_headers_the_last_counts() {
    let frame = read(&b"\x2a\x08\x0a\x01a\x12\x03\x0a\x01b\x2a\x08\x0a\x01a\x12\x03\x0a\x01c"[..]);
    let headers: Vec<_> = frame.headers().map(|(name, values)| (name, values.collect::<Vec<_>>())).collect();
    assert_eq!(headers, [("a", vec!["c"])]);
}

#[test]
fn other_fields_may_lie_between_headers() {
    let frame = read(&b"\x2a\x03\x0a\x01a\x12\x01p\x98\x06\x05\x2a\x03\x0a\x01b"[..]);
    assert_eq!(frame.headers().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(frame.path(), "p");
}

#[test]
fn of_equal_fields_the_last_counts() {
    assert_eq!(read(&b"\x12\x01a\x12\x01b"[..]).path(), "b");
    assert_eq!(read(&b"\x12\x01a\x12\x00"[..]).path(), "");
}

#[test]
fn parts_of_the_context_are_merged() {
    let part = |context: PluginContext| {
        CallResourceRequest { plugin_context: Some(context), ..Default::default() }.encode_to_vec()
    };
    let user = |user: User| part(PluginContext { user: Some(user), ..Default::default() });
    let mut message = part(PluginContext { org_id: 3, ..Default::default() });
    message.extend(user(User { login: "ada".into(), ..Default::default() }));
    message.extend(user(User { role: "Admin".into(), ..Default::default() }));
    let frame = read(message);
    let context = frame.context().expect("a context");
    let user = context.user().expect("a user");
    assert_eq!((context.org_id(), user.login, user.role), (3, "ada", "Admin"));
}

#[test]
fn an_empty_message_is_not_an_absent_one() {
    let frame = read(&b"\x0a\x02\x1a\x00"[..]);
    let context = frame.context().expect("a context");
    assert!(context.user().is_some_and(|user| user.login.is_empty()));
    assert!(context.app().is_none() && context.data_source().is_none());
    assert!(read(&b"\x0a\x00"[..]).context().is_some_and(|context| context.user().is_none()));
    assert!(read(&b""[..]).context().is_none());
}

#[test]
fn a_refusal_names_the_field() {
    assert!(refusal(b"\x0a\x04\x1a\x02\x0a\xff").contains("User.login"));
    assert!(refusal(b"\x2a\x05\x0a\x03\xffab").contains("CallResourceRequest.headers"));
    assert!(refusal(b"\x10\x01").contains("CallResourceRequest.path"));
}

#[test]
fn a_refusal_shows_no_contents() {
    assert_eq!(refusal(b"\x12\x06secret\xff\xff\xff\xff\xff\xff\xff\x7f"), "invalid key value");
}

/// The only frames that the SDK takes and this reader refuses.
#[test]
fn fields_that_the_sdk_does_not_know_are_checked() {
    let message = b"\x0a\x03\x3a\x01\xff";
    assert!(pluginv2::CallResourceRequest::decode(&message[..]).is_ok());
    assert!(refusal(message).contains("PluginContext.plugin_version"));
}
