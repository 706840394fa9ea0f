//! Handlers need no help to be `async`.
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
#[async_trait::async_trait]
impl Plugin {
    #[get("/a")]
    async fn a(&self) {}
}

fn main() {
    let _ = Plugin::routes();
}
