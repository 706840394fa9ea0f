#![allow(unused_variables)]

use std::error::Error as StdError;

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Error, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

fn boxed() -> Result<u32, Box<dyn StdError>> {
    Ok(1)
}

fn text() -> Result<u32, String> {
    Ok(1)
}

#[resource_routes]
impl Plugin {
    #[get("/a")]
    fn a(&self) -> Result<String, Box<dyn StdError>> {
        Ok(boxed()?.to_string())
    }

    #[get("/b")]
    async fn b(&self) -> Result<String, Error> {
        Ok(boxed()?.to_string())
    }

    #[get("/c")]
    async fn c(&self) -> Result<String, Error> {
        Ok(text()?.to_string())
    }
}

fn main() {}
