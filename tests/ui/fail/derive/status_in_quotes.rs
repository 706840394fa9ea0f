use grafana_resource_routes::ResourceError;

#[derive(Debug, thiserror::Error, ResourceError)]
enum Failure {
    #[error("no such device")]
    #[status("404")]
    Missing,
}

fn main() {}
