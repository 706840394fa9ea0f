use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes(id = "x")]
impl Plugin {
    #[get("/a")]
    fn handler(&self) {}
}

fn main() {}
