//! A warning about a path is silenced where the route is declared.
#![deny(warnings)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[allow(deprecated)]
    #[get("/resources")]
    fn resources(&self) {}
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Other;

#[resource_routes]
#[allow(deprecated)]
impl Other {
    #[get("/resources")]
    fn resources(&self) {}
}

fn main() {
    let _ = (Plugin::routes(), Other::routes());
}
