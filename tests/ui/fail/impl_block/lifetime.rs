//! A plugin lives as long as its server.
use grafana_plugin_sdk::backend::{self, GrafanaPlugin};
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug)]
struct Borrower<'a>(&'a str);

impl GrafanaPlugin for Borrower<'static> {
    type PluginType = backend::AppPlugin<Self::JsonData, Self::SecureJsonData>;
    type JsonData = serde_json::Value;
    type SecureJsonData = serde_json::Value;
}

#[resource_routes]
impl<'a> Borrower<'a> {
    #[get("/a")]
    fn a(&self) -> &str {
        self.0
    }
}

fn main() {
    let _ = Borrower::<'static>::routes();
}
