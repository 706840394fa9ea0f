//! The call of a handler, which generated code asks for with one function a route: extract each argument in turn, call,
//! and make the answer of what comes back.
//!
//! What is generated names types and the handler, and nothing else: the steps stand here, generic over the types, so that the
//! compiler checks them once and not once a route.

use std::{
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use axum_core::response::IntoResponse;
use grafana_plugin_sdk::backend::GrafanaPlugin;
use pin_project_lite::pin_project;

use crate::{
    Call,
    call::Arrived,
    dispatch::Pending,
    extract::argument::{Extractor, Foreign},
    respond::{ErrorResponse, OurAnswer, Outgoing, Respond},
    running::{run, start},
};

/// Asks which way goes what a handler returns.
#[derive(Debug)]
pub struct ReturnProbe<R>(PhantomData<fn() -> R>);

/// The answer of a [`ReturnProbe`].
#[derive(Debug)]
#[allow(clippy::type_complexity, reason = "a marker")]
pub struct ReturnTag<When, Via, R>(PhantomData<fn() -> (When, Via, R)>);

impl<When, Via, R> ReturnTag<When, Via, R> {
    fn new() -> Self {
        Self(PhantomData)
    }
}

/// The handler is `async`, or returns a future.
#[derive(Debug)]
pub enum Awaited {}
/// The handler returns its value.
#[derive(Debug)]
pub enum AtOnce {}

/// The way of [`Respond`].
#[derive(Debug)]
pub enum ByRespond {}
/// The way of axum's `IntoResponse`.
#[derive(Debug)]
pub enum ByIntoResponse {}

// Six depths of reference, of which the compiler takes the first that holds. Of a future, and then of a value: the library's
// own answers, by the head of their type, so that what is wrong inside of one is reported as that; what has `Respond`;
// all else.
macro_rules! ways {
    ($($name:ident: $probe:ty, [$($bound:tt)*] => $when:ident, $via:ident;)*) => {$(
        /// One of the depths.
        pub trait $name<R> {
            /// The tag.
            fn answer_way(&self) -> ReturnTag<$when, $via, R>;
        }

        impl<R> $name<R> for $probe
        where
            $($bound)*
        {
            fn answer_way(&self) -> ReturnTag<$when, $via, R> {
                ReturnTag::new()
            }
        }
    )*};
}

ways! {
    ViaOurFuture: &&&&&ReturnProbe<R>, [R: Future, R::Output: OurAnswer] => Awaited, ByRespond;
    ViaFuture: &&&&ReturnProbe<R>, [R: Future, R::Output: Respond] => Awaited, ByRespond;
    ViaForeignFuture: &&&ReturnProbe<R>, [R: Future] => Awaited, ByIntoResponse;
    ViaOurAnswer: &&ReturnProbe<R>, [R: OurAnswer] => AtOnce, ByRespond;
    ViaRespond: &ReturnProbe<R>, [R: Respond] => AtOnce, ByRespond;
    ViaForeign: ReturnProbe<R>, [] => AtOnce, ByIntoResponse;
}

/// Asked before: whether what stands in the `Err` of what a handler returns is an error to whoever gets the response.
#[derive(Debug)]
#[allow(clippy::type_complexity, reason = "a marker")]
pub struct ErrorTag<Judged, R>(PhantomData<fn() -> (Judged, R)>);

/// There is no `Err`, or its type is known to be an error.
#[derive(Debug)]
pub enum Fit {}

/// There is an `Err`, and nothing is known of its type.
#[derive(Debug)]
pub struct Unknown<E>(PhantomData<fn() -> E>);

/// The error of a `Result`.
pub trait Fallible {
    /// What stands in its `Err`.
    type Failure;
}

impl<T, E> Fallible for Result<T, E> {
    type Failure = E;
}

/// An error that is a response: what derives `ResourceError`, a rejection of this library or of axum's.
pub trait ResponseOfError {}

impl<E: std::error::Error + IntoResponse> ResponseOfError for E {}

// Of a future, and then of a value: what names its status; what is an error and a response; any other `Err`. And all that is
// no `Result`.
macro_rules! failures {
    ($($name:ident: $probe:ty, [$($bound:tt)*] => $judged:ty;)*) => {$(
        /// One of the depths.
        pub trait $name<R> {
            /// What is known of the error.
            type Judged;

            /// The tag.
            fn failure(&self) -> ErrorTag<Self::Judged, R> {
                ErrorTag(PhantomData)
            }
        }

        impl<R> $name<R> for $probe
        where
            $($bound)*
        {
            type Judged = $judged;
        }
    )*};
}

failures! {
    FailsLaterWithStatus: &&&&&&ReturnProbe<R>, [R: Future<Output: Fallible<Failure: ErrorResponse>>] => Fit;
    FailsLaterWithError: &&&&&ReturnProbe<R>, [R: Future<Output: Fallible<Failure: ResponseOfError>>] => Fit;
    FailsLater: &&&&ReturnProbe<R>, [R: Future<Output: Fallible>] => Unknown<<R::Output as Fallible>::Failure>;
    FailsWithStatus: &&&ReturnProbe<R>, [R: Fallible<Failure: ErrorResponse>] => Fit;
    FailsWithError: &&ReturnProbe<R>, [R: Fallible<Failure: ResponseOfError>] => Fit;
    Fails: &ReturnProbe<R>, [R: Fallible] => Unknown<R::Failure>;
    CannotFail: ReturnProbe<R>, [] => Fit;
}

impl<R> ErrorTag<Fit, R> {
    /// Asks on, which way the value goes.
    #[must_use]
    pub fn judged(self) -> ReturnProbe<R> {
        ReturnProbe(PhantomData)
    }
}

impl<E, R> ErrorTag<Unknown<E>, R> {
    /// Never a response: the bound is the error of whoever wrote the type, and all that follows holds without more questions.
    #[must_use]
    pub fn judged(self) -> Unfit<R>
    where
        E: ErrorResponse,
    {
        Unfit(PhantomData)
    }
}

/// Stands for the answers of [`ReturnProbe`] where the `Err` was wrong already.
#[derive(Debug)]
pub struct Unfit<R>(PhantomData<fn() -> R>);

impl<R> Unfit<R> {
    /// In place of a tag.
    #[must_use]
    pub fn answer_way(&self) -> Self {
        Self(PhantomData)
    }

    /// In place of a way.
    #[must_use]
    pub fn returned(self) -> Returned<R> {
        Returned::AtOnce(|_| Outgoing::Error(crate::Rejection::Panicked.into()))
    }
}

/// What a handler may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a response",
    label = "not a response",
    note = "return `Json<T>`, a text, bytes, a status, `()`, or a `Result` of one of these and an error such as `grafana_resource_routes::Error`"
)]
pub trait Answer<Via>: Sized {
    /// Makes the response.
    fn answer(self) -> Outgoing;
}

impl<T: Respond> Answer<ByRespond> for T {
    fn answer(self) -> Outgoing {
        self.respond()
    }
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse> Answer<ByIntoResponse> for T {
    fn answer(self) -> Outgoing {
        Outgoing::foreign(self)
    }
}

/// How what a handler returns becomes its answer. A type without bounds, as [`Extractor`] is.
#[derive(Debug)]
pub enum Returned<R> {
    /// It is awaited before.
    Awaited(fn(Pin<&mut R>, &mut Context<'_>) -> Poll<Outgoing>),
    /// At once.
    AtOnce(fn(R) -> Outgoing),
}

impl<Via, R> ReturnTag<Awaited, Via, R> {
    /// A future that a response can be made of.
    #[must_use]
    pub fn returned(self) -> Returned<R>
    where
        R: Future<Output: Answer<Via>>,
    {
        Returned::Awaited(|future, context| future.poll(context).map(Answer::answer))
    }
}

impl<Via, R> ReturnTag<AtOnce, Via, R> {
    /// A value that a response can be made of.
    #[must_use]
    pub fn returned(self) -> Returned<R>
    where
        R: Answer<Via>,
    {
        Returned::AtOnce(R::answer)
    }
}

pin_project! {
    /// A handler at work, and then its answer.
    #[project = HandlingProjection]
    enum Handling<'c, R> {
        /// The handler's own future.
        Handler {
            #[pin]
            future: R,
            poll: fn(Pin<&mut R>, &mut Context<'_>) -> Poll<Outgoing>,
        },
        /// An argument has to be awaited before.
        Extracting { handler: Pin<Box<dyn Future<Output = Outgoing> + Send + 'c>> },
        /// There is nothing to wait for.
        Answered { outgoing: Option<Outgoing> },
    }
}

impl<R> Handling<'_, R> {
    #[allow(clippy::needless_pass_by_value, reason = "it is a pointer")]
    fn of(returned: Returned<R>, value: R) -> Self {
        match returned {
            Returned::Awaited(poll) => Self::Handler { future: value, poll },
            Returned::AtOnce(answer) => Self::answered(answer(value)),
        }
    }

    fn answered(outgoing: impl Into<Outgoing>) -> Self {
        Self::Answered { outgoing: Some(outgoing.into()) }
    }
}

impl<R> Future for Handling<'_, R> {
    type Output = Outgoing;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outgoing> {
        match self.project() {
            HandlingProjection::Handler { future, poll } => poll(future, context),
            HandlingProjection::Extracting { handler } => handler.as_mut().poll(context),
            HandlingProjection::Answered { outgoing } => outgoing.take().map_or(Poll::Pending, Poll::Ready),
        }
    }
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
            ReturnProbe(PhantomData)
        }

        /// Makes the arguments in turn, runs the handler, and makes the answer of what it returns.
        #[allow(clippy::too_many_arguments, irrefutable_let_patterns, non_snake_case, unused_mut, unused_variables)]
        pub fn $handle<'c, P, F, R, $($argument),*>(
            call: Call<'c, P>,
            $($argument: Extractor<'c, P, $argument>,)*
            returned: Returned<R>,
            handler: F,
        ) -> impl Future<Output = Outgoing> + Send + use<'c, P, F, R, $($argument),*>
        where
            P: GrafanaPlugin + Sync,
            F: FnOnce($($argument),*) -> R + Send + 'c,
            R: Send + 'c,
            $($argument: Send + 'c,)*
        {
            if let ($(Extractor::Ours($argument),)*) = ($(&$argument,)*) {
                $(
                    let $argument = match $argument(&call) {
                        Ok(argument) => argument,
                        Err(failed) => return Handling::answered(failed),
                    };
                )*
                return Handling::of(returned, handler($($argument),*));
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
                Handling::of(returned, handler($($argument),*)).await
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
