use grafana_resource_routes::ResourceError;

#[derive(Debug, thiserror::Error, ResourceError)]
#[resource_error(name = "x")]
#[error("failed")]
struct Failure;

fn main() {}
