#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/{name}.png")]
    fn first(&self, name: &str) {}

    #[post("/icon-{name}")]
    fn second(&self, name: &str) {}
}

fn main() {}
