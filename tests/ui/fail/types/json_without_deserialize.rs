#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Json, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

struct Foreign;

#[resource_routes]
impl Plugin {
    #[post("/x")]
    fn x(&self, Json(body): Json<Foreign>) {}
}

fn main() {}
