//! `Option<T>` of a response that is not the library's: as `T`, or 404.

use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, resource_routes};
use http::StatusCode;

type Pair = (&'static str, &'static str);

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// An author's own response.
struct Csv;

impl IntoResponse for Csv {
    fn into_response(self) -> Response {
        ([("content-type", "text/csv")], "a,b").into_response()
    }
}

#[resource_routes]
impl Plugin {
    #[get("/own/{is}")]
    fn own(&self, is: bool) -> Option<Csv> {
        is.then_some(Csv)
    }

    #[get("/awaited/{is}")]
    async fn awaited(&self, is: bool) -> Option<Csv> {
        is.then_some(Csv)
    }

    #[get("/fallible/{is}")]
    async fn fallible(&self, is: bool) -> Result<Option<Csv>, Error> {
        Ok(is.then_some(Csv))
    }

    #[get("/result/{is}")]
    fn result(&self, is: bool) -> Option<Result<Csv, Error>> {
        is.then_some(Ok(Csv))
    }

    #[get("/axum/{is}")]
    async fn axum_json(&self, is: bool) -> Option<axum::Json<u8>> {
        is.then_some(axum::Json(1))
    }

    #[get("/tuple/{is}")]
    fn tuple(&self, is: bool) -> Option<(StatusCode, [Pair; 1], String)> {
        is.then(|| (StatusCode::CREATED, [("content-type", "text/csv")], "a,b".to_owned()))
    }

    #[get("/hidden/{is}")]
    fn hidden(&self, is: bool) -> Option<impl IntoResponse> {
        is.then_some(Csv)
    }

    #[get("/accepted/{is}")]
    async fn accepted(&self, is: bool) -> (StatusCode, Option<Csv>) {
        (StatusCode::ACCEPTED, is.then_some(Csv))
    }

    #[get("/sdk/{is}")]
    async fn of_sdk(&self, is: bool) -> Result<Option<http::Response<Bytes>>, Error> {
        let response = http::Response::builder().status(201).header("content-type", "text/csv");
        Ok(is.then(|| response.body(Bytes::from_static(b"a,b")).unwrap()))
    }
}

#[tokio::test]
async fn some_is_as_its_value() {
    let client = crate::client(Plugin);
    for (path, status, content_type, body) in [
        ("own", 200, "text/csv", "a,b"),
        ("awaited", 200, "text/csv", "a,b"),
        ("fallible", 200, "text/csv", "a,b"),
        ("result", 200, "text/csv", "a,b"),
        ("axum", 200, "application/json", "1"),
        ("tuple", 201, "text/csv", "a,b"),
        ("hidden", 200, "text/csv", "a,b"),
        ("accepted", 202, "text/csv", "a,b"),
        ("sdk", 201, "text/csv", "a,b"),
    ] {
        let answer = client.get(&format!("{path}/true")).await;
        let got = (answer.status().as_u16(), answer.header("content-type"), answer.text());
        assert_eq!(got, (status, Some(content_type), body), "{path}");
    }
}

#[tokio::test]
async fn none_is_404() {
    let client = crate::client(Plugin);
    for path in ["own", "awaited", "fallible", "result", "axum", "tuple", "hidden", "accepted", "sdk"] {
        let answer = client.get(&format!("{path}/false")).await;
        let got = (answer.status().as_u16(), answer.message());
        assert_eq!(got, (404, "there is no such thing".to_owned()), "{path}");
    }
}
