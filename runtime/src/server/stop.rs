//! When a server stops: a call of go-plugin's controller, or a signal.

use std::{io, sync::Arc};

use tokio::sync::watch;

/// How far a server is on its way to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Serving,
    /// Nobody new is let in.
    Stopping,
    /// No call is under way any more, or the grace is over.
    Drained,
}

/// Clones stop the same server.
#[derive(Clone, Debug)]
pub(super) struct Stop(Arc<watch::Sender<Phase>>);

/// Knows when the server stops.
#[derive(Clone, Debug)]
pub(super) struct Stopping(watch::Receiver<Phase>);

impl Stop {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Phase::Serving)))
    }

    pub(super) fn stop(&self) {
        self.reach(Phase::Stopping);
    }

    /// Called when calls have ended, or have to.
    pub(super) fn drained(&self) {
        self.reach(Phase::Drained);
    }

    fn reach(&self, phase: Phase) {
        self.0.send_if_modified(|now| {
            let is_later = *now < phase;
            *now = phase.max(*now);
            is_later
        });
    }

    pub(super) fn watch(&self) -> Stopping {
        Stopping(self.0.subscribe())
    }
}

impl Stopping {
    /// Returns when the server stops, at once where it does already.
    pub(super) async fn stopped(&mut self) {
        self.reached(Phase::Stopping).await;
    }

    /// Returns when there are no more calls to wait for.
    pub(super) async fn drained(&mut self) {
        self.reached(Phase::Drained).await;
    }

    async fn reached(&mut self, phase: Phase) {
        // It fails when there is nobody left who could stop the server; that is the end as well.
        let _ = self.0.wait_for(|now| *now >= phase).await;
    }
}

/// Counts the calls that are under way. Clones count together.
#[derive(Clone, Debug)]
pub(super) struct Calls(Arc<watch::Sender<()>>);

/// One call that is under way, until this value and all clones of it are dropped.
#[derive(Clone, Debug)]
pub(super) struct UnderWay(#[expect(dead_code, reason = "counted while it lives")] watch::Receiver<()>);

impl Calls {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(())))
    }

    pub(super) fn begin(&self) -> UnderWay {
        UnderWay(self.0.subscribe())
    }

    /// Returns when no call is under way.
    pub(super) async fn ended(&self) {
        self.0.closed().await;
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

    #[tokio::test]
    async fn what_has_drained_does_not_go_back() {
        let stop = Stop::new();
        stop.drained();
        stop.stop();
        stop.watch().drained().await;
    }

    #[tokio::test]
    async fn calls_end_with_the_last_one() {
        let calls = Calls::new();
        calls.ended().await;
        let (first, second) = (calls.begin(), calls.clone().begin());
        drop(first);
        let mut ended = std::pin::pin!(calls.ended());
        tokio::select! {
            biased;
            () = ended.as_mut() => panic!("one is under way"),
            () = std::future::ready(()) => {}
        }
        drop(second);
        ended.await;
    }
}
