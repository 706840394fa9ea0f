use grafana_resource_routes::resource_routes;

#[resource_routes]
struct Plugin;

fn main() {}
