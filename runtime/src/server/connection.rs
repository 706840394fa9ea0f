//! One connection: HTTP/2 by hyper, and where each of its requests goes.

use std::{
    convert::Infallible,
    future::Future,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use http::{Request, Response};
use hyper::{body::Incoming, server::conn::http2::Builder, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::time::timeout;

use super::{
    body::Body,
    ending,
    endpoint::Endpoint,
    listen::Connection,
    services::{self, Services},
    stop::{Calls, Stopping, UnderWay},
};

const CALL_RESOURCE: &str = "/pluginv2.Resource/CallResource";

const RUN_STREAM: &str = "/pluginv2.Stream/RunStream";
const SHUTDOWN: &str = "/plugin.GRPCController/Shutdown";

/// What a stream may send before it is read. Requests are read to their end as they come.
const STREAM_WINDOW: u32 = 1 << 20;

/// What all streams together may send before they are read. Also bounds how many small frames may wait, half a window
/// of them by h2's reckoning, before h2 takes it for an attack and ends the connection: some 30 000.
const CONNECTION_WINDOW: u32 = 16 << 20;

/// How much of a response waits for a reader that is slow, besides the chunk that is being sent.
const SEND_BUFFER: usize = 64 << 10;

/// How many calls may be cancelled before they were looked at. h2's own 20 ends the connection, and with it the calls of
/// others, when somebody closes a tab with many panels.
const PENDING_RESETS: usize = 4096;

/// How large the headers of a request may be, gRPC's metadata among them: as large as grpc-go lets them be
/// (`internal/transport/defaults.go`: `defaultServerMaxHeaderListSize`). hyper's own 16 KiB are less than a token of a large
/// company.
const MAX_HEADERS: u32 = 16 << 20;

/// How long a connection that has brought no call may hold up the end. hyper waits for the peer's greeting, and for its
/// answer to a ping, without end.
const SILENCE: Duration = Duration::from_millis(100);

/// Serves connections. Implemented once for each kind of endpoint, so that only a connection is boxed, not a call.
pub(super) trait Serve: Send + Sync {
    /// Serves a connection to its end, or until all calls are answered that were there when the server stopped.
    fn serve(
        &self,
        connection: Connection,
        stopping: Stopping,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'static>>;
}

/// Everything that requests can ask for.
pub(super) struct Routing<E> {
    /// For resource calls, where these do not go to a service of the SDK.
    pub(super) endpoint: Option<Arc<E>>,
    pub(super) services: Arc<Services>,
    pub(super) calls: Calls,
}

impl<E> Clone for Routing<E> {
    fn clone(&self) -> Self {
        Self {
            endpoint: self.endpoint.clone(),
            services: Arc::clone(&self.services),
            calls: self.calls.clone(),
        }
    }
}

impl<E: Endpoint> Serve for Routing<E> {
    fn serve(
        &self,
        connection: Connection,
        stopping: Stopping,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'static>> {
        Box::pin(serve(self.clone(), connection, stopping))
    }
}

async fn serve<E: Endpoint>(routing: Routing<E>, connection: Connection, mut stopping: Stopping) {
    let called = Arc::new(AtomicBool::new(false));
    let (calls, serving) = (Arc::clone(&called), stopping.clone());
    let route = service_fn(move |request: Request<Incoming>| {
        calls.store(true, Ordering::Relaxed);
        match (&routing.endpoint, request.uri().path()) {
            (Some(endpoint), CALL_RESOURCE) => Answer::Resource {
                call: Arc::clone(endpoint).call(request),
                under_way: Some(routing.calls.begin()),
            },
            // Grafana holds it open for as long as somebody looks at it, and asks for it again when the plugin is back.
            (_, RUN_STREAM) => {
                let call = ending::with_the_server(routing.services.call(request), serving.clone());
                Answer::Service { call, under_way: None }
            }
            // The end of the process does not wait for the call that waits for it.
            (_, SHUTDOWN) => Answer::Service { call: routing.services.call(request), under_way: None },
            _ => Answer::Service {
                call: routing.services.call(request),
                under_way: Some(routing.calls.begin()),
            },
        }
    });
    let mut connection = pin!(builder().serve_connection(TokioIo::new(connection), route));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopping.stopped() => {
            connection.as_mut().graceful_shutdown();
            match timeout(SILENCE, connection.as_mut()).await {
                Ok(ended) => ended,
                Err(_) if !called.load(Ordering::Relaxed) => return,
                Err(_) => connection.await,
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!("a connection ended: {error}");
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        // Each panel that streams holds one, for as long as it is shown.
        .max_concurrent_streams(None)
        .max_pending_accept_reset_streams(PENDING_RESETS)
        // Counted over the life of a connection, which is that of the process.
        .max_local_error_reset_streams(None)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(SEND_BUFFER)
        .max_header_list_size(MAX_HEADERS)
        // gRPC has no use for it.
        .auto_date_header(false);
    builder
}

pin_project_lite::pin_project! {
    /// An answer in the making. Only that of a service is boxed, by tonic.
    #[project = Projected]
    enum Answer<F> {
        Resource { #[pin] call: F, under_way: Option<UnderWay> },
        Service { call: services::Answer, under_way: Option<UnderWay> },
    }
}

impl<F: Future<Output = Response<B>>, B> Future for Answer<F> {
    type Output = Result<Response<Body<B>>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Ok(match self.project() {
            Projected::Resource { call, under_way } => {
                ready!(call.poll(cx)).map(|body| Body::Resource { body, under_way: under_way.take() })
            }
            Projected::Service { call, under_way } => {
                let Ok(response) = ready!(call.as_mut().poll(cx));
                response.map(|body| Body::Service { body, under_way: under_way.take() })
            }
        }))
    }
}
