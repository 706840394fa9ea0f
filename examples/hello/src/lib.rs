//! A data source with two resources, those of Grafana's guide to resource handlers.

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Json, resource_routes};
use serde_json::{Value, json};

/// The data source.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
pub struct Hello;

#[resource_routes]
impl Hello {
    /// The namespaces to choose from in the query editor.
    #[get("/namespaces")]
    fn namespaces() -> Json<Value> {
        Json(json!({ "namespaces": ["ns-1", "ns-2"] }))
    }

    /// The projects to choose from in the query editor.
    #[get("/projects")]
    fn projects() -> Json<Value> {
        Json(json!({ "projects": ["project-1", "project-2"] }))
    }
}
