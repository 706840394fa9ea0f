//! Keeps a plugin running: starts it, starts it again when it has crashed, stops it at the end.
//!
//! In comes the plugin's description, out goes the gRPC client of whichever process runs now. Called by
//! [`crate::Host`] and, for each call, by [`crate::call`]. Follows Grafana's `pkg/plugins/manager/process`.

use std::sync::Arc;
use std::time::Duration;

use grafana_plugin_sdk::pluginv2::resource_client::ResourceClient;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tonic::transport::Channel;

use crate::config::Plugin;
use crate::process::{Process, StartError};

/// How often Grafana looks whether a plugin has ended.
const LOOK: Duration = Duration::from_secs(1);

/// The client of a process that runs now.
pub(crate) type Client = ResourceClient<Channel>;

/// A plugin that is kept running. Dropping it kills the process.
#[derive(Debug)]
pub(crate) struct Supervisor {
    client: watch::Receiver<Option<Client>>,
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Supervisor {
    /// The first start, whose failure is the caller's; later ones are logged and tried again.
    pub(crate) async fn start(plugin: Plugin) -> Result<Self, StartError> {
        let process = Process::start(&plugin).await?;
        let (clients, client) = watch::channel(Some(self::client(&process)));
        let stop = Arc::new(Notify::new());
        let task = tokio::spawn(supervise(plugin, process, clients, Arc::clone(&stop)));
        Ok(Self { client, stop, task })
    }

    /// The plugin's client, or `None` between a crash and the next start.
    pub(crate) fn client(&self) -> Option<Client> {
        self.client.borrow().clone()
    }

    /// Ends the plugin and waits until it has ended.
    pub(crate) async fn stop(&self) {
        self.stop.notify_one();
        // The other end is dropped when the process is no more.
        let mut client = self.client.clone();
        while client.changed().await.is_ok() {}
    }

    /// Ends the plugin by force and at once.
    pub(crate) fn kill(&self) {
        self.task.abort();
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn supervise(
    plugin: Plugin,
    process: Process,
    clients: watch::Sender<Option<Client>>,
    stop: Arc<Notify>,
) {
    let mut running = Some(process);
    let stays = async {
        loop {
            keep(&plugin, &mut running, &clients).await;
        }
    };
    tokio::select! {
        () = stays => {}
        () = stop.notified() => {}
    }
    if let Some(process) = running {
        process.stop().await;
    }
}

/// One turn: until the process has ended, or one attempt to start another.
async fn keep(plugin: &Plugin, running: &mut Option<Process>, clients: &watch::Sender<Option<Client>>) {
    if let Some(process) = running {
        let status = process.ended().await;
        *running = None;
        clients.send_replace(None);
        let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        tracing::error!(plugin = plugin.id, status, "the plugin ended; it is started again");
    }
    tokio::time::sleep(LOOK).await;
    match Process::start(plugin).await {
        Ok(process) => {
            clients.send_replace(Some(client(&process)));
            *running = Some(process);
        }
        Err(error) => tracing::error!(plugin = plugin.id, error = with_sources(&error), "no start"),
    }
}

/// As large messages as Grafana takes, which is far more than tonic's own limit.
fn client(process: &Process) -> Client {
    ResourceClient::new(process.channel.clone()).max_decoding_message_size(usize::MAX)
}

/// An error and what caused it, in one line.
pub(crate) fn with_sources(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line
}
