#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/x")]
    async fn x(&self) -> String {
        let shared = std::rc::Rc::new(1);
        std::future::ready(()).await;
        shared.to_string()
    }
}

fn main() {}
