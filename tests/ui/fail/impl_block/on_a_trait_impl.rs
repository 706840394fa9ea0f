use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

trait Routes {
    fn handler(&self);
}

#[resource_routes]
impl Routes for Plugin {
    #[get("/a")]
    fn handler(&self) {}
}

fn main() {}
