//! The body: JSON (rule 8 of the cases), a form, text, bytes, nothing.

use bytes::Bytes;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Form, Json, Rejection, resource_routes};
use serde::Deserialize;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, Deserialize)]
struct Device<'a> {
    state: &'a str,
    ports: Option<Vec<u16>>,
}

#[derive(Debug, Deserialize)]
struct Owned {
    state: String,
}

#[derive(Debug, Deserialize)]
struct Choice<'a> {
    state: std::borrow::Cow<'a, str>,
    #[serde(default)]
    port: Vec<u16>,
}

#[resource_routes]
impl Plugin {
    #[post("/json")]
    async fn json(&self, Json(device): Json<Device<'_>>) -> String {
        format!("{} {:?}", device.state, device.ports)
    }

    #[post("/json/owned")]
    async fn json_owned(&self, Json(device): Json<Owned>) -> String {
        device.state
    }

    #[post("/json/option")]
    async fn json_option(&self, device: Option<Json<Owned>>) -> String {
        format!("{:?}", device.map(|Json(device)| device.state))
    }

    #[post("/json/null")]
    async fn json_null(&self, Json(device): Json<Option<Owned>>) -> String {
        format!("{:?}", device.map(|device| device.state))
    }

    #[post("/json/result")]
    async fn json_result(&self, device: Result<Json<Owned>, Rejection>) -> String {
        device.map_or_else(|rejection| rejection.to_string(), |Json(device)| device.state)
    }

    #[post("/form")]
    async fn form(&self, Form(choice): Form<Choice<'_>>) -> String {
        format!("{} {:?}", choice.state, choice.port)
    }

    #[delete("/form/option")]
    async fn form_option(&self, choice: Option<Form<Choice<'_>>>) -> String {
        format!("{:?}", choice.map(|Form(choice)| choice.state))
    }

    #[post("/form/result")]
    async fn form_result(&self, choice: Result<Form<Choice<'_>>, Rejection>) -> String {
        choice.map_or_else(|rejection| rejection.to_string(), |Form(choice)| choice.state.into_owned())
    }

    #[post("/nothing")]
    async fn nothing(&self, (): ()) -> &'static str {
        "nothing"
    }

    #[post("/str")]
    async fn a_str(&self, body: &str) -> String {
        body.to_owned()
    }

    #[post("/string")]
    async fn a_string(&self, body: String) -> String {
        body
    }

    #[post("/option")]
    async fn an_option(&self, body: Option<&str>) -> String {
        format!("{body:?}")
    }

    #[post("/option/bytes")]
    async fn optional_bytes(&self, body: Option<Bytes>) -> String {
        format!("{:?}", body.map(|body| body.len()))
    }

    #[post("/bytes")]
    async fn bytes(&self, body: Bytes) -> Bytes {
        body
    }

    #[post("/bytes/borrowed")]
    async fn borrowed_bytes(&self, body: &Bytes) -> Bytes {
        body.clone()
    }

    #[post("/slice")]
    async fn slice(&self, body: &[u8]) -> Vec<u8> {
        body.to_vec()
    }

    #[post("/vec")]
    async fn vec(&self, body: Vec<u8>) -> Vec<u8> {
        body
    }

    #[post("/many")]
    async fn many(&self, raw: &[u8], text: &str, Json(json): Json<Owned>, bytes: Bytes) -> String {
        format!("{} {} {} {}", raw.len(), text.len(), json.state, bytes.len())
    }

    #[get("/get")]
    async fn with_get(&self, body: &Bytes) -> Bytes {
        body.clone()
    }
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Path, type if stated, body; status, and what is said.
type Case<'c> = (&'c str, Option<&'c str>, &'c [u8], u16, &'c str);

async fn check(cases: &[Case<'_>]) {
    let client = crate::client(Plugin);
    for (path, content_type, body, status, expected) in cases {
        let request = client.post(path).body(body.to_vec());
        let answer = match content_type {
            Some(content_type) => request.header("content-type", content_type).await,
            None => request.await,
        };
        let said = if answer.status() == 200 { answer.text().to_owned() } else { answer.message() };
        let what = format!("{path} {content_type:?} {:?}", String::from_utf8_lossy(body));
        assert_eq!((answer.status().as_u16(), said.as_str()), (*status, *expected), "{what}");
    }
}

#[tokio::test]
async fn json_is_read_whatever_says_that_it_is_json() {
    let body = br#" {"state":"on","ports":[1,2]} "#;
    let said = "on Some([1, 2])";
    check(&[
        ("json", None, body, 200, said),
        ("json", Some(JSON), body, 200, said),
        ("json", Some("application/json; charset=utf-8"), body, 200, said),
        ("json", Some("Application/JSON;charset=UTF-8"), body, 200, said),
        ("json", Some("application/vnd.api+json"), body, 200, said),
        ("json/owned", None, br#"{"state":"\u0061","other":1}"#, 200, "a"),
    ])
    .await;
}

#[tokio::test]
async fn another_type_than_json_is_415() {
    let body = br#"{"state":"on"}"#;
    check(&[
        ("json", Some("text/plain"), body, 415, "the body must be application/json, not text/plain"),
        ("json", Some("text/json"), body, 415, "the body must be application/json, not text/json"),
        (
            "json",
            Some(FORM),
            body,
            415,
            "the body must be application/json, not application/x-www-form-urlencoded",
        ),
        ("json/option", Some("text/plain"), body, 415, "the body must be application/json, not text/plain"),
    ])
    .await;
}

#[tokio::test]
async fn a_body_that_is_not_json_is_400() {
    let eof = "the body is not valid JSON: EOF while parsing a value at line 1 column 2";
    check(&[
        ("json", None, b"  ", 400, eof),
        ("json/option", None, b"  ", 400, eof),
        (
            "json",
            None,
            b"{",
            400,
            "the body is not valid JSON: EOF while parsing an object at line 1 column 1",
        ),
        (
            "json/owned",
            None,
            br#"{"state":"on"} x"#,
            400,
            "the body is not valid JSON: trailing characters at line 1 column 16",
        ),
        (
            "json/owned",
            None,
            b"{\"state\":\"\xFF\"}",
            400,
            "the body is not valid JSON: invalid unicode code point at line 1 column 11",
        ),
    ])
    .await;
}

#[tokio::test]
async fn json_of_another_shape_is_422_and_names_the_field() {
    check(&[
        (
            "json",
            None,
            br#"{"state":"on","ports":[1,"x"]}"#,
            422,
            "the body does not fit at `ports[1]`: invalid type: string \"x\", expected u16 at line 1 column 28",
        ),
        ("json", None, b"{}", 422, "the body does not fit: missing field `state` at line 1 column 2"),
        (
            "json",
            None,
            b"[]",
            422,
            "the body does not fit: invalid length 0, expected struct Device with 2 elements at line 1 column 2",
        ),
    ])
    .await;
}

#[tokio::test]
async fn an_empty_body_is_no_json_and_an_absent_one() {
    check(&[
        ("json", None, b"", 400, "the body is missing: expected application/json"),
        ("json", Some(JSON), b"", 400, "the body is missing: expected application/json"),
        ("json/option", None, b"", 200, "None"),
        ("json/option", Some("text/plain"), b"", 200, "None"),
        ("json/option", None, br#"{"state":"on"}"#, 200, "Some(\"on\")"),
        ("json/option", None, b"{}", 422, "the body does not fit: missing field `state` at line 1 column 2"),
        ("json/null", None, b"null", 200, "None"),
        ("json/null", None, b"", 400, "the body is missing: expected application/json"),
    ])
    .await;
}

#[tokio::test]
async fn a_handler_may_judge_a_rejection_itself() {
    check(&[
        ("json/result", None, br#"{"state":"on"}"#, 200, "on"),
        ("json/result", None, b"", 200, "the body is missing: expected application/json"),
        ("form/result", None, b"state=on", 200, "on"),
        ("form/result", None, b"%", 200, "the form is not valid: broken percent escape"),
    ])
    .await;
}

#[tokio::test]
async fn a_form_is_read_as_a_query_is() {
    check(&[
        ("form", Some(FORM), b"state=a+b&port=1&port=2", 200, "a b [1, 2]"),
        ("form", Some("application/x-www-form-urlencoded; charset=UTF-8"), b"state=%E2%82%AC", 200, "€ []"),
        ("form", None, b"state=on", 200, "on []"),
        ("form", None, b"", 400, "the body is missing: expected application/x-www-form-urlencoded"),
        (
            "form",
            Some(JSON),
            b"{}",
            415,
            "the body must be application/x-www-form-urlencoded, not application/json",
        ),
        ("form", None, b"state=%", 400, "the form is not valid: broken percent escape"),
        ("form", None, b"state=\xFF", 400, "the form is not valid: not UTF-8"),
        ("form", None, b"port=1", 422, "form: missing field `state`"),
        ("form", None, b"state=a&state=b", 422, "form: `state`: given 2 times"),
        ("form", None, b"state=a&port=x", 422, "form: `port`: `x` is not a whole number from 0 to 65535"),
    ])
    .await;
}

#[tokio::test]
async fn a_form_has_no_more_fields_than_memory_should_hold() {
    let client = crate::client(Plugin);
    let most = format!("state=on{}", "&x".repeat(99_999));
    assert_eq!(client.post("form").header("content-type", FORM).body(most.clone()).await.text(), "on []");
    let answer = client.post("form").header("content-type", FORM).body(most + "&x").await;
    let seen = (answer.status().as_u16(), answer.message());
    assert_eq!(seen, (400, "the form is not valid: more than 100000 fields".to_owned()));
}

#[tokio::test]
async fn a_delete_may_carry_a_form() {
    let client = crate::client(Plugin);
    assert_eq!(client.delete("form/option").await.text(), "None");
    assert_eq!(
        client.delete("form/option").header("content-type", FORM).body("state=on").await.text(),
        "Some(\"on\")"
    );
}

#[tokio::test]
async fn no_body_may_be_an_empty_object() {
    let refused = "this takes no body";
    check(&[
        ("nothing", None, b"", 200, "nothing"),
        ("nothing", Some(JSON), b"{}", 200, "nothing"),
        ("nothing", Some(JSON), b" {}\n", 200, "nothing"),
        ("nothing", Some(JSON), b"null", 200, "nothing"),
        ("nothing", Some(JSON), b"[]", 400, refused),
        ("nothing", Some(JSON), br#"{"a":1}"#, 400, refused),
        ("nothing", None, b"text", 400, refused),
    ])
    .await;
}

#[tokio::test]
async fn text_must_be_utf8() {
    check(&[
        ("str", None, "ä".as_bytes(), 200, "ä"),
        ("str", Some(JSON), b"{}", 200, "{}"),
        ("str", None, b"", 200, ""),
        ("str", None, b"\xFF", 400, "the body is not valid UTF-8"),
        ("string", None, "ä".as_bytes(), 200, "ä"),
        ("string", None, b"\xFF", 400, "the body is not valid UTF-8"),
        ("option", None, b"", 200, "None"),
        ("option", None, b"a", 200, "Some(\"a\")"),
        ("option", None, b"\xFF", 400, "the body is not valid UTF-8"),
        ("option/bytes", None, b"", 200, "None"),
        ("option/bytes", None, b"abc", 200, "Some(3)"),
    ])
    .await;
}

#[tokio::test]
async fn bytes_are_what_came() {
    let client = crate::client(Plugin);
    for path in ["bytes", "bytes/borrowed", "slice", "vec"] {
        let answer = client.post(path).body(b"\x00\xFF".to_vec()).await;
        assert_eq!(answer.body().as_ref(), b"\x00\xFF", "{path}");
    }
}

#[tokio::test]
async fn several_extractors_may_read_one_body() {
    check(&[("many", None, br#"{"state":"on"}"#, 200, "14 14 on 14")]).await;
}

#[tokio::test]
async fn a_get_may_have_a_body() {
    assert_eq!(crate::client(Plugin).get("get").body("text").await.text(), "text");
}

#[tokio::test]
async fn a_body_of_megabytes_is_read() {
    let text = "x".repeat(3 << 20);
    let body = format!(r#"{{"state":"{text}"}}"#);
    assert_eq!(crate::client(Plugin).post("json/owned").body(body).await.body().len(), 3 << 20);
}

#[tokio::test]
async fn very_many_form_fields_are_read_in_time() {
    let body: String = (0..99_999).map(|key| format!("{key}=&")).collect();
    let answer = crate::client(Plugin).post("form").body(body + "state=on").await;
    assert_eq!(answer.text(), "on []");
}
