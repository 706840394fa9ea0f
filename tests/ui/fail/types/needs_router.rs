#![allow(unused_variables)]

use axum::{Extension, extract::MatchedPath};
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/a")]
    async fn a(&self, Extension(shared): Extension<u32>) {}

    #[get("/b")]
    async fn b(&self, path: MatchedPath, last: &http::Method) {}
}

fn main() {}
