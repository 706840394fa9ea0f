//! A plugin with extractors of all kinds, none of which may panic.

#![allow(clippy::unused_async, reason = "handlers of both kinds")]

use std::borrow::Cow;

use axum::response::IntoResponse;
use bytes::Bytes;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Call, Context, Error, Form, Html, Json, JsonData, MatchedRoute, NdJson, NoContent, OrgId, Path, Query,
    Rejection, Role, SecureJsonData, User, resource_routes,
};
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use serde::{Deserialize, Serialize};

/// Beginnings of paths that reach the routes.
pub(crate) const PATHS: &[&str] = &[
    "",
    "text/",
    "number/",
    "both/a/",
    "file-",
    "rest/",
    "rest/../",
    "pairs",
    "query",
    "json",
    "json-optional",
    "form",
    "string",
    "bytes",
    "unit",
    "head",
    "caller",
    "settings",
    "call",
    "axum/",
    "echo-header",
    "stream",
    "./a:b/",
    "any/",
];

/// Headers that the routes read.
pub(crate) const HEADERS: &[&str] = &["Content-Type", "content-type", "X-Echo", "Content-Encoding", "Accept"];

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
pub(crate) struct Plugin;

#[derive(Debug, Deserialize, Serialize)]
struct Fields {
    name: Option<String>,
    count: u8,
    #[serde(default)]
    many: Vec<u8>,
}

#[resource_routes]
impl Plugin {
    #[get("/")]
    fn root() -> &'static str {
        "root"
    }

    #[get("/text/{a}")]
    #[post("/text/{a}")]
    async fn text(a: &str) -> String {
        a.to_owned()
    }

    #[get("/number/{a}")]
    async fn number(a: u32) -> Json<u32> {
        Json(a)
    }

    #[any("/both/{a}/{b}")]
    async fn both(Path((a, b)): Path<(String, i8)>) -> Json<(String, i8)> {
        Json((a, b))
    }

    #[get("/file-{name}.png")]
    async fn file(name: Cow<'_, str>) -> Html<String> {
        Html(name.into_owned())
    }

    #[any("/rest/{*rest}")]
    async fn rest(rest: String, body: Bytes) -> (HeaderMap, Bytes) {
        drop(rest);
        (HeaderMap::new(), body)
    }

    #[get("/pairs")]
    async fn pairs(Query(pairs): Query<Vec<(String, String)>>) -> Json<Vec<(String, String)>> {
        Json(pairs)
    }

    #[get("/query")]
    async fn query(Query(fields): Query<Fields>) -> Json<Fields> {
        Json(fields)
    }

    #[post("/json")]
    async fn json(Json(fields): Json<Fields>) -> Json<Fields> {
        Json(fields)
    }

    #[post("/json-optional")]
    async fn json_optional(value: Option<Json<serde_json::Value>>) -> Json<bool> {
        Json(value.is_some())
    }

    #[post("/form")]
    async fn form(Form(fields): Form<Fields>) -> Json<Fields> {
        Json(fields)
    }

    #[post("/string")]
    async fn string(body: &str) -> String {
        body.to_owned()
    }

    #[post("/bytes")]
    async fn bytes(body: &[u8]) -> Bytes {
        Bytes::copy_from_slice(body)
    }

    #[post("/unit")]
    async fn unit(_body: ()) -> NoContent {
        NoContent
    }

    #[any("/head")]
    async fn head(method: Method, uri: &Uri, headers: &HeaderMap, route: MatchedRoute) -> String {
        format!("{method} {uri} {} {route:?}", headers.len())
    }

    #[get("/caller")]
    async fn caller(context: &Context<Self>, org: OrgId, user: Result<User, Rejection>) -> String {
        format!("{} {org:?} {}", context.org_id(), user.is_ok())
    }

    #[get("/settings", role = Viewer)]
    async fn settings(data: JsonData<'_, Self>, secrets: Option<SecureJsonData<'_, Self>>) -> Json<bool> {
        let _ = data;
        Json(secrets.is_some())
    }

    #[any("/call")]
    async fn call(call: Call<'_, Self>) -> Result<String, Error> {
        let role = call.context().user().map(|user| user.role);
        if role < Some(Role::Viewer) {
            return Err(Error::forbidden("no role"));
        }
        Ok(call.raw_path().to_owned() + call.path() + call.raw_query())
    }

    #[post("/axum/{a}")]
    async fn axum(
        a: &str,
        query: Result<axum::extract::Query<Fields>, axum::extract::rejection::QueryRejection>,
        body: axum::Json<serde_json::Value>,
    ) -> String {
        format!("{a} {} {}", query.is_ok(), body.0)
    }

    /// What a caller sent as a header of the answer.
    #[get("/echo-header")]
    async fn echo_header(headers: HeaderMap) -> impl IntoResponse + use<> {
        let value = headers.get("x-echo").cloned().unwrap_or(HeaderValue::from_static("none"));
        ([(header::ETAG, value)], "echo")
    }

    #[get("/stream")]
    async fn stream() -> NdJson<impl futures_core::Stream<Item = u32> + Send + 'static> {
        NdJson(futures_util::stream::iter(1..=3))
    }

    #[any("/any/{a}")]
    async fn any(a: char) -> Json<char> {
        Json(a)
    }
}
