//! The program that Grafana starts.

use grafana_resource_routes::{Server, server::ServeError};
use testdata::TestData;

fn main() -> Result<(), ServeError> {
    Server::new(TestData::default()).resource().run_blocking()
}
