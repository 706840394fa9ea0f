use grafana_resource_routes::ResourceError;

#[derive(Debug, ResourceError)]
#[status(NOT_FOUND)]
struct Missing;

fn main() {}
