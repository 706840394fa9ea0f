use grafana_resource_routes::ResourceError;

#[derive(Debug, thiserror::Error, ResourceError)]
enum Failure {
    #[error("no such device: {0}")]
    Missing(#[status(NOT_FOUND)] String),
}

fn main() {}
