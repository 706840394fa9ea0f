//! START HERE: the whole life of a call.
//!
//! 1. The path gets its canonical form ([`crate::path`]).
//! 2. The table finds the route ([`crate::table`]).
//! 3. The caller's role is compared with the route's, before anything of the plugin runs.
//! 4. Generated code makes the handler's future: each argument is extracted ([`crate::extract`]), the handler runs,
//!    what it returns becomes a response ([`crate::respond`]).
//! 5. [`Running`] polls that future, catches panics, gives errors their shape and waits for the first chunk.

use std::{
    any::Any,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum_core::response::Response;
use grafana_plugin_sdk::backend::{CallResourceRequest, GrafanaPlugin};
use http::{Method, StatusCode, header};
use pin_project_lite::pin_project;

use crate::{
    Error, Rejection,
    call::{Arrived, PathText},
    error::Cause,
    listing::{Route, Routes},
    path::Canonical,
    respond::{Outgoing, Reply, Tail, collect_first},
    sdk::{Incoming, Never},
    table::{Allow, Found, Table},
};

/// A call being answered.
pub type Pending<'c> = Pin<Box<dyn Future<Output = Result<(Reply, Tail), Never>> + Send + 'c>>;

/// The shape of a block's errors, where it is not the default one.
pub type ErrorShape = fn(&Error) -> Response;

/// A plugin with routes. Implemented by [`#[resource_routes]`](macro@crate::resource_routes), together with the SDK's
/// `ResourceService`.
pub trait ResourceRoutes: GrafanaPlugin + Send + Sync + Sized + 'static {
    #[doc(hidden)]
    fn table() -> &'static Table;

    /// Answers a call that has found its route.
    #[doc(hidden)]
    fn answer(&self, arrived: Arrived<Self>) -> Pending<'_>;

    #[doc(hidden)]
    fn error_shape() -> Option<ErrorShape> {
        None
    }

    /// The routes, in the order in which they are written.
    #[must_use]
    fn routes() -> Routes {
        Self::table().routes()
    }
}

/// Answers one call.
pub fn dispatch<P: ResourceRoutes>(plugin: &P, request: CallResourceRequest<P>) -> Pending<'_> {
    let incoming = Incoming::from_sdk(request);
    let Incoming { head, .. } = &incoming;
    let (found, path) = match Canonical::of(head.uri.path()) {
        Ok(path) => (P::table().find(&head.method, &path), path.into_text(head.uri.path())),
        Err(_) => return refuse::<P>(&head.method, Rejection::InvalidPath),
    };
    match found {
        Found::Route(route, captures) => {
            if let Err(rejection) = check_role(&incoming, route) {
                return refuse::<P>(&incoming.head.method, rejection);
            }
            let Incoming { head, body, context } = incoming;
            plugin.answer(Arrived { head, body, context, path, captures, route, shape: P::error_shape() })
        }
        Found::OtherMethods(allow) if head.method == Method::OPTIONS => options(allow),
        Found::OtherMethods(allow) => {
            refuse::<P>(&head.method, Rejection::MethodNotAllowed { method: head.method.clone(), allow })
        }
        Found::Nothing => {
            let path = path.in_path(head.uri.path()).into();
            refuse::<P>(&head.method, Rejection::NotFound { method: head.method.clone(), path })
        }
    }
}

/// A call without a user is refused wherever a role is asked for: nobody has vouched for it.
fn check_role<P: GrafanaPlugin>(incoming: &Incoming<P>, route: &Route) -> Result<(), Rejection> {
    let Some(required) = route.role() else {
        return Ok(());
    };
    let actual = incoming.context.user().map(|user| user.role);
    if actual >= Some(required) { Ok(()) } else { Err(Rejection::Forbidden { required, actual }) }
}

#[cold]
fn options<'c>(allow: Allow) -> Pending<'c> {
    let mut reply = Reply::empty(StatusCode::NO_CONTENT);
    reply.headers.insert(header::ALLOW, allow.to_header());
    Box::pin(std::future::ready(Ok((reply, Tail::default()))))
}

/// Answers a call that reaches no handler.
#[cold]
fn refuse<'c, P: ResourceRoutes>(method: &Method, rejection: Rejection) -> Pending<'c> {
    let meta = Meta { route: &NO_ROUTE, is_head: method == Method::HEAD, shape: P::error_shape() };
    let span = crate::log::span(meta.route, method);
    match meta.settle(Outgoing::Error(rejection.into())) {
        Settled::Now(reply) => {
            span.answered(&reply);
            Box::pin(std::future::ready(Ok((reply, Tail::default()))))
        }
        Settled::Later(response) => Box::pin(async move {
            let (reply, tail) = meta.settle_foreign(response).await;
            span.answered(&reply);
            Ok((reply, tail))
        }),
    }
}

/// What the log says of calls without a route.
static NO_ROUTE: Route = Route::new(0, crate::listing::RouteMethod::Any, "", "", "");

/// What is known of a call without looking at it again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meta {
    route: &'static Route,
    is_head: bool,
    shape: Option<ErrorShape>,
}

enum Settled {
    Now(Reply),
    Later(Box<Response>),
}

impl Meta {
    /// For a call that a service of the author's own answers.
    pub(crate) fn without_route(method: &Method) -> Self {
        Self { route: &NO_ROUTE, is_head: method == Method::HEAD, shape: None }
    }

    pub(crate) fn log_panic(self, panic: &(dyn Any + Send)) {
        crate::log::panic(self.route, "the service", panic);
    }

    /// From what was answered to what is sent.
    pub(crate) async fn finish(self, outgoing: Outgoing) -> (Reply, Tail) {
        match self.settle(outgoing) {
            Settled::Now(reply) => (reply, Tail::default()),
            Settled::Later(response) => self.settle_foreign(response).await,
        }
    }

    /// From what the handler gave to what can be sent.
    fn settle(self, outgoing: Outgoing) -> Settled {
        match outgoing {
            Outgoing::Reply(reply) => Settled::Now(reply.finish(self.is_head)),
            Outgoing::Error(error) => self.settle_error(error),
            Outgoing::Foreign(response) => match cause(response) {
                Ok(error) => self.settle_error(error),
                Err(response) => Settled::Later(response),
            },
        }
    }

    #[cold]
    fn settle_error(self, error: Error) -> Settled {
        crate::log::error(self.route, &error);
        if let Some(shape) = self.shape {
            let mut response = shape(&error);
            // What the status means is not the shape's to lose.
            for (name, value) in error.headers() {
                response.headers_mut().entry(name).or_insert_with(|| value.clone());
            }
            return Settled::Later(Box::new(response));
        }
        let mut reply = Reply::typed("application/json", error.to_json());
        reply.status = error.status();
        reply.headers = error.into_headers();
        Settled::Now(reply.finish(self.is_head))
    }

    async fn settle_foreign(self, response: Box<Response>) -> (Reply, Tail) {
        match collect_first(*response, self.route, self.is_head).await {
            Ok((reply, tail)) => (reply.finish(self.is_head), tail),
            Err(rejection) => self.settle_broken(rejection.into()).await,
        }
    }

    /// A response whose first chunk failed. Should the block's own shape fail as well, the default one does not.
    async fn settle_broken(self, error: Error) -> (Reply, Tail) {
        if let Some(shape) = self.shape {
            if let Ok((reply, tail)) = collect_first(shape(&error), self.route, self.is_head).await {
                return (reply.finish(self.is_head), tail);
            }
        }
        let mut reply = Reply::typed("application/json", error.to_json());
        reply.status = error.status();
        (reply.finish(self.is_head), Tail::default())
    }
}

/// The error that a response was made of, with what was put on top of it since.
fn cause(mut response: Box<Response>) -> Result<Error, Box<Response>> {
    let cause = response.extensions_mut().remove::<Cause>();
    let error = cause.and_then(|cause| cause.0.lock().ok().and_then(|mut error| error.take()));
    match error {
        Some(error) => {
            let (head, _) = response.into_parts();
            Ok(error.with_head(head))
        }
        None => Err(response),
    }
}

/// Runs the future of a handler. `handler` extracts, calls and responds; it is boxed here, once.
pub fn run<'c, F>(started: Started, handler: F) -> Pending<'c>
where
    F: Future<Output = Result<Outgoing, Outgoing>> + Send + 'c,
{
    Box::pin(Running { handler, later: None, meta: started.meta, span: started.span })
}

/// A call whose handler is about to run.
#[derive(Debug)]
pub struct Started {
    meta: Meta,
    span: crate::log::Span,
}

/// Notes what has to be known of a call after the handler has it.
pub fn start<P: GrafanaPlugin>(arrived: &Arrived<P>) -> Started {
    let meta = Meta {
        route: arrived.route,
        is_head: arrived.head.method == Method::HEAD,
        shape: arrived.shape,
    };
    Started { meta, span: crate::log::span(arrived.route, &arrived.head.method) }
}

type Later = Pin<Box<dyn Future<Output = (Reply, Tail)> + Send>>;

pin_project! {
    /// A handler at work.
    struct Running<F> {
        #[pin]
        handler: F,
        // The first chunk of a streamed response, awaited after the handler is done.
        later: Option<Later>,
        meta: Meta,
        span: crate::log::Span,
    }
}

impl<F: Future<Output = Result<Outgoing, Outgoing>>> Future for Running<F> {
    type Output = Result<(Reply, Tail), Never>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let (handler, later, meta, span) = (this.handler, this.later, *this.meta, this.span);
        span.in_scope(|| {
            if later.is_none() {
                let outgoing = ready!(guarded(meta.route, || handler.poll(cx)));
                match meta.settle(outgoing) {
                    Settled::Now(reply) => {
                        span.answered(&reply);
                        return Poll::Ready(Ok((reply, Tail::default())));
                    }
                    Settled::Later(response) => *later = Some(Box::pin(meta.settle_foreign(response))),
                }
            }
            let Some(later) = later else {
                return Poll::Pending;
            };
            let (reply, tail) = ready!(later.as_mut().poll(cx));
            span.answered(&reply);
            Poll::Ready(Ok((reply, tail)))
        })
    }
}

/// Polls, and turns a panic into an answer: the caller gets a 500 instead of a call that looks cancelled, and nobody
/// else's calls are touched.
fn guarded(
    route: &'static Route,
    poll: impl FnOnce() -> Poll<Result<Outgoing, Outgoing>>,
) -> Poll<Outgoing> {
    // Written from inside rather than returned: the result is large, and this spares a copy of it.
    let mut polled = Poll::Pending;
    match catch_unwind(AssertUnwindSafe(|| polled = poll())) {
        Ok(()) => polled.map(|result| result.unwrap_or_else(|failed| failed)),
        Err(panic) => Poll::Ready(panicked(route, &*panic)),
    }
}

/// Awaits, and gives a panic as an error.
pub(crate) async fn guard<F: Future + Unpin>(mut future: F) -> Result<F::Output, Box<dyn Any + Send>> {
    std::future::poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| Pin::new(&mut future).poll(cx))) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

#[cold]
fn panicked(route: &Route, panic: &(dyn Any + Send)) -> Outgoing {
    crate::log::panic(route, "the handler", panic);
    Outgoing::Error(Rejection::Panicked.into())
}

impl Canonical<'_> {
    /// The text in a form that can move together with the URI that it may be a part of.
    #[allow(clippy::cast_possible_truncation, reason = "a URI is shorter than 65 535 bytes")]
    fn into_text(self, raw: &str) -> PathText {
        match self.text {
            std::borrow::Cow::Borrowed(text) => PathText::InUri((raw.len() - text.len()) as u16),
            std::borrow::Cow::Owned(text) => PathText::Decoded(text.into()),
        }
    }
}
