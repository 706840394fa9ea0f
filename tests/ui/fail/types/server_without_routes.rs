use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::Server;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

fn main() {
    let _ = Server::new(Plugin).resource();
}
