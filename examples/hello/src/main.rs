//! The program that Grafana starts.

use grafana_resource_routes::{Server, server::ServeError};
use hello::Hello;

fn main() -> Result<(), ServeError> {
    Server::new(Hello).resource().run_blocking()
}
