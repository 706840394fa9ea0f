//! The last step of a call: the handler's future is polled, panics are caught, errors get their shape, and the first
//! chunk of a stream is awaited. [`crate::dispatch`] and generated code start it.

use std::{
    any::Any,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum_core::response::Response;
use grafana_plugin_sdk::backend::GrafanaPlugin;
use http::{Method, StatusCode};
use pin_project_lite::pin_project;

use crate::{
    Error, Rejection,
    call::Arrived,
    dispatch::{ErrorShape, Pending},
    guard,
    listing::{Route, RouteMethod},
    log::SpanLevel,
    respond::{Outgoing, Reply, Tail, collect_first},
    sdk::Never,
};

/// What is known of a call without looking at it again.
#[derive(Clone, Copy, Debug)]
struct Meta {
    route: &'static Route,
    is_head: bool,
    shape: Option<ErrorShape>,
}

enum Settled {
    Now(Reply),
    Later(Box<Response>),
}

impl Meta {
    /// The last touch.
    fn answered(self, span: &crate::log::Span, mut reply: Reply) -> Reply {
        reply.finish(self.is_head);
        span.answered(&reply);
        reply
    }

    /// From what the handler gave to what can be sent.
    fn settle(self, outgoing: Outgoing) -> Settled {
        match outgoing {
            Outgoing::Reply(reply) if reply.status.is_informational() => self.interim(reply.status),
            Outgoing::Reply(reply) => Settled::Now(reply),
            Outgoing::Error(error) => self.settle_error(error),
            Outgoing::Foreign(response) => match cause(response) {
                Ok(error) => self.settle_error(error),
                Err(response) if response.status().is_informational() => self.interim(response.status()),
                Err(response) => Settled::Later(response),
            },
        }
    }

    /// A status that announces another response, which can never follow.
    #[cold]
    fn interim(self, status: StatusCode) -> Settled {
        let reason = format!("{} is no final status", status.as_u16()).into();
        self.settle_error(Rejection::InvalidResponse { reason }.into())
    }

    #[cold]
    fn settle_error(self, error: Error) -> Settled {
        crate::log::error(self.route, &error);
        if let Some(mut response) = self.shape_of(&error) {
            let shaped = response.headers().clone();
            // What the status means is not the shape's to lose.
            for name in error.headers().keys().filter(|name| !shaped.contains_key(*name)) {
                for value in error.headers().get_all(name) {
                    response.headers_mut().append(name, value.clone());
                }
            }
            return Settled::Later(Box::new(response));
        }
        Settled::Now(in_default_shape(error))
    }

    /// The response that the block's own shape makes of an error, if it has one and that does not panic.
    fn shape_of(self, error: &Error) -> Option<Response> {
        let shape = self.shape?;
        guard::catch(|| shape(error))
            .map_err(|panic| crate::log::panic(self.route, "the shape of errors", &*panic))
            .ok()
            .filter(|response| !response.status().is_informational())
    }

    #[cold]
    fn handler_panicked(self, panic: &(dyn Any + Send)) -> Settled {
        crate::log::panic(self.route, "the handler", panic);
        self.settle_error(Rejection::Panicked.into())
    }

    /// For what is dropped of a response, since its body has a guard of its own.
    #[cold]
    fn response_panicked(self, panic: &(dyn Any + Send)) -> Poll<(Reply, Tail)> {
        crate::log::panic(self.route, "the response", panic);
        Poll::Ready((in_default_shape(Rejection::Panicked.into()), Tail::default()))
    }

    async fn settle_foreign(self, response: Box<Response>) -> (Reply, Tail) {
        match collect_first(*response, self.route, self.is_head).await {
            Ok(answer) => answer,
            Err(error) => self.settle_broken(error).await,
        }
    }

    /// A response whose first chunk failed. Should the block's own shape fail as well, the default one does not.
    async fn settle_broken(self, error: Error) -> (Reply, Tail) {
        if let Some(response) = self.shape_of(&error) {
            if let Ok(answer) = collect_first(response, self.route, self.is_head).await {
                return answer;
            }
        }
        (in_default_shape(error), Tail::default())
    }
}

/// An error as JSON.
fn in_default_shape(error: Error) -> Reply {
    let reply = Reply::error(error.status(), &[error.message()]);
    let length = u64::try_from(reply.body.len()).ok();
    reply.with_headers(error.into_headers(), length, false)
}

/// The error that a response was made of, with what was put on top of it since.
fn cause(mut response: Box<Response>) -> Result<Error, Box<Response>> {
    match Error::behind(&mut response) {
        Some(error) => {
            let (head, _) = response.into_parts();
            Ok(error.with_head(head))
        }
        None => Err(response),
    }
}

/// Runs the future of a handler. `handler` extracts, calls and responds; it is boxed here, once.
pub(crate) fn run<'c, F>(started: Started, handler: F) -> Pending<'c>
where
    F: Future<Output = Outgoing> + Send + 'c,
{
    Box::pin(Running { handler: Some(handler), later: None, meta: started.meta, span: started.span })
}

/// A call whose handler is about to run.
#[derive(Debug)]
pub(crate) struct Started {
    meta: Meta,
    span: crate::log::Span,
}

impl Started {
    /// Answers without running anything.
    pub(crate) fn answer<'c>(self, reply: Reply) -> Pending<'c> {
        let reply = self.meta.answered(&self.span, reply);
        Box::pin(std::future::ready(Ok((reply, Tail::default()))))
    }

    /// Answers with a refusal, in the shape that errors have.
    pub(crate) fn refuse<'c>(self, rejection: Rejection) -> Pending<'c> {
        run(self, std::future::ready(Outgoing::Error(rejection.into())))
    }

    /// A call that no handler answers, though it may have a route.
    pub(crate) fn of(
        level: SpanLevel,
        route: Option<&'static Route>,
        method: &Method,
        shape: Option<ErrorShape>,
    ) -> Self {
        static NO_ROUTE: Route = Route::new(0, RouteMethod::Any, "", "", "");
        let route = route.unwrap_or(&NO_ROUTE);
        let meta = Meta { route, is_head: method == Method::HEAD, shape };
        Self { meta, span: crate::log::span(level, route, method) }
    }
}

/// Notes what has to be known of a call after the handler has it.
pub(crate) fn start<P: GrafanaPlugin>(arrived: &Arrived<P>) -> Started {
    let meta =
        Meta { route: arrived.route, is_head: *arrived.method() == Method::HEAD, shape: arrived.shape };
    Started { meta, span: crate::log::span(arrived.span_level(), arrived.route, arrived.method()) }
}

type Later = Pin<Box<dyn Future<Output = (Reply, Tail)> + Send>>;

pin_project! {
    /// A handler at work.
    struct Running<F> {
        // `None` when it has ended.
        #[pin]
        handler: Option<F>,
        // The first chunk of a streamed response, awaited after the handler is done.
        later: Option<Later>,
        meta: Meta,
        span: crate::log::Span,
    }

    impl<F> PinnedDrop for Running<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            discard(this.meta.route, "the handler", || this.handler.set(None));
            if let Some(later) = this.later.take() {
                discard(this.meta.route, "the stream", move || drop(later));
            }
        }
    }
}

/// Drops what is left of a call.
fn discard(route: &Route, place: &str, drop: impl FnOnce()) {
    if let Err(panic) = guard::catch(drop) {
        crate::log::panic(route, place, &*panic);
    }
}

impl<F: Future<Output = Outgoing>> Future for Running<F> {
    type Output = Result<(Reply, Tail), Never>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let (mut handler, later, meta, span) = (this.handler, this.later, *this.meta, this.span);
        let (reply, tail) = {
            let _entered = span.enter();
            if later.is_none() {
                let settled = match handler.as_mut().as_pin_mut() {
                    Some(handler) => {
                        ready!(guarded(meta, || handler.poll(cx).map(|outgoing| meta.settle(outgoing))))
                    }
                    None => return Poll::Pending,
                };
                match settled {
                    Settled::Now(reply) => {
                        return Poll::Ready(Ok((meta.answered(span, reply), Tail::default())));
                    }
                    Settled::Later(response) => *later = Some(Box::pin(meta.settle_foreign(response))),
                }
            }
            let Some(later) = later else {
                return Poll::Pending;
            };
            let polled = guard::catch(|| later.as_mut().poll(cx));
            let (reply, tail) = ready!(polled.unwrap_or_else(|panic| meta.response_panicked(&*panic)));
            (meta.answered(span, reply), tail)
        };
        Poll::Ready(Ok((reply, tail.within(std::mem::take(span)))))
    }
}

/// Polls, and turns a panic into an answer: the caller gets a 500 instead of a call that looks cancelled, and nobody
/// else's calls are touched. What is dropped between handler and answer, an error for example, is the plugin's as well.
fn guarded(meta: Meta, poll: impl FnOnce() -> Poll<Settled>) -> Poll<Settled> {
    // Written from inside rather than returned: the result is large, and this spares a copy of it.
    let mut polled = Poll::Pending;
    match guard::catch(|| polled = poll()) {
        Ok(()) => polled,
        Err(panic) => Poll::Ready(meta.handler_panicked(&*panic)),
    }
}
