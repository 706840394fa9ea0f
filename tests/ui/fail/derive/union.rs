use grafana_resource_routes::ResourceError;

#[derive(Clone, Copy, ResourceError)]
union Failure {
    code: u32,
}

fn main() {}
