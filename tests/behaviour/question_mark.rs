//! What `?` and `Err` make of error types: their status stays.

use axum::response::{IntoResponse, Response};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, ResourceError, resource_routes, respond::ErrorResponse};
use http::{HeaderMap, StatusCode, header};

use crate::{client, support::Log};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, thiserror::Error, ResourceError)]
enum Failure {
    #[error("there is no device {0}")]
    #[status(NOT_FOUND)]
    Missing(u32),
    #[error("the cable is cut")]
    #[status(BAD_GATEWAY, message = "the devices do not answer")]
    Unreachable,
    #[error("the name is taken")]
    #[status(CONFLICT)]
    Taken(#[source] std::fmt::Error),
}

#[derive(Debug, thiserror::Error, ResourceError)]
#[error("busy: {0:?}")]
#[status(TOO_MANY_REQUESTS)]
struct Busy<T: std::fmt::Debug>(T);

/// An error and a response, and not the library's.
#[derive(Debug, thiserror::Error)]
#[error("teapot")]
struct Teapot;

impl IntoResponse for Teapot {
    fn into_response(self) -> Response {
        (StatusCode::IM_A_TEAPOT, [(header::RETRY_AFTER, "7")], "short and stout").into_response()
    }
}

/// A response that says of itself to be an error, and is none.
struct Liar;

impl IntoResponse for Liar {
    fn into_response(self) -> Response {
        "all is well".into_response()
    }
}

impl ErrorResponse for Liar {}

fn find(id: u32) -> Result<String, Failure> {
    Err(match id {
        0 => Failure::Unreachable,
        1 => Failure::Taken(std::fmt::Error),
        id => Failure::Missing(id),
    })
}

fn brew() -> Result<String, Teapot> {
    Err(Teapot)
}

#[resource_routes]
impl Plugin {
    #[get("/devices/{id}")]
    async fn device(&self, id: u32) -> Result<String, Error> {
        Ok(find(id)?.to_uppercase())
    }

    #[get("/busy")]
    fn busy(&self) -> Result<String, Error> {
        Err(Busy("x"))?
    }

    #[get("/teapot/lost")]
    fn lost(&self) -> Result<String, Error> {
        Err(Teapot)?
    }

    #[get("/teapot/kept")]
    fn kept(&self) -> Result<String, Error> {
        Ok(brew().map_err(Error::from_response)?.to_uppercase())
    }

    #[get("/number")]
    fn number(&self) -> Result<String, Error> {
        Ok("x".parse::<u32>()?.to_string())
    }

    #[get("/liar")]
    fn liar(&self) -> Result<String, Liar> {
        Err(Liar)
    }

    #[get("/ok-as-error")]
    async fn ok_as_error(&self) -> Result<&'static str, (StatusCode, &'static str)> {
        Err((StatusCode::CREATED, "made"))
    }
}

#[tokio::test]
async fn what_derives_a_status_keeps_it_through_the_question_mark() {
    for (path, status, message) in [
        ("devices/7", 404, "there is no device 7"),
        ("devices/0", 502, "the devices do not answer"),
        ("devices/1", 409, "the name is taken"),
        ("busy", 429, "busy: \"x\""),
    ] {
        let answer = client(Plugin).get(path).await;
        assert_eq!((answer.status().as_u16(), answer.message().as_str()), (status, message), "{path}");
    }
}

#[tokio::test]
async fn any_other_error_is_500_through_the_question_mark() {
    assert_eq!(client(Plugin).get("number").await.status(), 500);
}

#[test]
fn the_source_of_what_derives_a_status_is_the_error_itself() {
    for id in [0, 1, 7] {
        let error = Error::from(find(id).unwrap_err());
        assert!(error.source().is_some_and(|source| source.downcast_ref::<Failure>().is_some()), "{id}");
    }
}

#[tokio::test]
async fn what_the_caller_is_told_is_not_logged() {
    let (log, _guard) = Log::listen();
    client(Plugin).get("devices/7").await;
    assert_eq!(log.messages(), [""; 0]);
}

#[tokio::test]
async fn the_cause_of_what_the_caller_is_told_is_logged() {
    let (log, _guard) = Log::listen();
    client(Plugin).get("devices/1").await;
    assert_eq!(log.messages(), [format!("answered 409: {}", std::fmt::Error)]);
}

#[tokio::test]
async fn a_status_that_the_question_mark_loses_is_named_in_the_log() {
    let (log, _guard) = Log::listen();
    assert_eq!(client(Plugin).get("teapot/lost").await.status(), 500);
    let message = log.messages().remove(0);
    assert!(message.contains("question_mark.rs:") && message.contains("Teapot"), "{message}");
    assert!(message.ends_with("write `.map_err(Error::from_response)?`"), "{message}");
}

#[tokio::test]
async fn a_response_becomes_an_error_with_its_status_headers_and_text() {
    let answer = client(Plugin).get("teapot/kept").await;
    assert_eq!((answer.status().as_u16(), answer.message().as_str()), (418, "short and stout"));
    assert_eq!(answer.header("retry-after"), Some("7"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
}

#[test]
fn the_text_of_a_response_is_told_only_below_500() {
    for (response, status, message) in [
        ((StatusCode::CONFLICT, "taken").into_response(), 409, "taken"),
        ((StatusCode::CONFLICT, r#"{"message":"taken","id":7}"#).into_response(), 409, "taken"),
        (StatusCode::CONFLICT.into_response(), 409, "Conflict"),
        (
            (StatusCode::BAD_GATEWAY, "10.0.0.7 refused").into_response(),
            502,
            "an error occurred within the plugin",
        ),
        (Error::not_found("no such thing").into_response(), 404, "no such thing"),
        ("all is well".into_response(), 500, "an error occurred within the plugin"),
    ] {
        let error = Error::from_response(response);
        assert_eq!((error.status().as_u16(), error.message()), (status, message));
    }
}

#[test]
fn what_a_response_says_from_500_on_is_the_source() {
    let error = Error::from_response((StatusCode::BAD_GATEWAY, HeaderMap::new(), "10.0.0.7 refused"));
    assert_eq!(error.source().unwrap().to_string(), "10.0.0.7 refused");
}

#[tokio::test]
async fn an_err_is_never_a_success() {
    for path in ["liar", "ok-as-error"] {
        let (log, _guard) = Log::listen();
        assert_eq!(client(Plugin).get(path).await.status(), 500, "{path}");
        assert!(
            log.messages().concat().contains("an `Err` has the status 20"),
            "{path}: {:?}",
            log.messages()
        );
    }
}
