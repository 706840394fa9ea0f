#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{NdJson, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/a")]
    fn a(&self) -> NdJson<Vec<u32>> {
        NdJson(vec![1, 2])
    }
}

fn main() {}
