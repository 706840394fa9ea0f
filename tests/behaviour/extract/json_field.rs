//! The field that is named where a body is JSON of another shape.

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Json, Rejection, resource_routes};
use serde::Deserialize;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer {
    #[allow(dead_code, reason = "only read")]
    state: String,
    #[allow(dead_code, reason = "only read")]
    inner: Option<Inner>,
    #[allow(dead_code, reason = "only read")]
    kind: Option<Kind>,
}

#[derive(Debug, Deserialize)]
struct Inner {
    #[allow(dead_code, reason = "only read")]
    port: u16,
}

#[derive(Debug, Deserialize)]
enum Kind {
    On,
}

#[resource_routes]
impl Plugin {
    #[post("/outer")]
    fn outer(&self, outer: Result<Json<Outer>, Rejection>) -> String {
        match outer {
            Err(Rejection::UnfitJson { field, .. }) => field.into(),
            other => format!("{other:?}"),
        }
    }

    #[post("/told")]
    fn told(&self, _outer: Json<Outer>) {}
}

#[tokio::test]
async fn the_field_is_named_wherever_it_is() {
    for (body, field) in [
        ("{}", "state"),
        (r#"{"state":"x","inner":{}}"#, "inner.port"),
        (r#"{"state":"x","inner":{"port":"y"}}"#, "inner.port"),
        (r#"{"state":7}"#, "state"),
        (r#"{"state":"x","other":1}"#, "other"),
        (r#"{"state":"x","state":"y"}"#, "state"),
        (r#"{"state":"x","kind":"Off"}"#, "kind"),
        ("[]", "."),
        ("7", "."),
        ("null", "."),
    ] {
        let answer = crate::client(Plugin).post("outer").body(body).await;
        assert_eq!(answer.text(), field, "{body}");
    }
}

#[tokio::test]
async fn the_message_names_a_field_once() {
    for (body, start) in [
        ("{}", "the body does not fit: missing field `state`"),
        (r#"{"state":"x","inner":{}}"#, "the body does not fit at `inner`: missing field `port`"),
        (r#"{"state":"x","inner":{"port":"y"}}"#, "the body does not fit at `inner.port`: invalid type"),
        ("7", "the body does not fit: invalid type"),
    ] {
        let message = crate::client(Plugin).post("told").body(body).await.message();
        assert!(message.starts_with(start), "{body}: {message}");
    }
}
