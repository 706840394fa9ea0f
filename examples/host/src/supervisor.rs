//! Keeps a plugin running: starts it, starts it again when it has crashed, stops it at the end.
//!
//! In comes the plugin's description, out goes the gRPC client of whichever process runs now. Called by
//! [`crate::Host`] and, for each call, by [`crate::call`]. Follows Grafana's `pkg/plugins/manager/process`.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::config::Plugin;
use crate::message::Client;
use crate::process::{Process, StartError};

/// How often Grafana looks whether a plugin has ended.
const LOOK: Duration = Duration::from_secs(1);

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
        let (clients, client) = watch::channel(Some(Client(process.channel.clone())));
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
    let ended = match running {
        Some(process) => Some(process.ended().await),
        None => None,
    };
    if ended.is_some() {
        *running = None;
        clients.send_replace(None);
    }
    tokio::time::sleep(LOOK).await;
    // Not before: a signal to the whole process group ends the plugin too, and then the host is about to stop.
    if let Some(status) = ended {
        let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        tracing::error!(plugin = plugin.id, status, "the plugin ended; it is started again");
    }
    match Process::start(plugin).await {
        Ok(process) => {
            clients.send_replace(Some(Client(process.channel.clone())));
            *running = Some(process);
        }
        Err(error) => tracing::error!(plugin = plugin.id, error = with_sources(&error), "no start"),
    }
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
