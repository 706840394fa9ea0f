//! An `axum::Router` as a plugin's resources: what Go's `httpadapter` does for a `ServeMux`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, ServiceAdapter, User, adapter::PluginContext};
use serde_json::{Value, json};

/// The app: its type says that it is one, and what its settings are.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
pub struct App;

/// How many requests there were.
type Count = Arc<AtomicU64>;

/// The router, as the app's resources. It is what Grafana calls, in the app's place.
#[must_use]
pub fn plugin() -> ServiceAdapter<App, Router> {
    ServiceAdapter::new(router())
}

/// As in any program that uses axum: state, layers, nested routers, a fallback.
fn router() -> Router {
    let count = Count::default();
    Router::new()
        .route("/namespaces", get(namespaces))
        .route("/projects", get(projects))
        .route("/me", get(me))
        .route("/count", get(show_count))
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(Arc::clone(&count), count_requests))
        .with_state(count)
}

async fn namespaces() -> Json<Value> {
    Json(json!({ "namespaces": ["ns-1", "ns-2"] }))
}

async fn projects() -> Json<Value> {
    Json(json!({ "projects": ["project-1", "project-2"] }))
}

/// The plugin context is an extractor, and an extension of the request.
async fn me(context: PluginContext<App>) -> Result<Json<User>, Error> {
    context.user().cloned().map(Json).ok_or_else(|| Error::forbidden("this needs a user"))
}

async fn show_count(State(count): State<Count>) -> String {
    count.load(Ordering::Relaxed).to_string()
}

/// axum's own 404 is empty. Grafana's front end shows the message of this one.
async fn not_found() -> Error {
    Error::new(StatusCode::NOT_FOUND, "there is no such resource")
}

async fn count_requests(State(count): State<Count>, request: Request, next: Next) -> Response {
    count.fetch_add(1, Ordering::Relaxed);
    next.run(request).await
}
