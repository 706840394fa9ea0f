#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[cfg(all())]
    #[get("/a")]
    fn first(&self) {}

    #[cfg(not(any()))]
    #[get("/a")]
    fn second(&self) {}

    #[cfg(any())]
    #[get("/a")]
    fn never(&self) {}
}

fn main() {}
