#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

type Id = String;

#[resource_routes]
impl Plugin {
    #[get("/a")]
    async fn a(&self, id: &str) -> String {
        id.to_owned()
    }

    #[delete("/b")]
    fn b(&self, id: Id) {}

    #[get("/c")]
    #[head("/d")]
    fn c(&self, id: Option<bytes::Bytes>, last: u32) {}

    #[get("/e")]
    #[post("/e")]
    fn fine(&self, body: &str) {}
}

fn main() {}
