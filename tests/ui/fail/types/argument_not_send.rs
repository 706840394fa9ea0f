#![allow(unused_variables)]

use std::{fmt::Display, rc::Rc};

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Call, Error, FromCall, Json, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

struct NotSend(Rc<u32>);

impl<'a, P: GrafanaPlugin> FromCall<'a, P> for NotSend {
    type Rejection = Error;

    fn from_call(_: &Call<'a, P>) -> Result<Self, Error> {
        Ok(Self(Rc::new(1)))
    }
}

#[resource_routes]
impl Plugin {
    #[get("/a")]
    async fn a(&self, one: NotSend) {}

    #[get("/b")]
    fn b(&self, one: NotSend, method: &axum::http::Method) {}

    #[get("/c/{text}")]
    async fn c(&self, text: Rc<str>) {}

    #[get("/d")]
    async fn d(&self, text: &dyn Display) {}

    #[post("/e")]
    async fn e(&self, body: Json<Rc<u32>>) {}
}

fn main() {}
