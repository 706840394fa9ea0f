//! One mistake an attribute.
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[gte("/a")]
    fn a(&self) {}

    #[GET("/b")]
    fn b(&self) {}

    #[route(POST, "/c")]
    fn c(&self) {}

    #[get(path = "/d")]
    fn d(&self) {}

    #[get("/e" role = Editor)]
    fn e(&self) {}

    #[get("/f"f)]
    fn f(&self) {}

    #[get(" /g")]
    fn g(&self) {}

    #[get("http://localhost/h")]
    fn h(&self) {}

    #[get("i\\j")]
    fn i(&self) {}
}

#[resource_routes("/api")]
impl Other {
    #[get("/a")]
    fn a(&self) {}
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Other;

fn main() {}
