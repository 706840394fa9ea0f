use grafana_resource_routes::resource_routes;

#[resource_routes]
fn handler() {}

fn main() {
    handler();
}
