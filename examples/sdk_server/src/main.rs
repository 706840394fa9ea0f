//! The program that Grafana starts.

use std::error::Error;

use grafana_plugin_sdk::backend::Plugin;
use grafana_resource_routes::server;
use sdk_server::{Count, Counter, Health};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count = Count::default();
    // In place of the SDK's `initialize()`. It prints the handshake, so what can fail at the start comes before it.
    let listener = server::listener()?;
    Plugin::new()
        .init_subscriber(true)
        .diagnostics_service(Health(count.clone()))
        .resource_service(Counter(count))
        .start(listener)
        .await?;
    Ok(())
}
