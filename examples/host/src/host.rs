//! A running host: a plugin process and a web server in front of it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::http::{self, Shared};
use crate::page;
use crate::process::StartError;
use crate::supervisor::Supervisor;

/// Why a host does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// The plugin does not start.
    #[error(transparent)]
    Plugin(#[from] StartError),
    /// The port is taken, say.
    #[error("cannot serve on {0}")]
    Listen(SocketAddr, #[source] io::Error),
}

/// A plugin that is being served. Dropping it ends both, the plugin by force.
///
/// ```no_run
/// use host::{Config, Host, Kind};
///
/// # async fn run() -> Result<(), host::HostError> {
/// let host = Host::start(Config::new("target/debug/gpx_devices", "devices", Kind::DataSource)).await?;
/// println!("{}/devices", host.url());
/// host.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Host {
    /// Where it is served.
    pub addr: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<io::Result<()>>,
}

impl Host {
    /// Starts the plugin, then serves it.
    ///
    /// # Errors
    ///
    /// If the plugin does not start or the address cannot be listened on.
    pub async fn start(config: Config) -> Result<Self, HostError> {
        let listen = |error| HostError::Listen(config.listen, error);
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let addr = listener.local_addr().map_err(listen)?;
        let supervisor = Supervisor::start(config.plugin.clone()).await?;
        let shared = Arc::new(Shared::new(config, supervisor, addr));
        let app = http::router(Arc::clone(&shared)).into_make_service_with_connect_info::<SocketAddr>();
        // Else a chunk waits for the acknowledgement of the one before it.
        let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { addr, shared, server })
    }

    /// Where the plugin's resources are: for a data source `http://…/api/datasources/uid/<uid>/resources`.
    #[must_use]
    pub fn url(&self) -> String {
        let prefix = page::prefixes(&self.shared.config).into_iter().next().unwrap_or_default();
        format!("http://{}{prefix}", self.addr)
    }

    /// Lines for a shell that call the first few routes, if the plugin has listed its routes.
    pub async fn curl_lines(&self) -> Vec<String> {
        let url = self.url();
        let routes = page::routes(&self.shared.config).await;
        let paths =
            routes.iter().filter(|route| route["method"] == "GET").filter_map(|route| route["path"].as_str());
        let plain = paths.filter(|path| !path.contains('{'));
        let lines: Vec<String> = plain.take(4).map(|path| format!("curl -gi {url}{path}")).collect();
        if lines.is_empty() { vec![format!("curl -gi {url}/")] } else { lines }
    }

    /// Ends the server, then the plugin as Grafana does: it is asked, and after two seconds killed.
    pub async fn stop(self) {
        self.server.abort();
        self.shared.supervisor.stop().await;
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.abort();
        self.shared.supervisor.kill();
    }
}
