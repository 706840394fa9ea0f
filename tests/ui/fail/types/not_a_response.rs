#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

struct Foreign;

#[resource_routes]
impl Plugin {
    #[get("/x")]
    fn x(&self) -> Foreign {
        Foreign
    }
}

fn main() {}
