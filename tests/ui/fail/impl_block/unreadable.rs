//! A method that cannot be read: the others stay, here and for `main`.
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Server, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/a")]
    fn before(&self) {}

    #[get("/b")]
    async fn half(&self) -> { 1 }

    #[get("/c")]
    fn after(&self) -> u32 {
        1
    }
}

fn main() {
    Plugin.before();
    Plugin.after();
    let _ = Plugin::routes();
    let _ = Server::new(Plugin).resource();
}
