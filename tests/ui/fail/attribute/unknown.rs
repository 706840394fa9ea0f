//! The compiler says that nobody knows the attribute, and that is all.
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[trace]
    fn a(&self) {}
}

fn main() {
    let _ = Plugin::routes();
}
