use grafana_resource_routes::resource_routes;

struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/x")]
    fn x(&self) {}

    #[get("/y/{id}")]
    async fn y(&self, id: u32) -> String {
        id.to_string()
    }
}

fn main() {}
