//! Every case of `Rejection`: reached by a call, with the status of the table in its documentation, and its text.

use std::{collections::BTreeMap, str::FromStr};

use axum_core::response::IntoResponse;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Error, Form, Header, Json, Path, Query, Role, Settings, User, extract::NamedHeader, resource_routes,
};
use http::StatusCode;

use crate::{send, support::message};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

struct Panel;

impl FromStr for Panel {
    type Err = &'static str;

    fn from_str(_: &str) -> Result<Self, Self::Err> {
        Err("no panel")
    }
}

impl NamedHeader for Panel {
    const NAME: &'static str = "x-panel";
}

#[derive(serde::Deserialize)]
struct Fields {
    #[allow(dead_code, reason = "only read")]
    a: u8,
}

/// The name of the case, so that a test can tell which it was.
fn named(error: &Error) -> impl IntoResponse + use<> {
    let name = error.rejection().map(|rejection| format!("{rejection:?}")).unwrap_or_default();
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    (error.status(), format!("{name}|{}", error.message()))
}

#[resource_routes(errors = named)]
impl Plugin {
    #[get("/admin", role = Admin)]
    async fn admin(&self) {}

    #[get("/user")]
    async fn user(&self, _user: &User) {}

    #[get("/settings")]
    async fn settings(&self, _settings: &Settings<Self>) {}

    #[get("/id/{_id}")]
    async fn id(&self, _id: u8) {}

    #[get("/query")]
    async fn query(&self, _fields: Query<Fields>) {}

    #[post("/json")]
    async fn json(&self, _fields: Json<Fields>) {}

    #[post("/form")]
    async fn form(&self, _fields: Form<Fields>) {}

    #[post("/nothing")]
    async fn nothing(&self, (): ()) {}

    #[post("/text")]
    async fn text(&self, _text: &str) {}

    #[get("/header")]
    async fn header(&self, _panel: Header<Panel>) {}

    #[get("/wrong/{_a}/{_b}")]
    async fn wrong(&self, _path: Path<u8>) {}

    #[get("/panic")]
    async fn panics(&self) {
        panic!("boom")
    }

    #[get("/interim")]
    async fn interim(&self) -> StatusCode {
        StatusCode::CONTINUE
    }
}

/// The case and its text, as the plugin above says them.
async fn cases() -> Vec<(u16, String)> {
    let client = crate::client(Plugin);
    let mut answers = Vec::new();
    for request in [
        client.get("nope"),
        client.put("json"),
        client.get("admin").role(Role::Viewer),
        client.get("user").without_user(),
        client.get("id/x"),
        client.get("id/%252e"),
        client.get("query?a=%"),
        client.get("query"),
        client.post("json"),
        client.post("nothing").body("x"),
        client.post("json").body("{}").header("content-type", "text/plain"),
        client.post("json").body("{"),
        client.post("json").body(r#"{"a":"x"}"#),
        client.post("form").body("a=%"),
        client.post("form").body("a=x"),
        client.post("text").body(b"\xFF".to_vec()),
        client.get("header"),
        client.get("header").header("x-panel", "x"),
        client.get("wrong/1/2"),
        client.get("panic"),
        client.get("interim"),
    ] {
        let answer = request.await;
        answers.push((answer.status().as_u16(), answer.text().to_owned()));
    }
    let unsettled = client.clone().without_settings().get("settings").await;
    answers.push((unsettled.status().as_u16(), unsettled.text().to_owned()));
    let broken = send(&Plugin, message("GET", "/%zz")).await;
    answers.push((u16::try_from(broken.code).unwrap(), String::from_utf8(broken.body.to_vec()).unwrap()));
    answers
}

/// What the SDK refuses in its own way; `server/limits.rs` asks for it.
pub(crate) const SERVED_ONLY: [&str; 4] = ["BodyTooLarge", "InvalidMethod", "UnfitSettings", "UriTooLong"];

/// The table in the documentation.
pub(crate) fn documented() -> BTreeMap<String, u16> {
    let source = include_str!("../../runtime/src/rejection.rs");
    let rows = source.lines().filter_map(|line| line.strip_prefix("//! | [`"));
    rows.map(|row| {
        let name = row.split('`').next().unwrap();
        let status = row.split('|').nth(1).unwrap().trim();
        (name.to_owned(), status.parse().unwrap_or_else(|_| panic!("no status in {row}")))
    })
    .collect()
}

/// The variants of the enum.
fn declared() -> Vec<String> {
    let source = include_str!("../../runtime/src/rejection.rs");
    let body = source.split_once("pub enum Rejection {").unwrap().1.split_once("\n}\n").unwrap().0;
    let lines =
        body.lines().map(str::trim).filter(|line| line.starts_with(|first: char| first.is_ascii_uppercase()));
    lines.map(|line| line.chars().take_while(char::is_ascii_alphanumeric).collect()).collect()
}

#[test]
fn the_table_has_every_case() {
    let mut declared = declared();
    declared.sort();
    assert_eq!(documented().into_keys().collect::<Vec<_>>(), declared);
}

#[tokio::test]
async fn every_case_is_reached_with_the_status_of_the_table() {
    let reached: BTreeMap<String, u16> = cases()
        .await
        .into_iter()
        .map(|(status, text)| (text.split_once('|').unwrap().0.to_owned(), status))
        .collect();
    let mut documented = documented();
    for name in SERVED_ONLY {
        assert!(documented.remove(name).is_some(), "{name}");
    }
    assert_eq!(reached, documented);
}

#[tokio::test]
async fn every_case_has_its_text() {
    let texts: Vec<String> = cases().await.into_iter().map(|(_, text)| text).collect();
    let internal = "an error occurred within the plugin";
    assert_eq!(
        texts,
        [
            "NotFound|no resource answers GET /nope",
            "MethodNotAllowed|PUT is not answered here, only OPTIONS, POST",
            "Forbidden|this needs the role Admin, and yours is Viewer",
            "NoUser|this needs a signed-in user",
            "InvalidParameter|path parameter `_id`: `x` is not a whole number from 0 to 255",
            r"PathTraversal|path parameter `_id`: no part of the value may be `.`, `..` or empty, and it may not hold `\` or a control character",
            "InvalidQuery|the query is not valid: broken percent escape",
            "UnfitQuery|query: missing field `a`",
            "MissingBody|the body is missing: expected application/json",
            "UnexpectedBody|this takes no body",
            "UnsupportedMediaType|the body must be application/json, not text/plain",
            "InvalidJson|the body is not valid JSON: EOF while parsing an object at line 1 column 1",
            "UnfitJson|the body does not fit at `a`: invalid type: string \"x\", expected u8 at line 1 column 8",
            "InvalidForm|the form is not valid: broken percent escape",
            "UnfitForm|form: `a`: `x` is not a whole number from 0 to 255",
            "InvalidText|the body is not valid UTF-8",
            "MissingHeader|the header `x-panel` is missing",
            "InvalidHeader|the header `x-panel` is not valid: no panel",
            &format!("WrongPathType|{internal}"),
            &format!("Panicked|{internal}"),
            &format!("InvalidResponse|{internal}"),
            "NoSettings|this needs the settings of an instance: call it through a data source, or through an app \
             that is configured",
            "InvalidPath|the path is not valid: broken percent escape, or not UTF-8",
        ]
    );
}

#[tokio::test]
async fn what_a_caller_sent_is_repeated_only_in_part() {
    let answer = crate::client(Plugin).get(&"x".repeat(5000)).await;
    assert_eq!(answer.text(), format!("NotFound|no resource answers GET /{}…", "x".repeat(199)));
}
