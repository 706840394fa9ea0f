//! The program that Grafana starts.

use devices::Devices;
use grafana_resource_routes::{Server, server::ServeError};

fn main() -> Result<(), ServeError> {
    Server::new(Devices::default()).resource().run_blocking()
}
