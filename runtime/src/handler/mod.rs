//! The call of a handler, which generated code asks for with one function a route: extract each argument in turn, call,
//! and make the answer of what comes back.
//!
//! What is generated names types and the handler, and nothing else: the steps stand here, generic over the types, so that the
//! compiler checks them once and not once a route.

mod failure;
mod response;
mod returned;

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use grafana_plugin_sdk::backend::GrafanaPlugin;
use pin_project_lite::pin_project;

use crate::{
    Call,
    call::Arrived,
    dispatch::Pending,
    extract::argument::{Extractor, Foreign},
    respond::Outgoing,
    running::{run, start},
};
pub use failure::*;
pub use response::*;
pub use returned::*;

pin_project! {
    /// A handler at work, and then its answer.
    #[project = HandlingProjection]
    enum Handling<'c, F> {
        /// The handler's own future.
        Handler {
            #[pin]
            future: F,
            poll: Poller<F>,
        },
        /// An argument has to be awaited before.
        Extracting { handler: Pin<Box<dyn Future<Output = Outgoing> + Send + 'c>> },
        /// There is nothing to wait for.
        Answered { outgoing: Option<Outgoing> },
    }
}

impl<F> Handling<'_, F> {
    fn of(started: Started<F>) -> Self {
        match started {
            Started::Later(future, poll) => Self::Handler { future, poll },
            Started::Now(outgoing) => Self::answered(outgoing),
        }
    }

    fn answered(outgoing: impl Into<Outgoing>) -> Self {
        Self::Answered { outgoing: Some(outgoing.into()) }
    }
}

impl<F> Future for Handling<'_, F> {
    type Output = Outgoing;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outgoing> {
        match self.project() {
            HandlingProjection::Handler { future, poll } => poll(future, context),
            HandlingProjection::Extracting { handler } => handler.as_mut().poll(context),
            HandlingProjection::Answered { outgoing } => outgoing.take().map_or(Poll::Pending, Poll::Ready),
        }
    }
}

/// What makes an argument. Where nothing says which type this is, since the argument does not fit, the compiler knows nothing of
/// what is asked with `And` either, and so asks no more of the handler.
pub trait Extracts<'c, P: GrafanaPlugin> {
    /// The argument.
    type Value: Send + 'c;

    /// `G`, if this is an argument.
    type And<G>;

    #[doc(hidden)]
    fn extractor(self) -> Extractor<'c, P, Self::Value>;
}

impl<'c, P: GrafanaPlugin, T: Send + 'c> Extracts<'c, P> for Extractor<'c, P, T> {
    type Value = T;
    type And<G> = G;

    fn extractor(self) -> Self {
        self
    }
}

/// All arguments fit.
#[derive(Debug)]
pub enum AllFit {}

/// Says that the future `S`, which has to be one that can be sent, is the handler's own.
pub trait Passes<F, S> {
    #[doc(hidden)]
    fn pass(started: Started<F>) -> Started<S>;
}

impl<F> Passes<F, F> for AllFit {
    fn pass(started: Started<F>) -> Started<F> {
        started
    }
}

/// [`AllFit`], if each of these is an argument.
macro_rules! all {
    ($c:lifetime $p:ident) => {
        AllFit
    };
    ($c:lifetime $p:ident $first:ident $($others:ident)*) => {
        <$first as Extracts<$c, $p>>::And<all!($c $p $($others)*)>
    };
}

// One pair of functions for each number of arguments, the receiver counted as one. The first says what a handler returns, the
// second runs it: at once up to the handler's own future, unless an argument has to be awaited before.
macro_rules! handler {
    ($probe:ident $handle:ident $($argument:ident)*) => {
        /// A probe for what the handler returns.
        pub fn $probe<F, R, $($argument),*>(_: F) -> ReturnProbe<R>
        where
            F: FnOnce($($argument),*) -> R,
        {
            ReturnProbe::new()
        }

        /// Makes the arguments in turn, runs the handler, and makes the answer of what it returns.
        #[allow(clippy::too_many_arguments, irrefutable_let_patterns, non_snake_case, unused_mut, unused_variables)]
        pub fn $handle<'c, P, F, R, W, Z, $($argument),*>(
            call: Call<'c, P>,
            $($argument: $argument,)*
            returned: Asked<W, Z>,
            handler: F,
        ) -> impl Future<Output = Outgoing> + Send + use<'c, P, F, R, W, Z, $($argument),*>
        where
            P: GrafanaPlugin + Sync,
            $($argument: Extracts<'c, P>,)*
            F: FnOnce($($argument::Value),*) -> R + Send + 'c,
            W: Returned<R> + Send + 'c,
            Z: Send + 'c,
            all!('c P $($argument)*): Passes<W::Future, Z>,
        {
            $(let $argument = $argument.extractor();)*
            if let ($(Extractor::Ours($argument),)*) = ($(&$argument,)*) {
                $(
                    let $argument = match $argument(&call) {
                        Ok(argument) => argument,
                        Err(failed) => return Handling::answered(failed),
                    };
                )*
                return Handling::of(<all!('c P $($argument)*)>::pass(returned.returned.start(handler($($argument),*))));
            }
            let handler = Box::pin(async move {
                let mut foreign = Foreign::new();
                $(
                    let made = match $argument {
                        Extractor::Ours(make) => make(&call),
                        Extractor::Foreign(make) => make(&call, &mut foreign).await,
                    };
                    let $argument = match made {
                        Ok(argument) => argument,
                        Err(failed) => return failed.into(),
                    };
                )*
                Handling::of(<all!('c P $($argument)*)>::pass(returned.returned.start(handler($($argument),*)))).await
            });
            Handling::Extracting { handler }
        }
    };
}

handler!(returned0 handle0);
handler!(returned1 handle1 A);
handler!(returned2 handle2 A B);
handler!(returned3 handle3 A B C);
handler!(returned4 handle4 A B C D);
handler!(returned5 handle5 A B C D E);
handler!(returned6 handle6 A B C D E G);
handler!(returned7 handle7 A B C D E G H);
handler!(returned8 handle8 A B C D E G H I);
handler!(returned9 handle9 A B C D E G H I J);
handler!(returned10 handle10 A B C D E G H I J K);
handler!(returned11 handle11 A B C D E G H I J K L);
handler!(returned12 handle12 A B C D E G H I J K L M);
handler!(returned13 handle13 A B C D E G H I J K L M N);
handler!(returned14 handle14 A B C D E G H I J K L M N O);
handler!(returned15 handle15 A B C D E G H I J K L M N O Q);
handler!(returned16 handle16 A B C D E G H I J K L M N O Q S);
handler!(returned17 handle17 A B C D E G H I J K L M N O Q S T);

/// In place of a call that cannot be: the compiler has said why.
pub fn not_callable<P: GrafanaPlugin>(_: Call<'_, P>) -> impl Future<Output = Outgoing> + Send + use<P> {
    std::future::ready(Outgoing::Error(crate::Rejection::Panicked.into()))
}

/// A route's function.
pub trait RouteFn<'c, P: GrafanaPlugin + 'c>: FnOnce(Call<'c, P>) -> Self::Answering {
    /// The handler at work.
    type Answering: Future<Output = Outgoing> + Send;
}

impl<'c, P: GrafanaPlugin + 'c, F, A> RouteFn<'c, P> for F
where
    F: FnOnce(Call<'c, P>) -> A,
    A: Future<Output = Outgoing> + Send,
{
    type Answering = A;
}

/// Answers a call by a route's function; both live in one box. Not inlined, so that the calls that reach no handler do not pay
/// for the stack of all that do.
#[inline(never)]
pub fn answer<P, F>(plugin: &P, arrived: Arrived<P>, route: F) -> Pending<'_>
where
    P: GrafanaPlugin + Send + Sync + 'static,
    F: for<'c> RouteFn<'c, P> + Send + 'static,
{
    run(start(&arrived), async move { route(Call::new(plugin, &arrived)).await })
}
