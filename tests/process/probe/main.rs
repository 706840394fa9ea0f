//! A plugin made with this library that waits for what a test tells it.
//!
//! With `PROBE=router` the same stream comes from an `axum::Router` behind a `ServiceAdapter`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::{AppendHeaders, IntoResponse};
use axum::routing::{get, post};
use futures_util::{StreamExt, stream};
use grafana_plugin_sdk::backend::{Plugin, initialize};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Json, NoContent, Query, ServiceAdapter, resource_routes};
use serde::{Deserialize, Serialize};
use tokio::sync::Barrier;

use crate::gate::Gate;

mod gate;

/// How many calls have to be under way before `/meet/…` answers any.
const CROWD: usize = 200;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
struct Probe {
    gate: Gate,
    crowd: Arc<Barrier>,
}

/// What one of many calls sends, and gets back.
#[derive(Debug, Serialize, Deserialize)]
struct Token {
    token: String,
}

#[resource_routes]
impl Probe {
    #[get("/pid")]
    fn pid() -> String {
        std::process::id().to_string()
    }

    #[get("/stream")]
    fn stream(&self) -> Body {
        Body::from_stream(self.gate.chunks())
    }

    #[post("/next")]
    fn next(&self) -> NoContent {
        self.gate.open();
        NoContent
    }

    #[get("/hang")]
    async fn hang(&self) {
        self.gate.hang().await;
    }

    #[get("/hanging")]
    async fn hanging(&self) {
        self.gate.hanging().await;
    }

    #[get("/dropped")]
    async fn dropped(&self) {
        self.gate.dropped().await;
    }

    #[get("/breaks")]
    fn breaks() -> Body {
        Body::from_stream(stream::iter(0..2).map(|number| {
            assert!(number < 1, "the second chunk breaks");
            Ok::<_, Infallible>("begun")
        }))
    }

    /// Gives each of its arguments back, when all calls have come.
    #[post("/meet/{number}")]
    async fn meet(
        &self,
        number: u32,
        Query(query): Query<Token>,
        Json(body): Json<Token>,
    ) -> Json<(u32, Token, Token)> {
        self.crowd.wait().await;
        Json((number, query, body))
    }

    #[get("/headers")]
    fn headers() -> impl IntoResponse {
        (AppendHeaders([("x-two", "one"), ("x-two", "two"), ("vary", "accept"), ("vary", "origin")]), "")
    }

    #[get("/big/{size}")]
    fn big(size: usize) -> String {
        "x".repeat(size)
    }
}

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
    let probe = Probe { gate, crowd: Arc::new(Barrier::new(CROWD)) };
    Ok(plugin.resource_service(probe).start(listener).await?)
}
