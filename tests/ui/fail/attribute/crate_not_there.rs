use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Json, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes(crate = routes)]
impl Plugin {
    #[get("/items/{id}")]
    async fn item(&self, id: u32) -> Json<u32> {
        Json(id)
    }

    #[get("/items")]
    fn items(&self) -> &'static str {
        "none"
    }
}

fn main() {
    let _ = Plugin::routes();
}
