use grafana_resource_routes::resource_routes;

#[resource_routes]
trait Routes {
    #[get("/a")]
    fn handler(&self);
}

fn main() {}
