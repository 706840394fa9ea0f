//! From a [`Server`] to its end: listen, shake hands, accept, drain.

use std::{num::NonZeroUsize, sync::Arc, thread::available_parallelism, time::Duration};

use tokio::{
    net::TcpListener,
    runtime,
    task::JoinSet,
    time::{Instant, timeout_at},
};
use tonic_health::{
    ServingStatus,
    server::{HealthReporter, health_reporter},
};

use super::{
    Resource, ServeError, Server,
    connection::{Routing, Serve},
    endpoint::Unserved,
    handshake::{self, Environment},
    listen::{self, Listener},
    log,
    services::{Controller, Services},
    stop::{Calls, Signals, Stop},
};

/// So many threads unless the author says how many, where the machine has as many cores.
const MAX_DEFAULT_THREADS: usize = 4;

/// How long what still runs after the grace may hold up the end of the process.
const LINGER: Duration = Duration::from_millis(100);

/// The name that go-plugin asks for the health of (`server.go`: `GRPCServiceName`).
const PLUGIN: &str = "plugin";

/// The service of resource calls, where no service of the SDK's has the name.
const RESOURCE: &str = "pluginv2.Resource";

impl<P> Server<P> {
    /// Serves until Grafana ends the plugin, on a runtime of its own. This is what `main` calls.
    ///
    /// # Errors
    ///
    /// Where the server cannot start; see [`run`](Self::run). It is in the log then. `main` returns it, and Rust prints it once
    /// more and exits with 1.
    ///
    /// # Panics
    ///
    /// Inside of a runtime of tokio: there it is [`run`](Self::run).
    pub fn run_blocking(self) -> Result<(), ServeError> {
        self.init_log();
        let threads = self
            .worker_threads
            .unwrap_or_else(|| available_parallelism().map_or(1, NonZeroUsize::get).min(MAX_DEFAULT_THREADS));
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(threads.max(1))
            .enable_all()
            .build()
            .map_err(ServeError::io("cannot start the threads"))
            .inspect_err(ServeError::tell)?;
        let ended = runtime.block_on(self.run());
        // Dropping it would wait for blocking work without end.
        runtime.shutdown_timeout(LINGER);
        ended
    }

    /// Serves until Grafana ends the plugin: returns when it was asked to stop, and calls under way have ended or the
    /// grace is over.
    ///
    /// The process should end then, and soon: Grafana kills it two seconds after it was answered. The end of
    /// `#[tokio::main]` waits for `spawn_blocking`; [`run_blocking`](Self::run_blocking) does not.
    ///
    /// Signal handlers that this installs stay for the life of the process.
    ///
    /// # Errors
    ///
    /// Where the server cannot start: it cannot listen, standard output is a broken pipe, or the host wants what it cannot do,
    /// such as mutual TLS. It is in the log then. Nothing that happens after the handshake is an error.
    ///
    /// # Panics
    ///
    /// Outside of a runtime of tokio, or in one without its drivers for time and IO.
    pub async fn run(self) -> Result<(), ServeError> {
        self.init_log();
        self.serve().await.inspect_err(ServeError::tell)
    }

    fn init_log(&self) {
        if self.init_subscriber {
            log::init();
        }
    }

    async fn serve(self) -> Result<(), ServeError> {
        let environment = Environment::read()?;
        let mut signals =
            Signals::take(environment.cookie).map_err(ServeError::io("cannot wait for signals"))?;
        let mut listener = Listener::bind(self.listen, &environment)?;
        let stop = Stop::new();
        let served = self.served().collect::<Vec<_>>().join(" ");
        let grace = self.shutdown_grace;
        let mut serving = self.serving(&stop).await;
        if !environment.cookie {
            handshake::hint();
        }
        handshake::announce(listener.address())?;
        tracing::debug!(plugins = %format_args!("[{served}]"), "Serving plugin");

        let mut stopping = stop.watch();
        tokio::select! {
            () = serving.accept(&mut listener, &stop) => {}
            () = stopping.stopped() => {}
            () = signals.stop() => stop.stop(),
        }
        drop(listener);
        serving.drain(grace, &stop).await;
        Ok(())
    }

    async fn serving(self, stop: &Stop) -> Serving {
        let mut services = Services::new(self.max_request_bytes);
        for add in [self.diagnostics, self.data, self.stream].into_iter().flatten() {
            add(&self.plugin, self.max_request_bytes, &mut services);
        }
        if let Resource::Sdk(add) = &self.resource {
            add(&self.plugin, self.max_request_bytes, &mut services);
        }
        let (mut health, service) = health_reporter();
        let mut healthy = vec![PLUGIN];
        healthy.extend(services.names());
        if let Resource::Own(_) = self.resource {
            healthy.push(RESOURCE);
        }
        for name in &healthy {
            health.set_service_status(*name, ServingStatus::Serving).await;
        }
        services.add(service);
        services.add(Controller(stop.clone()));

        let (services, calls) = (Arc::new(services), Calls::new());
        let serve: Arc<dyn Serve> = match self.resource {
            Resource::Own(connect) => connect(self.max_request_bytes, services, calls.clone()),
            Resource::Sdk(_) | Resource::None => {
                Arc::new(Routing::<Unserved> { endpoint: None, services, calls: calls.clone() })
            }
        };
        Serving { serve, calls, connections: JoinSet::new(), health, healthy }
    }
}

/// The connections that are open.
struct Serving {
    serve: Arc<dyn Serve>,
    calls: Calls,
    connections: JoinSet<()>,
    health: HealthReporter,
    healthy: Vec<&'static str>,
}

impl Serving {
    /// Lets connections in, without end.
    async fn accept(&mut self, listener: &mut Listener, stop: &Stop) {
        loop {
            tokio::select! {
                connection = listener.accept() => {
                    self.connections.spawn(self.serve.serve(connection, stop.watch()));
                }
                Some(_) = self.connections.join_next() => {}
            }
        }
    }

    /// Waits for calls under way, which the connections know to be the last.
    async fn drain(mut self, grace: Duration, stop: &Stop) {
        // Who watches the health of a service would hold up its end.
        for name in self.healthy.iter().copied().chain([""]) {
            self.health.clear_service_status(name).await;
        }
        let end = end_of(grace);
        if timeout_at(end, self.calls.ended()).await.is_err() {
            tracing::warn!("calls that take longer than {grace:?} are dropped at the end of the process");
        }
        stop.drained();
        // What is left is to send: the last bytes, and the answer to who asked for the end.
        let end = end.max(Instant::now() + LINGER);
        let _ = timeout_at(end, async { while self.connections.join_next().await.is_some() {} }).await;
    }
}

/// When the grace is over. A grace that no clock can measure is one without an end.
fn end_of(grace: Duration) -> Instant {
    const WITHOUT_END: Duration = Duration::from_secs(365 * 24 * 60 * 60);

    Instant::now() + grace.min(WITHOUT_END)
}

/// A listener for those who serve with the SDK's `Plugin`: in place of `initialize()`, with the same handshake, and
/// `TCP_NODELAY` on each of its connections (on Linux, where they take it over from the listener).
///
/// An example stands in the [module's documentation](super#with-the-sdks-main).
///
/// # Errors
///
/// Where it cannot listen, or cannot print the handshake.
///
/// # Panics
///
/// Outside of a runtime of tokio.
pub fn listener() -> Result<TcpListener, ServeError> {
    listen_and_announce().inspect_err(ServeError::tell)
}

fn listen_and_announce() -> Result<TcpListener, ServeError> {
    let environment = Environment::read()?;
    let listener = listen::tcp(environment.ports.as_ref())?;
    let address = listener.local_addr().map_err(ServeError::io("the listener has no address"))?;
    handshake::announce(&format!("tcp|{address}"))?;
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grace_may_be_as_long_as_a_duration_can_be() {
        assert!(end_of(Duration::MAX) > end_of(Duration::from_secs(3600)));
    }
}
