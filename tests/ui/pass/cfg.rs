//! A `cfg` on a method holds for its route, and routes that are alternatives are not compared.
#![deny(warnings)]

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

    #[cfg(any())]
    #[get("/a")]
    fn first(&self) -> NoSuchType {}

    #[cfg_attr(all(), cfg(any()))]
    #[get("/b")]
    fn second(&self) -> NoSuchType {}

    #[get("/c")]
    #[cfg_attr(all(), allow(unused_variables))]
    fn third(&self) {
        let unused = 1;
    }
}

fn main() {
    Plugin.first();
    let _ = Plugin::routes();
}
