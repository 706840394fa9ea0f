//! An attribute of somebody else's is known to the compiler, so the macro's own error is told.
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;
use tracing::instrument;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[instrument]
    fn a(&self) {}
}

fn main() {
    let _ = Plugin::routes();
}
