//! The process that Grafana starts.
//!
//! [`Server`] takes the place of the SDK's `Plugin`. It serves the same services to the same hosts, and the resource
//! calls without the SDK's conversions in between:
//!
//! ```no_run
//! use grafana_resource_routes::{Server, resource_routes, server::ServeError};
//! # use grafana_plugin_sdk::prelude::*;
//!
//! #[derive(Clone, Debug, GrafanaPlugin)]
//! #[grafana_plugin(plugin_type = "datasource")]
//! struct Datasource;
//!
//! #[resource_routes]
//! impl Datasource {
//!     #[get("/namespaces")]
//!     fn namespaces() -> &'static str {
//!         "default"
//!     }
//! }
//!
//! fn main() -> Result<(), ServeError> {
//!     Server::new(Datasource).resource().run_blocking()
//! }
//! ```
//!
//! # The life of the process
//!
//! 1. The plugin is made, before the server: [`Server::new`] takes it. What fails there ends the process before the
//!    handshake, which is a start that failed for Grafana. [`main`](fn@main) says why in an error line: what `main` itself
//!    returns, or panics with, Rust prints as plain text, which Grafana logs at debug.
//! 2. The server listens, and prints the handshake. Nothing else may be printed to standard output before.
//! 3. It serves, whatever happens to single calls, connections or file descriptors.
//! 4. Grafana calls `plugin.GRPCController/Shutdown` or sends SIGTERM. Nobody new is let in; calls under way have
//!    [`shutdown_grace`](Server::shutdown_grace) to end; then [`run`](Server::run) returns, and the exit code is 0.
//!
//! Ctrl-C stops a server that was started by hand. One that Grafana has started ignores it, as Go plugins do, because a
//! terminal sends it to Grafana's plugins as well.
//!
//! A Grafana that is killed (SIGKILL) does not end its plugins: they serve on, and a new Grafana starts others beside them.
//! A service manager that ends the whole group, as systemd does unless `KillMode` says otherwise, leaves none.
//!
//! # Panics
//!
//! All code of the plugin that the server runs is in a guard: handlers, streams, services of the SDK, and what they drop. A
//! panic fails its own call, and is an error line in the log. Rust's own line about it, with the place in the source, goes to
//! standard error too, as plain text, which Grafana logs at debug. Two panics cannot be caught: any with `panic = "abort"`, and
//! one in a `Drop` that runs because of another panic. They end the process.
//!
//! # Logs
//!
//! The server installs a subscriber that writes to standard error what Grafana reads: a JSON object a line, with the keys of
//! hclog. No line is longer than the 64 KiB that Grafana reads as one; in one that would be, long texts are cut, and say
//! so. A subscriber that is installed earlier stays.
//!
//! The levels are those of the first of these that is set, in the form of `RUST_LOG`
//! ([`EnvFilter`](tracing_subscriber::EnvFilter)); errors are logged unless they are turned off:
//!
//! | | |
//! |---|---|
//! | `GF_PLUGIN_LOG_LEVEL` | Grafana sets it from the key `log_level` of the section `[plugin.<id>]` of its configuration |
//! | `RUST_LOG` | Since Grafana 12.4 a plugin gets variables of Grafana's process only where `forward_host_env_vars` names it |
//! | neither | `info` |
//!
//! ```ini
//! [plugin.example-devices-datasource]
//! log_level = info,my_crate=debug
//! ```
//!
//! At `debug` each resource call leaves one line, with its route, method, status and duration in microseconds.
//!
//! In addition the server silences, at every level, what would write decrypted secrets, headers or bodies: the SDK's modules
//! `backend::{data, diagnostics, resource, stream}`, and everything finer than `info` of `h2`, `hyper` and `tonic`. A
//! subscriber of your own does none of that: give it such a filter.
//!
//! # Unix sockets
//!
//! A socket stands in the directory for temporary files, unless `PLUGIN_UNIX_SOCKET_DIR` names another. What sweeps that
//! directory may take the socket of a plugin that has been running for long. The connection that Grafana has goes on; a
//! new one cannot be made until the plugin is started anew. Name another directory, or listen on TCP.
//!
//! Some clients of gRPC send the path of the socket as `:authority` (gRPC's C core and what is built on it, Java, Swift),
//! which no authority may hold (RFC 3986, section 3.2): h2 refuses their calls. Give them another, `localhost` for example
//! (`grpc.default_authority` in the C core). Grafana's client, which is Go's, sends a name.
//!
//! # With the SDK's `main`
//!
//! The SDK's server leaves Nagle's algorithm on, by which calls wait 40 ms for an acknowledgement. Those who
//! keep it can replace `initialize()` by [`listener()`]:
//!
//! ```no_run
//! use grafana_plugin_sdk::backend::Plugin;
//! use grafana_resource_routes::server;
//! # use grafana_resource_routes::resource_routes;
//! # use grafana_plugin_sdk::prelude::*;
//! # #[derive(Clone, Debug, GrafanaPlugin)]
//! # #[grafana_plugin(plugin_type = "datasource")]
//! # struct Datasource;
//! # #[resource_routes]
//! # impl Datasource { #[get("/")] fn root() {} }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let listener = server::listener()?;
//!     Plugin::new().init_subscriber(true).resource_service(Datasource).start(listener).await?;
//!     Ok(())
//! }
//! ```

mod body;
mod connection;
mod ending;
mod endpoint;
mod error;
pub(crate) mod frame;
mod grpc;
mod guarded;
mod handler;
mod handshake;
mod hclog;
mod head;
mod listen;
mod log;
mod main;
mod message;
mod run;
mod services;
mod stop;
mod target;

use std::{fmt, sync::Arc, time::Duration};

use grafana_plugin_sdk::{
    backend::{DataService, DiagnosticsService, ResourceService, StreamService},
    pluginv2::{
        data_server::DataServer, diagnostics_server::DiagnosticsServer, resource_server::ResourceServer,
        stream_server::StreamServer,
    },
};

use connection::{Routing, Serve};
pub use error::ServeError;
use grpc::Routed;
pub(crate) use grpc::{AnswerBody, answer};
use guarded::Guarded;
pub use handler::ResourceHandler;
pub(crate) use head::FrameHead;
pub use listen::Listen;
pub use main::main;
pub use run::listener;
use services::Services;
use stop::Calls;

/// How large a request may be, unless it is said: Grafana's own limit of what it accepts from a browser is lower.
pub(crate) const MAX_REQUEST_BYTES: usize = 16 << 20;

/// go-plugin waits for the answer to its call without a limit, and for the end of the process two seconds from then on
/// (`client.go`). Hosts that count from the call on are served by this too.
const SHUTDOWN_GRACE: Duration = Duration::from_millis(1800);

/// Serves a plugin to Grafana, in place of the SDK's `Plugin`. See the [module](self) for what it does and when.
///
/// Each of [`resource`](Self::resource), [`sdk_resource`](Self::sdk_resource), [`data`](Self::data),
/// [`diagnostics`](Self::diagnostics) and [`stream`](Self::stream) adds a service that the plugin implements, in any
/// order. There is one value of the plugin, which all services share; it need not be `Clone`.
///
/// ```no_run
/// use std::time::Duration;
///
/// use grafana_resource_routes::{Server, resource_routes, server::{Listen, ServeError}};
/// # use grafana_plugin_sdk::{backend, prelude::*};
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "datasource")]
/// # struct Datasource;
/// # #[resource_routes]
/// # impl Datasource { #[get("/")] fn root() {} }
/// # #[backend::async_trait]
/// # impl backend::DiagnosticsService for Datasource {
/// #     type CheckHealthError = std::convert::Infallible;
/// #     async fn check_health(
/// #         &self,
/// #         _: backend::CheckHealthRequest<Self>,
/// #     ) -> Result<backend::CheckHealthResponse, Self::CheckHealthError> {
/// #         Ok(backend::CheckHealthResponse::ok("healthy".to_owned()))
/// #     }
/// #     type CollectMetricsError = std::convert::Infallible;
/// #     async fn collect_metrics(
/// #         &self,
/// #         _: backend::CollectMetricsRequest<Self>,
/// #     ) -> Result<backend::CollectMetricsResponse, Self::CollectMetricsError> {
/// #         Ok(backend::CollectMetricsResponse::new(None))
/// #     }
/// # }
///
/// fn main() -> Result<(), ServeError> {
///     Server::new(Datasource)
///         .resource()
///         .diagnostics()
///         .max_request_bytes(64 << 20)
///         .listen(Listen::Tcp)
///         .run_blocking()
/// }
/// ```
pub struct Server<P> {
    plugin: Arc<P>,
    resource: Resource<P>,
    data: Option<Add<P>>,
    diagnostics: Option<Add<P>>,
    stream: Option<Add<P>>,
    max_request_bytes: usize,
    shutdown_grace: Duration,
    worker_threads: Option<usize>,
    listen: Listen,
    init_subscriber: bool,
}

/// Adds a service of the SDK, for requests of no more than so many bytes.
type Add<P> = fn(&Arc<P>, usize, &mut Services);

/// Where resource calls go.
enum Resource<P> {
    None,
    Sdk(Add<P>),
    Own(Connect),
}

/// Puts a handler of resource calls before the services, for requests of no more than so many bytes.
type Connect = Box<dyn FnOnce(usize, Arc<Services>, Calls) -> Arc<dyn Serve> + Send>;

impl<P> Server<P> {
    /// A server of this plugin, without any service yet.
    ///
    /// What a plugin needs at its start is made before, so that a start that fails is one for Grafana too; see
    /// [`main`](fn@main):
    ///
    /// ```no_run
    /// use std::process::ExitCode;
    ///
    /// # use grafana_resource_routes::resource_routes;
    /// use grafana_resource_routes::{Server, server};
    /// # use grafana_plugin_sdk::prelude::*;
    /// # #[derive(Clone, Debug, GrafanaPlugin)]
    /// # #[grafana_plugin(plugin_type = "datasource")]
    /// # struct Datasource;
    /// # #[resource_routes]
    /// # impl Datasource { #[get("/")] fn root() {} }
    /// # impl Datasource {
    /// #     fn open(_: String) -> Result<Self, std::io::Error> { Ok(Self) }
    /// # }
    /// fn main() -> ExitCode {
    ///     server::main(|| {
    ///         let plugin = Datasource::open(std::env::var("GF_PLUGIN_DATABASE")?)?;
    ///         Ok(Server::new(plugin).resource().run_blocking()?)
    ///     })
    /// }
    /// ```
    #[must_use]
    pub fn new(plugin: P) -> Self {
        Self {
            plugin: Arc::new(plugin),
            resource: Resource::None,
            data: None,
            diagnostics: None,
            stream: None,
            max_request_bytes: MAX_REQUEST_BYTES,
            shutdown_grace: SHUTDOWN_GRACE,
            worker_threads: None,
            listen: Listen::default(),
            init_subscriber: true,
        }
    }

    /// Serves the plugin's routes, without the SDK in between.
    #[must_use]
    pub fn resource(self) -> Self
    where
        P: ResourceHandler,
    {
        let handler = Arc::clone(&self.plugin);
        self.resource_from(handler)
    }

    /// Serves the routes of something else than the plugin: a [`ServiceAdapter`](crate::ServiceAdapter) with an
    /// `axum::Router` in it, most often. It takes the place of [`resource`](Self::resource).
    #[must_use]
    pub fn resource_with<H: ResourceHandler>(self, handler: H) -> Self {
        self.resource_from(Arc::new(handler))
    }

    fn resource_from<H: ResourceHandler>(mut self, handler: Arc<H>) -> Self {
        self.resource = Resource::Own(Box::new(move |limit, services, calls| {
            let endpoint = Some(Arc::new(Routed::new(handler, limit)));
            Arc::new(Routing { endpoint, services, calls })
        }));
        self
    }

    /// Serves a [`ResourceService`] that was written by hand, as the SDK does. It takes the place of
    /// [`resource`](Self::resource), and the other way round.
    #[must_use]
    pub fn sdk_resource(mut self) -> Self
    where
        P: ResourceService + Send + Sync + 'static,
    {
        self.resource = Resource::Sdk(|plugin, limit, services| {
            services.add(ResourceServer::new(Guarded(Arc::clone(plugin))).max_decoding_message_size(limit));
        });
        self
    }

    /// Serves the plugin's [`DataService`].
    #[must_use]
    pub fn data(mut self) -> Self
    where
        P: DataService + Send + Sync + 'static,
    {
        self.data = Some(|plugin, limit, services| {
            services.add(DataServer::new(Guarded(Arc::clone(plugin))).max_decoding_message_size(limit));
        });
        self
    }

    /// Serves the plugin's [`DiagnosticsService`].
    #[must_use]
    pub fn diagnostics(mut self) -> Self
    where
        P: DiagnosticsService + Send + Sync + 'static,
    {
        self.diagnostics = Some(|plugin, limit, services| {
            services
                .add(DiagnosticsServer::new(Guarded(Arc::clone(plugin))).max_decoding_message_size(limit));
        });
        self
    }

    /// Serves the plugin's [`StreamService`].
    #[must_use]
    pub fn stream(mut self) -> Self
    where
        P: StreamService + Send + Sync + 'static,
    {
        self.stream = Some(|plugin, limit, services| {
            services.add(StreamServer::new(Guarded(Arc::clone(plugin))).max_decoding_message_size(limit));
        });
        self
    }

    /// How many bytes a request may have, as a message of gRPC: of a resource call, its headers, settings and body
    /// together. 16 MiB unless it is set.
    #[must_use]
    pub fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.max_request_bytes = bytes;
        self
    }

    /// How long calls that are under way may take when the server stops. 1.8 s unless it is set. A resource call whose
    /// answer has no end takes all of it, and Grafana, which waits, ends that much later. A `RunStream` of the SDK's stream
    /// service does not: it is open for as long as somebody looks at it, and Grafana asks for it again.
    #[must_use]
    pub fn shutdown_grace(mut self, grace: Duration) -> Self {
        self.shutdown_grace = grace;
        self
    }

    /// How many threads [`run_blocking`](Self::run_blocking) answers calls on; one at least. Unless it is set, as many as
    /// the machine has cores, and no more than four.
    ///
    /// Fewer do not make calls cheaper by much (`tests/benches/RESULTS.md`), and with one a handler that does not await while
    /// it works or waits holds up everybody's calls: leave one thread to plugins whose handlers never do.
    #[must_use]
    pub fn worker_threads(mut self, threads: usize) -> Self {
        self.worker_threads = Some(threads);
        self
    }

    /// What to listen on: [`Listen::Auto`] unless it is set.
    #[must_use]
    pub fn listen(mut self, listen: Listen) -> Self {
        self.listen = listen;
        self
    }

    /// Whether to install a subscriber for logs, where the process has none: it does, unless it is told not to.
    #[must_use]
    pub fn init_subscriber(mut self, init_subscriber: bool) -> Self {
        self.init_subscriber = init_subscriber;
        self
    }

    /// The services by the names that Go plugins log, in their order.
    fn served(&self) -> impl Iterator<Item = &'static str> {
        let served = [
            ("diagnostics", self.diagnostics.is_some()),
            ("data", self.data.is_some()),
            ("resource", !matches!(self.resource, Resource::None)),
            ("stream", self.stream.is_some()),
        ];
        served.into_iter().filter_map(|(name, is_served)| is_served.then_some(name))
    }
}

/// Says what is served and how. Nothing of the plugin.
impl<P> fmt::Debug for Server<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("services", &self.served().collect::<Vec<_>>())
            .field("max_request_bytes", &self.max_request_bytes)
            .field("shutdown_grace", &self.shutdown_grace)
            .field("worker_threads", &self.worker_threads)
            .field("listen", &self.listen)
            .finish_non_exhaustive()
    }
}
