//! Blocks side by side: with the library under another name, with a method called `routes` in it or beside it, inside of a function.
#![deny(warnings)]

extern crate grafana_resource_routes as renamed;

mod api {
    pub use grafana_resource_routes as routes;
}

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use renamed::{Error, ResourceError, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct One;

#[resource_routes(crate = renamed)]
impl One {
    #[renamed::get("/a/{id}")]
    async fn a(&self, id: u8) -> Result<String, Failure> {
        Err(Failure(id))
    }
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Two;

#[resource_routes(crate = crate::api::routes, errors = Error::status)]
impl Two {
    #[get("/a/{id}")]
    async fn a(&self, id: u8) -> String {
        id.to_string()
    }

    #[get("/routes")]
    fn routes(&self) -> &'static str {
        "the author's"
    }
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Three;

#[resource_routes(crate = renamed, routes = false)]
impl Three {
    #[get("/a")]
    fn a(&self) {}
}

impl Three {
    fn routes(&self) -> &'static str {
        "the author's"
    }
}

#[derive(Debug, thiserror::Error, ResourceError)]
#[error("{0}")]
#[status(CONFLICT)]
#[resource_error(crate = renamed)]
struct Failure(u8);

fn main() {
    #[derive(Clone, Debug, GrafanaPlugin)]
    #[grafana_plugin(plugin_type = "app")]
    struct Local;

    #[resource_routes]
    impl Local {
        #[get("/")]
        fn root(&self) {}
    }

    let table = <Two as renamed::ResourceRoutes>::routes();
    let elsewhere = <Three as renamed::ResourceRoutes>::routes();
    let _ = (One::routes(), table, Two.routes(), Three.routes(), elsewhere, Local::routes());
}
