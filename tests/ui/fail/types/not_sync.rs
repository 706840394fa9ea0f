use std::cell::Cell;

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin {
    count: Cell<u32>,
}

#[resource_routes]
impl Plugin {
    #[get("/x")]
    async fn x(&self) -> String {
        self.count.get().to_string()
    }
}

fn main() {}
