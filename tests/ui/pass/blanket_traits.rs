//! A blanket trait of the author's, with methods that are called like those of generated code.
#![deny(warnings)]
#![allow(dead_code)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Context, Json, Query, resource_routes};

trait Everything: Sized {
    fn take(&self) {}
    fn take_last(&self) {}
    fn respond(self) {}
    fn resolve(self) {}
    fn answer(self) {}
    fn table() {}
    fn of(&self) {}
    fn new(&self) {}
    fn into_response(self) {}
    fn call_resource(&self) {}
    fn routes(self) {}
}

impl<T> Everything for T {}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[post("/one/{id}")]
    async fn one(
        &self,
        id: &str,
        _context: &Context<Self>,
        query: Query<Vec<u8>>,
        body: Json<u8>,
    ) -> Json<u8> {
        let _ = (id, query);
        body
    }

    #[get("/two")]
    fn two(&self) -> Result<String, grafana_resource_routes::Error> {
        Ok(String::new())
    }
}

fn main() {
    let _ = Plugin::routes();
}
