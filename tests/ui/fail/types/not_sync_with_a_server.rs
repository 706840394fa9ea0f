#![allow(unused_variables)]

use std::cell::RefCell;

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Context, Server, resource_routes};

#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin {
    count: RefCell<u32>,
}

#[resource_routes]
impl Plugin {
    #[get("/a/{id}")]
    async fn a(&self, id: u32, context: &Context<Self>) -> String {
        self.count.borrow().to_string()
    }

    #[get("/b")]
    fn b(&self) {}
}

fn main() {
    let _ = Server::new(Plugin::default()).resource();
    let _ = Plugin::routes();
}
