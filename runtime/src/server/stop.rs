//! When a server stops: a call of go-plugin's controller, or a signal.

use std::{io, sync::Arc};

use tokio::sync::watch;

/// Clones stop the same server.
#[derive(Clone, Debug)]
pub(super) struct Stop(Arc<watch::Sender<bool>>);

/// Knows when the server stops.
#[derive(Clone, Debug)]
pub(super) struct Stopping(watch::Receiver<bool>);

impl Stop {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    pub(super) fn stop(&self) {
        self.0.send_replace(true);
    }

    pub(super) fn watch(&self) -> Stopping {
        Stopping(self.0.subscribe())
    }
}

impl Stopping {
    /// Returns when the server stops, at once where it does already.
    pub(super) async fn stopped(&mut self) {
        // It fails when there is nobody left who could stop the server; that is the end as well.
        let _ = self.0.wait_for(|stopped| *stopped).await;
    }
}

/// The signals that end a process, taken from the moment on that this value is made.
#[cfg(unix)]
#[derive(Debug)]
pub(super) struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    started_by_host: bool,
}

#[cfg(unix)]
impl Signals {
    pub(super) fn take(started_by_host: bool) -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            started_by_host,
        })
    }

    /// Waits for a signal to stop. Ctrl-C in a terminal reaches the host and its plugins alike; then it is the host that
    /// ends the plugins, so that they can serve it until it has finished (go-plugin: `server.go`).
    pub(super) async fn stop(&mut self) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return,
                _ = self.interrupt.recv() => {
                    if !self.started_by_host {
                        return;
                    }
                }
            }
        }
    }
}

#[cfg(not(unix))]
#[derive(Debug)]
pub(super) struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
    started_by_host: bool,
}

#[cfg(not(unix))]
impl Signals {
    pub(super) fn take(started_by_host: bool) -> io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()?, started_by_host })
    }

    pub(super) async fn stop(&mut self) {
        while self.interrupt.recv().await.is_some() {
            if !self.started_by_host {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_comes_late_learns_of_it_too() {
        let stop = Stop::new();
        stop.stop();
        stop.watch().stopped().await;
    }
}
