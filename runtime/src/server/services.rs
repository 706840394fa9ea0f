//! The gRPC services beside the resource calls: the SDK's, health, and go-plugin's controller.

use std::{
    convert::Infallible,
    fmt,
    future::ready,
    sync::Arc,
    task::{Context, Poll},
};

use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use tokio::time::{Instant, timeout_at};
use tonic::{
    Status,
    body::{BoxBody, boxed},
    codec::ProstCodec,
    codegen::BoxFuture,
    server::{Grpc, NamedService, UnaryService},
};
use tower_service::Service;

use super::{
    deadline,
    message::{self, GRPC_ACCEPT_ENCODING, GRPC_ENCODING, Unread},
    stop::Stop,
};

/// An answer of a service, in the making.
pub(super) type Answer = BoxFuture<Response<BoxBody>, Infallible>;

type Call = Arc<dyn Fn(Request<BoxBody>) -> Answer + Send + Sync>;

/// Services by name.
pub(super) struct Services {
    services: Vec<(&'static str, Call)>,
    max_request_bytes: usize,
}

impl Services {
    /// No service yet. What is added takes messages of no more than so many bytes.
    pub(super) fn new(max_request_bytes: usize) -> Self {
        Self { services: Vec::new(), max_request_bytes }
    }

    pub(super) fn add<S>(&mut self, service: S)
    where
        S: NamedService + Clone + Send + Sync + 'static,
        S: Service<Request<BoxBody>, Response = Response<BoxBody>, Error = Infallible, Future = Answer>,
    {
        // Services made by tonic are always ready.
        self.services.push((
            S::NAME,
            Arc::new(move |request| {
                let answered = service.clone().call(request);
                Box::pin(async move { answered.await.map(without_settings) })
            }),
        ));
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.services.iter().map(|service| service.0)
    }

    /// Answers a request for any path.
    pub(super) fn call(&self, request: Request<Incoming>) -> Answer {
        match deadline::of(request.headers()) {
            Ok(None) => self.answer(request),
            Ok(Some(deadline)) => until(deadline, self.answer(request)),
            Err(malformed) => Box::pin(ready(Ok(Status::internal(malformed.to_string()).into_http()))),
        }
    }

    fn answer(&self, request: Request<Incoming>) -> Answer {
        let name = request.uri().path().split('/').nth(1).unwrap_or_default();
        match self.services.iter().find(|service| service.0 == name) {
            Some((_, call)) if request.headers().contains_key(GRPC_ENCODING) => {
                unpacked(Arc::clone(call), request, self.max_request_bytes)
            }
            Some((_, call)) => call(request.map(boxed)),
            None => Box::pin(ready(Ok(unimplemented()))),
        }
    }
}

/// A call whose caller gives up at that time. A stream that has begun goes on until the caller ends it.
#[cold]
fn until(deadline: Instant, answer: Answer) -> Answer {
    Box::pin(async move {
        let late = |_| Ok(Status::deadline_exceeded(deadline::PAST_DEADLINE).into_http());
        timeout_at(deadline, answer).await.unwrap_or_else(late)
    })
}

/// A call whose message may be compressed. tonic would not count what it becomes.
#[cold]
fn unpacked(call: Call, request: Request<Incoming>, limit: usize) -> Answer {
    Box::pin(async move {
        let (mut head, body) = request.into_parts();
        match message::read(body, &head.headers, limit).await {
            Ok(message) => {
                head.headers.remove(GRPC_ENCODING);
                let body = Full::new(message::framed(&message)).map_err(|never| match never {});
                call(Request::from_parts(head, boxed(body))).await
            }
            Err(unread) => Ok(unreadable(&unread, limit)),
        }
    })
}

fn unreadable(unread: &Unread, limit: usize) -> Response<BoxBody> {
    match unread {
        Unread::TooLarge => Status::out_of_range(format!(
            "the message is too large: the plugin takes up to {}",
            crate::rejection::size(limit)
        ))
        .into_http(),
        Unread::Encoding => {
            let (name, value) = GRPC_ACCEPT_ENCODING;
            let mut response = Status::unimplemented(message::ONLY_GZIP).into_http();
            response.headers_mut().insert(name, value);
            response
        }
        Unread::Broken(how) => Status::internal(*how).into_http(),
    }
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// The SDK repeats settings that do not fit the plugin's type in the status of the call, decrypted ones too
/// (`grafana-plugin-sdk`, `backend/mod.rs`), and Grafana logs the status. What is left names the part that does not fit.
fn without_settings(mut response: Response<BoxBody>) -> Response<BoxBody> {
    const UNFIT: [(&[u8], &str); 2] = [
        (b"unexpected%20plugin%20JSON%20data", "the saved jsonData does not fit the plugin"),
        (b"unexpected%20plugin%20secure%20JSON%20data", "the saved secureJsonData does not fit the plugin"),
    ];
    if let Some(message) = response.headers_mut().get_mut("grpc-message") {
        if let Some((_, text)) = UNFIT.iter().find(|(begin, _)| message.as_bytes().starts_with(begin)) {
            *message = HeaderValue::from_static(text);
        }
    }
    response
}

fn unimplemented() -> Response<BoxBody> {
    Status::unimplemented("this plugin has no such service or method").into_http()
}

/// `plugin.GRPCController`, which go-plugin calls before it ends a plugin (`grpc_controller.go`, `client.go`). Without it
/// each end takes the two seconds after which go-plugin kills.
///
/// go-plugin closes its connection as soon as it has the answer, and with it all calls that are under way. So the answer
/// is the last one.
#[derive(Clone, Debug)]
pub(super) struct Controller(pub(super) Stop);

impl NamedService for Controller {
    const NAME: &'static str = "plugin.GRPCController";
}

impl Service<Request<BoxBody>> for Controller {
    type Response = Response<BoxBody>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<BoxBody>) -> Answer {
        if request.uri().path() != "/plugin.GRPCController/Shutdown" {
            return Box::pin(ready(Ok(unimplemented())));
        }
        let shutdown = Shutdown(self.0.clone());
        Box::pin(async move { Ok(Grpc::new(ProstCodec::<(), ()>::default()).unary(shutdown, request).await) })
    }
}

/// The method of the controller.
struct Shutdown(Stop);

impl UnaryService<()> for Shutdown {
    type Response = ();
    type Future = BoxFuture<tonic::Response<()>, Status>;

    fn call(&mut self, _: tonic::Request<()>) -> Self::Future {
        let stop = self.0.clone();
        Box::pin(async move {
            stop.stop();
            stop.watch().drained().await;
            Ok(tonic::Response::new(()))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{future::pending, time::Duration};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_call_of_a_service_ends_at_its_deadline() {
        let deadline = Instant::now() + Duration::from_secs(2);
        let Ok(response) = until(deadline, Box::pin(pending())).await;
        assert_eq!((response.headers()["grpc-status"].as_bytes(), Instant::now()), (&b"4"[..], deadline));
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_of_a_service_within_its_deadline_is_answered_as_any_other() {
        let deadline = Instant::now() + Duration::from_secs(2);
        let Ok(response) = until(deadline, Box::pin(ready(Ok(unimplemented())))).await;
        assert_eq!(response.headers()["grpc-status"], "12");
    }
}
