//! The plugin's program, as users write it. `main.rs` makes a crate of its own of this, whose dependencies have the features that
//! users get, and no others.

#[allow(dead_code, reason = "the benchmark's own part is not used here")]
mod fixture;
mod hand_written;
mod with_routes;

use std::error::Error;

use grafana_plugin_sdk::{
    backend::{self, GrafanaPlugin, ResourceService},
    pluginv2::resource_server::Resource,
};
use grafana_resource_routes::Server;
use hand_written::Hand;
use with_routes::Routes;

fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1).as_deref() {
        Some("hand, SDK's server") => by_the_sdk(Hand::new()),
        Some("routes, SDK's server") => by_the_sdk(Routes::new()),
        _ => Ok(Server::new(Routes::new()).resource().run_blocking()?),
    }
}

/// What `#[grafana_plugin_sdk::main(services(resource), init_subscriber = true)]` expands to.
#[tokio::main]
async fn by_the_sdk<P>(plugin: P) -> Result<(), Box<dyn Error>>
where
    P: ResourceService + GrafanaPlugin + Resource + Send + Sync + 'static,
{
    let listener = backend::initialize().await?;
    Ok(backend::Plugin::new().init_subscriber(true).resource_service(plugin).start(listener).await?)
}
