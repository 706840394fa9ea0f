#![doc = include_str!("../docs/server.md")]

mod body;
mod connection;
mod deadline;
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
pub(crate) use head::{FrameHead, canonical_of};
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
