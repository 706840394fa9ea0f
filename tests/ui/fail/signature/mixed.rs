//! Each method has one mistake, of this macro's or of a type: none hides another.
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Context, JsonData, Path, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Debug, serde::Deserialize)]
struct Settings {
    names: Vec<String>,
}

#[resource_routes]
impl Plugin {
    #[get("/a")]
    async fn a(&self, JsonData(settings): JsonData<Settings>) -> String {
        settings.to_string()
    }

    #[get("/b")]
    fn b(&self, context: Context<Self>) {}

    #[get("/c/{id}")]
    fn c(&self, id: &'static str) {}

    #[get("/d")]
    fn d(self: &mut Self) {}

    #[get("/e")]
    fn e(&self)
    where
        Vec<u32>: Clone,
    {
    }

    #[get("/f/{id}")]
    fn f(&self, id: Path<u32>) {}

    #[get("/g")]
    fn g(&self) -> u32 {
        1
    }

    #[get("/h/{id}")]
    fn h(&self, _: u32) {}

    #[get("/i")]
    fn i(&'static self) {}
}

fn main() {}
