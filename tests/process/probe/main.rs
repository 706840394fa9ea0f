//! A plugin made with this library, behind the SDK's server, that waits for what a test tells it.
//!
//! With `PROBE=router` the same stream comes from an `axum::Router` behind a `ServiceAdapter`.

use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use grafana_plugin_sdk::backend::{Plugin, initialize};
use grafana_resource_routes::ServiceAdapter;

use crate::gate::Gate;
use crate::routes::Probe;

mod gate;
mod routes;

fn router(gate: &Gate) -> Router {
    let (streamed, opened, watched) = (gate.clone(), gate.clone(), gate.clone());
    Router::new()
        .route("/stream", get(async move || Body::from_stream(streamed.chunks())))
        .route("/next", post(async move || opened.open()))
        .route("/dropped", get(async move || watched.dropped().await))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = initialize().await?;
    let gate = Gate::default();
    let plugin = Plugin::new().init_subscriber(true);
    if std::env::var_os("PROBE").is_some_and(|probe| probe == "router") {
        let service = ServiceAdapter::<Probe, _>::new(router(&gate));
        return Ok(plugin.resource_service(service).start(listener).await?);
    }
    Ok(plugin.resource_service(Probe::new(gate)).start(listener).await?)
}
