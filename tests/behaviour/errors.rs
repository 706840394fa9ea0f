//! What handlers and the library say of a failure, and in which shape.

use std::{error::Error as StdError, fmt};

use axum_core::response::IntoResponse;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, Json, Rejection, ResourceError, resource_routes, testing::Answer};
use http::{HeaderName, HeaderValue, StatusCode, header};

use crate::support::Log;

#[derive(Debug, thiserror::Error)]
#[error("the password is hunter2")]
struct Secret(#[source] Cause);

#[derive(Debug, thiserror::Error)]
#[error("wrong key")]
struct Cause;

#[derive(Debug, thiserror::Error, ResourceError)]
enum Failure {
    #[error("there is no device {0}")]
    #[status(NOT_FOUND)]
    Missing(u32),
    #[error("the token is hunter2")]
    #[status(BAD_GATEWAY)]
    Upstream,
    #[error("the token is hunter2")]
    #[status(SERVICE_UNAVAILABLE, message = "try again")]
    Busy,
    #[error("the token is hunter2")]
    #[status(418, message = "short and stout")]
    Teapot { source: Cause },
    #[error("the token is hunter2")]
    Unclassified,
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// The same routes twice: with the default shape of errors, and with another.
macro_rules! routes {
    ($plugin:ident $(, $options:tt)*) => {
        #[resource_routes $($options)*]
        impl $plugin {
            #[get("/of/{status}")]
            async fn of(&self, status: u16) -> Result<(), Error> {
                Err(Error::new(StatusCode::from_u16(status)?, "text"))
            }

            #[get("/question-mark")]
            async fn question_mark(&self) -> Result<String, Error> {
                Err(Secret(Cause))?
            }

            #[get("/failure/{kind}")]
            async fn failure(&self, kind: u8) -> Result<(), Failure> {
                Err(match kind {
                    0 => Failure::Missing(7),
                    1 => Failure::Upstream,
                    2 => Failure::Busy,
                    3 => Failure::Teapot { source: Cause },
                    _ => Failure::Unclassified,
                })
            }

            #[get("/conflict")]
            async fn conflict(&self) -> (StatusCode, Error) {
                (StatusCode::CONFLICT, Error::not_found("no"))
            }

            #[get("/conflict/result")]
            async fn conflict_result(&self) -> Result<String, (StatusCode, Error)> {
                Err((StatusCode::CONFLICT, Error::not_found("no")))
            }

            #[get("/created")]
            async fn created(&self) -> (StatusCode, Error) {
                (StatusCode::CREATED, Error::not_found("no"))
            }

            #[get("/tuple")]
            async fn tuple(&self) -> (StatusCode, [(&'static str, &'static str); 1], Error) {
                (StatusCode::GONE, [("x-a", "1")], Error::not_found("no"))
            }

            #[get("/created/tuple")]
            async fn created_tuple(&self) -> (StatusCode, [(&'static str, &'static str); 1], Json<Unwritable>) {
                (StatusCode::CREATED, [("x-a", "1")], Json(Unwritable))
            }

            #[get("/retry")]
            async fn retry(&self) -> Result<(), Error> {
                let link = |value| HeaderValue::from_static(value);
                Err(Error::unavailable("later")
                    .with_header(header::RETRY_AFTER, HeaderValue::from_static("5"))
                    .with_header(header::LINK, link("<a>"))
                    .with_header(header::LINK, link("<b>")))
            }

            #[get("/rejection")]
            async fn rejection(&self) -> Result<(), Rejection> {
                Err(Rejection::NoUser)
            }

            #[get("/rejection/{id}")]
            async fn rejected(&self, id: u32) -> String {
                id.to_string()
            }

            #[get("/panic")]
            async fn panics(&self) {
                panic!("boom")
            }

            #[get("/unwritable")]
            async fn unwritable(&self) -> Json<Unwritable> {
                Json(Unwritable)
            }

            #[get("/none")]
            async fn none(&self) -> Option<String> {
                None
            }

            #[get("/admin", role = Admin)]
            async fn admin(&self) {}

            #[get("/axum")]
            async fn foreign(&self) -> Result<axum::response::Html<&'static str>, Error> {
                Err(Error::forbidden("theirs"))
            }

            #[get("/axum/tuple")]
            async fn foreign_tuple(
                &self,
            ) -> Result<(StatusCode, axum::Json<u8>), (StatusCode, [(HeaderName, &'static str); 1], Rejection)> {
                Err((StatusCode::LOCKED, [(header::VARY, "x")], Rejection::NoUser))
            }
        }
    };
}

struct Unwritable;

impl serde::Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("hunter2 cannot be written"))
    }
}

routes!(Plugin);

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Shaped;

fn shape(error: &Error) -> impl IntoResponse + use<> {
    let rejection = error.rejection().is_some();
    (
        error.status(),
        [("x-shape", "own")],
        format!("{}|{}|{rejection}", error.status().as_u16(), error.message()),
    )
}

routes!(Shaped, (errors = shape));

const PATHS: [(&str, u16, &str); 22] = [
    ("nope", 404, "no resource answers GET /nope"),
    ("of/400", 400, "text"),
    ("of/503", 503, "text"),
    ("of/200", 500, "text"),
    ("of/302", 500, "text"),
    ("of/5", 500, "an error occurred within the plugin"),
    ("question-mark", 500, "an error occurred within the plugin"),
    ("failure/0", 404, "there is no device 7"),
    ("failure/1", 502, "an error occurred within the plugin"),
    ("failure/2", 503, "try again"),
    ("failure/3", 418, "short and stout"),
    ("failure/4", 500, "an error occurred within the plugin"),
    ("conflict", 409, "no"),
    ("conflict/result", 409, "no"),
    ("created", 404, "no"),
    ("tuple", 410, "no"),
    ("created/tuple", 500, "an error occurred within the plugin"),
    ("rejection", 403, "this needs a signed-in user"),
    ("panic", 500, "an error occurred within the plugin"),
    ("unwritable", 500, "an error occurred within the plugin"),
    ("axum", 403, "theirs"),
    ("axum/tuple", 423, "this needs a signed-in user"),
];

#[tokio::test]
async fn every_failure_is_json_with_a_message_and_the_statuss_name() {
    let client = crate::client(Plugin);
    for (path, status, message) in PATHS {
        let answer = client.get(path).await;
        let name = StatusCode::from_u16(status).unwrap().canonical_reason().unwrap();
        let body = serde_json::json!({ "message": message, "error": name });
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.json::<serde_json::Value>(), body, "{path}");
        assert_eq!(answer.header("content-type"), Some("application/json"), "{path}");
    }
}

#[tokio::test]
async fn one_function_gives_every_failure_its_shape() {
    let client = crate::client(Shaped);
    for (path, status, message) in PATHS {
        let answer = client.get(path).await;
        let text = answer.text();
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(text.rsplit_once('|').unwrap().0, format!("{status}|{message}"), "{path}");
        assert_eq!(answer.header("x-shape"), Some("own"), "{path}");
    }
    for (path, status) in [("rejection/x", 400), ("none", 404)] {
        assert_eq!(
            (client.get(path).await.status().as_u16(), client.get(path).await.header("x-shape")),
            (status, Some("own"))
        );
    }
    assert_eq!(
        client.get("admin").without_user().await.text(),
        "403|this needs a user with the role Admin|true"
    );
}

/// All values of a header that may have several, whether they come as one list or apart.
fn links(answer: &Answer) -> String {
    let values = answer.headers().get_all("link").iter();
    values.map(|value| value.to_str().unwrap()).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn another_shape_keeps_the_headers_that_the_status_needs() {
    let client = crate::client(Shaped);
    let refused = client.post("panic").await;
    assert_eq!((refused.status().as_u16(), refused.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
    let retry = client.get("retry").await;
    assert_eq!((retry.header("retry-after"), links(&retry).as_str()), (Some("5"), "<a>, <b>"));
    assert_eq!(client.get("tuple").await.header("x-a"), Some("1"));
}

#[tokio::test]
async fn a_shape_gives_head_no_body() {
    let answer = crate::client(Shaped).head("nope").await;
    assert_eq!(
        (answer.status().as_u16(), answer.header("x-shape"), answer.body().len()),
        (404, Some("own"), 0)
    );
}

#[tokio::test]
async fn an_errors_headers_are_sent() {
    let answer = crate::client(Plugin).get("retry").await;
    assert_eq!((answer.header("retry-after"), links(&answer).as_str()), (Some("5"), "<a>, <b>"));
    let answer = crate::client(Plugin).get("axum/tuple").await;
    assert_eq!(answer.header("vary"), Some("x"));
}

#[test]
fn each_constructor_has_its_status() {
    for (error, status) in [
        (Error::bad_request("m"), 400),
        (Error::forbidden("m"), 403),
        (Error::not_found("m"), 404),
        (Error::conflict("m"), 409),
        (Error::unprocessable("m"), 422),
        (Error::too_many_requests("m"), 429),
        (Error::bad_gateway("m"), 502),
        (Error::unavailable("m"), 503),
        (Error::gateway_timeout("m"), 504),
        (Error::new(StatusCode::IM_A_TEAPOT, "m"), 418),
    ] {
        assert_eq!(
            (error.status().as_u16(), error.message(), error.to_string().as_str()),
            (status, "m", "m")
        );
        assert!(error.source().is_none() && error.rejection().is_none());
    }
}

#[test]
fn an_internal_error_keeps_its_cause_to_itself() {
    let error = Error::internal("the password is hunter2");
    assert_eq!((error.status().as_u16(), error.message()), (500, "an error occurred within the plugin"));
    assert_eq!(error.source().unwrap().to_string(), "the password is hunter2");
}

#[test]
fn every_error_becomes_one_and_a_rejection_keeps_its_status() {
    let error = Error::from(Secret(Cause));
    assert_eq!(error.status(), 500);
    assert!(error.source().unwrap().downcast_ref::<Secret>().is_some());
    let error = Error::from(Rejection::NoUser);
    assert_eq!((error.status().as_u16(), error.rejection()), (403, Some(&Rejection::NoUser)));
}

#[tokio::test]
async fn a_cause_is_logged_with_all_of_its_causes_and_never_answered() {
    for (path, text) in [
        ("question-mark", "answered 500: the password is hunter2: wrong key"),
        ("failure/1", "answered 502: the token is hunter2"),
        ("failure/2", "answered 503: the token is hunter2"),
        ("of/503", "answered 503: text"),
        ("unwritable", "answered 500: the response cannot be sent: hunter2 cannot be written"),
    ] {
        let (log, _guard) = Log::listen();
        let answer = crate::client(Plugin).get(path).await;
        assert_eq!(log.messages(), [text], "{path}");
        assert!(!answer.text().contains("hunter2"), "{path}");
    }
}

#[tokio::test]
async fn what_the_caller_did_wrong_is_logged_only_where_it_has_a_cause() {
    let (log, _guard) = Log::listen();
    for path in ["failure/0", "failure/3", "nope", "rejection/x", "conflict"] {
        crate::client(Plugin).get(path).await;
    }
    assert_eq!(log.messages(), ["answered 418: the token is hunter2: wrong key"]);
}

/// Not an error of the standard library's kind.
#[derive(Debug)]
struct Displayed;

impl fmt::Display for Displayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("shown")
    }
}

impl StdError for Displayed {}

#[test]
fn a_source_may_be_anything_that_is_an_error() {
    for error in [
        Error::bad_gateway("m").with_source(Displayed),
        Error::bad_gateway("m").with_source("shown"),
        Error::bad_gateway("m").with_source(String::from("shown")),
    ] {
        assert_eq!(error.source().unwrap().to_string(), "shown");
        assert_eq!(error.message(), "m");
    }
}

#[test]
fn an_error_type_may_be_made_by_a_macro() {
    macro_rules! error {
        ($name:ident) => {
            #[derive(Debug, thiserror::Error, grafana_resource_routes::ResourceError)]
            enum $name {
                #[status(NOT_FOUND)]
                #[error("gone")]
                Gone,
            }
        };
    }
    error!(Made);
    assert_eq!(axum::response::IntoResponse::into_response(Made::Gone).status(), 404);
}
