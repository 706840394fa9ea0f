//! The process that Grafana starts.

mod body;
mod endpoint;

/// Serves a plugin to Grafana.
#[derive(Debug)]
pub struct Server<P> {
    plugin: std::sync::Arc<P>,
}

impl<P> Server<P> {
    /// A server of this plugin.
    #[must_use]
    pub fn new(plugin: P) -> Self {
        Self { plugin: std::sync::Arc::new(plugin) }
    }
}
