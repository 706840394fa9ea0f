//! The routes of the probe.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::{AppendHeaders, IntoResponse};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Context, Error, Json, NoContent, Query, resource_routes};
use serde::{Deserialize, Serialize};
use tokio::sync::Barrier;

use crate::gate::Gate;

/// How many calls have to be under way before `/meet/…` answers any.
const CROWD: usize = 200;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
pub(crate) struct Probe {
    pub(crate) gate: Gate,
    crowd: Arc<Barrier>,
}

impl Probe {
    pub(crate) fn new(gate: Gate) -> Self {
        Self { gate, crowd: Arc::new(Barrier::new(CROWD)) }
    }
}

/// What one of many calls sends, and gets back.
#[derive(Debug, Serialize, Deserialize)]
struct Token {
    token: String,
}

#[derive(Debug, Serialize)]
struct Length {
    length: usize,
}

#[derive(Debug, Deserialize)]
struct Line {
    message: String,
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

    /// Counts as hanging, so that a test knows when it is under way.
    #[get("/sleep/{ms}")]
    async fn sleep(&self, ms: u64) -> &'static str {
        self.gate.hangs();
        tokio::time::sleep(Duration::from_millis(ms)).await;
        "slept"
    }

    /// Leaves work behind that no end of a runtime can stop.
    #[post("/block")]
    fn block() -> NoContent {
        tokio::task::spawn_blocking(|| std::thread::sleep(Duration::MAX));
        NoContent
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

    /// What came beside the message.
    #[get("/carried")]
    fn carried(context: &Context<Self>) -> String {
        format!("{} {}", context.metadata("TenantID").unwrap_or("-"), context.deadline().is_some())
    }

    #[get("/headers")]
    fn headers() -> impl IntoResponse {
        (AppendHeaders([("x-two", "one"), ("x-two", "two"), ("vary", "accept"), ("vary", "origin")]), "")
    }

    #[get("/big/{size}")]
    fn big(size: usize) -> String {
        "x".repeat(size)
    }

    #[post("/echo")]
    fn echo(body: Bytes) -> Bytes {
        body
    }

    #[get("/echo/{token}")]
    fn echo_token(token: String) -> String {
        token
    }

    #[post("/len")]
    fn len(body: &Bytes) -> Json<Length> {
        Json(Length { length: body.len() })
    }

    #[post("/log/{level}")]
    fn log(level: &str, Json(Line { message }): Json<Line>) -> Result<NoContent, Error> {
        match level {
            "debug" => tracing::debug!(count = 7, "{message}"),
            "info" => tracing::info!(count = 7, "{message}"),
            "warn" => tracing::warn!(count = 7, "{message}"),
            "error" => tracing::error!(count = 7, "{message}"),
            _ => return Err(Error::not_found("no such level")),
        }
        Ok(NoContent)
    }
}
