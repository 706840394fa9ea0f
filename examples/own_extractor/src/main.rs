//! The program that Grafana starts.

use grafana_resource_routes::{Server, server::ServeError};
use own_extractor::Rules;

fn main() -> Result<(), ServeError> {
    Server::new(Rules::default()).resource().run_blocking()
}
