//! Raw identifiers, unused parameters, paths of attributes, several routes on a method, braces as text.
#![deny(warnings)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes as routes;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[routes::get("/raw/{type}")]
    fn r#match(&self, r#type: &str) -> String {
        r#type.to_owned()
    }

    #[::grafana_resource_routes::post("/unused/{id}/{_rest}")]
    fn unused(&self, _id: &str) {}

    #[get("/several/{id}")]
    #[put("/several/{id}", id = "replace")]
    #[any("/all/{id}")]
    fn several(&self, mut id: String) -> String {
        id.push('!');
        id
    }

    #[get("/{{braces}}/100%/ä")]
    fn braces() {}
}

fn main() {
    let _ = Plugin::routes();
}
