use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

fn render(error: String) -> String {
    error
}

#[resource_routes(errors = render)]
impl Plugin {
    #[get("/x")]
    fn x(&self) {}
}

fn main() {}
