//! `axum`: an `axum::Router` with axum's extractors, behind the smallest adapter to the SDK's trait.

#![allow(clippy::unused_async, reason = "axum's handlers are asynchronous")]

use std::{convert::Infallible, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, Query, State as AxumState},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use grafana_plugin_sdk::{backend, prelude::*};
use http_body_util::BodyExt as _;
use tower_service::Service as _;

use crate::fixture::{
    Secrets, Settings,
    data::{DeviceState, NewQuery, Page},
    refusals::{self, Refusal},
    state,
    state::State,
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Settings", secure_json_data = "Secrets")]
pub(crate) struct Axum {
    router: Router,
}

type Shared = AxumState<Arc<State>>;
type Context =
    backend::PluginContext<backend::DataSourceInstanceSettings<Settings, Secrets>, Settings, Secrets>;
/// Extensions must be `Clone`, and the SDK's context is not cheap to clone.
type Calling = axum::Extension<Arc<Context>>;

#[backend::async_trait]
impl backend::ResourceService for Axum {
    type Error = Infallible;
    type InitialResponse = http::Response<Bytes>;
    type Stream = futures_util::stream::Empty<Result<Bytes, Infallible>>;

    async fn call_resource(
        &self,
        call: backend::CallResourceRequest<Self>,
    ) -> Result<(Self::InitialResponse, Self::Stream), Self::Error> {
        let mut request = call.request.map(axum::body::Body::from);
        request.extensions_mut().insert(Arc::new(call.plugin_context));
        let (parts, body) = self.router.clone().call(request).await?.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(_) => return Ok((failed(), futures_util::stream::empty())),
        };
        Ok((http::Response::from_parts(parts, body), futures_util::stream::empty()))
    }
}

fn failed() -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from_static(br#"{"message":"internal error"}"#));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn error(status: StatusCode, message: &str) -> Response {
    (status, Json(Refusal::new(status, message))).into_response()
}

async fn not_found(method: Method, uri: Uri) -> Response {
    error(StatusCode::NOT_FOUND, &refusals::not_found(&method, uri.path()))
}

/// axum adds `Allow` itself and does not tell a handler, so the one text that is asked for stands here.
async fn not_allowed(method: Method) -> Response {
    error(StatusCode::METHOD_NOT_ALLOWED, &refusals::not_allowed(&method, "GET, HEAD, OPTIONS"))
}

fn found<T: serde::Serialize>(value: Option<&T>) -> Response {
    value.map_or_else(|| error(StatusCode::NOT_FOUND, "no such object"), ok)
}

fn ok<T: serde::Serialize>(value: T) -> Response {
    Json(value).into_response()
}

async fn namespaces(AxumState(plugin): Shared) -> Response {
    ok(plugin.namespaces())
}

async fn namespace(AxumState(plugin): Shared, Path(name): Path<String>) -> Response {
    found(plugin.namespace(&name))
}

async fn pods(
    AxumState(plugin): Shared,
    Path(namespace): Path<String>,
    Query(page): Query<Page>,
) -> Response {
    ok(plugin.pods(&namespace, page))
}

async fn pod(AxumState(plugin): Shared, Path((namespace, pod)): Path<(String, String)>) -> Response {
    found(plugin.pod(&namespace, &pod))
}

async fn metrics(AxumState(plugin): Shared) -> Response {
    ok(plugin.metrics())
}

async fn save_query(Json(query): Json<NewQuery>) -> Response {
    (StatusCode::CREATED, Json(state::save_query(query))).into_response()
}

async fn replace_query(Path(_id): Path<u32>, Json(query): Json<NewQuery>) -> Response {
    ok(state::save_query(query))
}

async fn query(Path(id): Path<u32>) -> Response {
    ok(state::query(id))
}

async fn set_device(Path(id): Path<u32>, Json(state): Json<DeviceState>) -> Response {
    ok(state::set_device(id, state))
}

async fn caller(axum::Extension(context): Calling) -> Response {
    let (Some(user), Some(settings)) = (&context.user, &context.instance_settings) else {
        return error(StatusCode::BAD_REQUEST, "the call has no user or no settings");
    };
    let tenant = &settings.json_data.tenant;
    ok(state::caller((&user.login, &user.name), context.org_id, &context.plugin_id, tenant))
}

async fn settings(axum::Extension(context): Calling) -> Response {
    match &context.instance_settings {
        Some(settings) => ok(&settings.json_data),
        None => error(StatusCode::BAD_REQUEST, "the call has no settings"),
    }
}

async fn file(Path(path): Path<String>) -> Response {
    ok(state::file(&path))
}

async fn entry(kind: &'static str, Path(name): Path<String>) -> Response {
    ok(state::entry(kind, &name))
}

async fn child(kind: &'static str, Path((parent, name)): Path<(String, String)>) -> Response {
    ok(state::child(kind, &parent, &name))
}

impl Axum {
    pub(crate) fn with(router: Router) -> Self {
        Self { router }
    }

    pub(crate) fn new() -> Self {
        let all = |kind| get(async move || ok(state::entry(kind, "all")));
        let named = |kind, name| get(async move || ok(state::entry(kind, name)));
        let one = |kind| get(async move |name| entry(kind, name).await);
        let two = |kind| get(async move |names| child(kind, names).await);
        let router = Router::new()
            .route("/namespaces", get(namespaces))
            .route("/namespaces/{namespace}", get(namespace))
            .route("/namespaces/{namespace}/pods", get(pods))
            .route(
                "/namespaces/{namespace}/pods/{pod}",
                get(pod).delete(async |names| child("deleted", names).await),
            )
            .route("/namespaces/{namespace}/pods/{pod}/log", two("log"))
            .route("/namespaces/{namespace}/services", one("services"))
            .route("/namespaces/{namespace}/services/{service}", two("service"))
            .route("/namespaces/{namespace}/events", one("events"))
            .route("/queries", all("queries").post(save_query))
            .route("/queries/{id}", get(query).put(replace_query).delete(query))
            .route("/metrics", get(metrics))
            .route("/metrics/{name}", one("metric"))
            .route("/metrics/{name}/labels", one("labels"))
            .route("/metrics/{name}/labels/{label}/values", two("values"))
            .route("/projects", all("projects"))
            .route("/projects/{project}", one("project"))
            .route("/projects/{project}/clusters", one("clusters"))
            .route("/projects/{project}/clusters/{cluster}", two("cluster"))
            .route("/user", get(caller))
            .route("/settings", get(settings))
            .route("/health", named("health", "ok"))
            .route("/version", named("version", "1.0.0"))
            .route("/devices", all("devices"))
            .route("/devices/{id}", post(set_device))
            .route("/files/{*path}", get(file))
            .route("/annotations", post(save_query))
            .fallback(not_found)
            .method_not_allowed_fallback(not_allowed)
            .with_state(Arc::new(State::new()));
        Self::with(router)
    }
}
