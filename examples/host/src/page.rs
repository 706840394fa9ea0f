//! The page at `/`, on which the plugin's routes can be tried, and what it has to know.
//!
//! Called by [`crate::http`].

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Html;
use serde_json::{Value, json};

use crate::config::{Config, Kind, Role};
use crate::http::Shared;

/// `GET /`
pub(crate) async fn page() -> Html<&'static str> {
    Html(include_str!("page.html"))
}

/// `GET /-/plugin`: the plugin, where it is served, and its routes if it has listed them.
pub(crate) async fn plugin(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let config = &shared.config;
    Json(json!({
        "id": config.plugin.id,
        "role": config.user.as_ref().map_or("Nobody", |user| Role::as_str(user.role)),
        "prefixes": prefixes(config),
        "health": health(config),
        "routes": routes(config).await,
    }))
}

/// Where the plugin's resources are served, the best place first.
pub(crate) fn prefixes(config: &Config) -> Vec<String> {
    let id = &config.plugin.id;
    let mut prefixes = Vec::new();
    if config.plugin.kind == Kind::DataSource {
        let uid = config.uid();
        prefixes.push(format!("/api/datasources/uid/{uid}/resources"));
        prefixes.push(format!(
            "/apis/{id}.datasource.grafana.app/v0alpha1/namespaces/default/datasources/{uid}/resources"
        ));
    }
    prefixes.push(format!("/api/plugins/{id}/resources"));
    prefixes
}

/// Where the plugin's health is asked for.
fn health(config: &Config) -> String {
    match config.plugin.kind {
        Kind::DataSource => format!("/api/datasources/uid/{}/health", config.uid()),
        Kind::App => format!("/api/plugins/{}/health", config.plugin.id),
    }
}

/// The plugin's list of routes, read anew since it changes while one works; empty where there is none.
pub(crate) async fn routes(config: &Config) -> Vec<Value> {
    let Some(file) = &config.plugin.routes else { return Vec::new() };
    let Ok(text) = tokio::fs::read(file).await else { return Vec::new() };
    serde_json::from_slice(&text).unwrap_or_else(|error| {
        tracing::warn!("{} lists no routes: {error}", file.display());
        Vec::new()
    })
}
