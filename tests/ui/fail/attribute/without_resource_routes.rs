use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::get;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

impl Plugin {
    #[get("/a")]
    fn handler(&self) {}
}

fn main() {
    Plugin.handler();
}
