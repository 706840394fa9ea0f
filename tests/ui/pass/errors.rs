//! What may stand in the `Err` of a handler.
#![deny(warnings)]

use std::convert::Infallible;

use axum::{
    extract::{multipart::MultipartError, rejection::JsonRejection},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{
    Error, Json, NdJson, Rejection, ResourceError, resource_routes, respond::ErrorResponse,
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, thiserror::Error, ResourceError)]
#[error("gone")]
#[status(GONE)]
struct Gone;

#[derive(Debug, thiserror::Error, ResourceError)]
#[error("busy: {0:?}")]
#[status(503)]
struct Busy<T: std::fmt::Debug>(T);

struct Own;

impl IntoResponse for Own {
    fn into_response(self) -> Response {
        StatusCode::CONFLICT.into_response()
    }
}

impl ErrorResponse for Own {}

type Alias<T> = Result<T, Error>;

#[resource_routes]
impl Plugin {
    #[get("/a")]
    async fn a(&self) -> Result<Json<u32>, Error> {
        Err(Error::not_found("a"))
    }

    #[get("/b")]
    fn b(&self) -> Result<&'static str, StatusCode> {
        Ok("b")
    }

    #[get("/c")]
    async fn c(&self) -> Result<(), (StatusCode, String)> {
        Ok(())
    }

    #[get("/d")]
    fn d(&self) -> Result<String, (StatusCode, [(&'static str, &'static str); 1], Json<u32>)> {
        Ok(String::new())
    }

    #[get("/e")]
    fn e(&self) -> Result<Option<String>, Gone> {
        Err(Gone)
    }

    #[get("/f")]
    async fn f(&self) -> Result<impl IntoResponse + use<>, Busy<u8>> {
        if true { Err(Busy(1)) } else { Ok(Html("f")) }
    }

    #[get("/g")]
    fn g(&self) -> Result<Html<&'static str>, Response> {
        Ok(Html("g"))
    }

    #[get("/h")]
    fn h(&self) -> Result<String, Infallible> {
        Ok(String::new())
    }

    #[get("/i")]
    fn i(&self) -> Result<String, Rejection> {
        Ok(String::new())
    }

    #[post("/j")]
    async fn j(&self, body: Result<axum::Json<u32>, JsonRejection>) -> Result<axum::Json<u32>, JsonRejection> {
        body
    }

    #[get("/k")]
    fn k(&self) -> Result<String, MultipartError> {
        Ok(String::new())
    }

    #[get("/l")]
    fn l(&self) -> impl Future<Output = Result<String, Own>> + Send {
        std::future::ready(Err(Own))
    }

    #[get("/m")]
    async fn m(&self) -> Alias<NdJson<impl futures_util::Stream<Item = u32> + Send + use<>>> {
        Ok(NdJson(futures_util::stream::iter(1..3)))
    }

    #[get("/n")]
    fn n(&self) -> std::pin::Pin<Box<dyn Future<Output = Result<String, Error>> + Send>> {
        Box::pin(async { Ok(String::new()) })
    }
}

/// `?` keeps the status of what derives it.
fn question_mark(gone: bool) -> Result<(), Error> {
    if gone {
        Err(Gone)?;
    }
    Err(Busy("x"))?;
    "x".parse::<u32>()?;
    Ok(())
}

fn main() {
    let _ = (question_mark(true), Own);
}
