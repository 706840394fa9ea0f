//! The program that Grafana starts.

use axum_extractors::Reports;
use grafana_resource_routes::{Server, server::ServeError};

fn main() -> Result<(), ServeError> {
    Server::new(Reports).resource().run_blocking()
}
