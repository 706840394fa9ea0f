use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

struct Point(u32);

#[resource_routes]
impl Plugin {
    #[get("/points/{point}")]
    fn handler(&self, Point(point): Point) {
        let _ = point;
    }
}

fn main() {}
