#![allow(unused_variables)]

use axum::response::{IntoResponse, Response};
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Error, Json, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

type Alias = Result<String, String>;

struct Csv;

impl IntoResponse for Csv {
    fn into_response(self) -> Response {
        "a,b".into_response()
    }
}

#[resource_routes]
impl Plugin {
    #[get("/a")]
    async fn a(&self) -> Result<Json<u32>, &'static str> {
        Err("no")
    }

    #[get("/b")]
    fn b(&self) -> Alias {
        Err("no".to_owned())
    }

    #[get("/c")]
    fn c(&self) -> Result<(), ()> {
        Err(())
    }

    #[get("/d")]
    fn d(&self) -> impl Future<Output = Result<Csv, Json<u32>>> + Send {
        std::future::ready(Err(Json(1)))
    }

    #[get("/e")]
    async fn e(&self) -> Result<Option<String>, Option<Error>> {
        Err(None)
    }
}

fn main() {}
