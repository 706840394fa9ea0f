#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

// One block, six mistakes, six errors: none hides another, and no other error follows from them.
#[resource_routes(role = Admni)]
impl Plugin {
    #[get("namespaces")]
    async fn namespaces(&self) -> String {
        self.helper()
    }

    #[get("/pods/{nme}", rol = Viewer)]
    async fn pods(&self, name: &str) -> String {
        name.to_owned()
    }

    #[post("/restart")]
    async fn restart(&mut self) {}

    #[get("/pods/{name}/{*rest}/log")]
    async fn log(&self, name: &str, rest: &str) -> String {
        format!("{name}{rest}")
    }

    fn helper(&self) -> String {
        String::new()
    }
}

fn main() {
    fn is_a_resource_service<T: grafana_plugin_sdk::backend::ResourceService>(_: &T) {}
    is_a_resource_service(&Plugin);
    let _ = Plugin.helper();
}
