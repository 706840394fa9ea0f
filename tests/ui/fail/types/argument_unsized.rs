#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/a/{id}")]
    fn a(&self, id: str) {}

    #[get("/b")]
    fn b(&self) -> [u8] {
        *b"b"
    }
}

fn main() {}
