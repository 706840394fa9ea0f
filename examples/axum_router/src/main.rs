//! The program that Grafana starts.

use grafana_resource_routes::{Server, server::ServeError};

fn main() -> Result<(), ServeError> {
    Server::new(axum_router::plugin()).resource().run_blocking()
}
