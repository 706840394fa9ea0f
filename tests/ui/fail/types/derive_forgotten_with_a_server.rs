#![allow(unused_variables)]

use grafana_resource_routes::{Query, Server, resource_routes};

#[derive(Clone, Debug, Default)]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/a/{id}")]
    async fn a(&self, id: u32, query: Query<Vec<(String, String)>>) -> String {
        id.to_string()
    }
}

fn main() {
    let _ = Server::new(Plugin::default()).resource();
    let _ = Plugin::routes();
}
