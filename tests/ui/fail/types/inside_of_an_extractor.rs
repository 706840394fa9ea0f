#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Json, Query, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

struct Plain;

#[resource_routes]
impl Plugin {
    #[get("/a")]
    fn a(&self, query: Query<Plain>) {}

    #[post("/b")]
    fn b(&self, body: Option<Json<Plain>>) {}

    #[get("/c")]
    async fn c(&self, query: axum::extract::Query<Plain>, method: axum::http::Method) {}

    #[post("/d")]
    async fn d(&self, body: axum::Json<Plain>) {}
}

fn main() {}
