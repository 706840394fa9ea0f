#![allow(unused_variables)]

use std::rc::Rc;

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Error, Json, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

struct Plain;

#[derive(serde::Serialize)]
struct Value;

#[resource_routes]
impl Plugin {
    #[get("/a")]
    fn a(&self) -> Json<Rc<Plain>> {
        Json(Rc::new(Plain))
    }

    #[get("/b")]
    async fn b(&self) -> Result<axum::Json<Plain>, Error> {
        Ok(axum::Json(Plain))
    }

    #[get("/c")]
    async fn c(&self) -> Option<Value> {
        None
    }

    #[get("/d")]
    async fn d(&self) -> Result<Value, Error> {
        Ok(Value)
    }

    #[get("/e")]
    fn e(&self) -> Vec<u32> {
        Vec::new()
    }
}

fn main() {}
