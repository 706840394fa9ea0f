#![allow(unused_variables)]

use std::collections::HashMap;

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Call, Context, Json, Role, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/a")]
    fn a(&self, context: Context<Self>) {}

    #[post("/b")]
    fn b(&self, body: &Json<u32>) {}

    #[get("/c")]
    fn c(&self, call: &Call<'_, Self>) {}

    #[get("/d")]
    fn d(&self, role: Role) {}

    #[get("/e")]
    fn e(&self, query: HashMap<String, String>) {}

    #[get("/f")]
    fn f(&self, limit: Option<u32>) {}
}

fn main() {}
