//! A data source whose services are of two types: routes, and a health check.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use grafana_plugin_sdk::backend;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Json, resource_routes};
use serde_json::{Value, json};

/// How often anything was counted. Clones share the count.
pub type Count = Arc<AtomicU64>;

/// The routes.
#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
pub struct Counter(pub Count);

#[resource_routes]
impl Counter {
    /// The count.
    #[get("/count")]
    fn count(&self) -> Json<Value> {
        Json(json!({ "count": self.0.load(Ordering::Relaxed) }))
    }

    /// Count one more.
    #[post("/count", role = Editor)]
    fn add(&self) -> Json<Value> {
        Json(json!({ "count": self.0.fetch_add(1, Ordering::Relaxed) + 1 }))
    }
}

/// What the button "Save & test" of the data source asks.
#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
pub struct Health(pub Count);

#[backend::async_trait]
impl backend::DiagnosticsService for Health {
    type CheckHealthError = Infallible;

    async fn check_health(
        &self,
        _: backend::CheckHealthRequest<Self>,
    ) -> Result<backend::CheckHealthResponse, Self::CheckHealthError> {
        Ok(backend::CheckHealthResponse::ok(format!("counted to {}", self.0.load(Ordering::Relaxed))))
    }

    type CollectMetricsError = Infallible;

    async fn collect_metrics(
        &self,
        _: backend::CollectMetricsRequest<Self>,
    ) -> Result<backend::CollectMetricsResponse, Self::CollectMetricsError> {
        Ok(backend::CollectMetricsResponse::new(None))
    }
}
