//! How what a handler returns is run: at once or awaited, and how its value comes out of it.

use std::{
    convert::Infallible,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use axum_core::response::IntoResponse;

use super::response::HandlerResponse;
use crate::{
    Rejection,
    respond::{Outgoing, Respond, fail},
};

/// The handler returns the value.
#[derive(Debug)]
pub enum AtOnce {}
/// The `Err` is wrong already, and no more is asked.
#[derive(Debug)]
pub enum Unfit {}
/// The handler returns a `Result` of the value.
#[derive(Debug)]
pub enum AtOnceOrError {}
/// The handler is `async`, or returns a future of the value.
#[derive(Debug)]
pub enum Awaited {}
/// The handler is `async`, or returns a future, and the value comes in a `Result`.
#[derive(Debug)]
pub enum AwaitedOrError {}

/// A `Result`.
pub trait Fallible {
    /// What stands in its `Ok`.
    type Success;
    /// What stands in its `Err`.
    type Failure;

    #[doc(hidden)]
    fn into_result(self) -> Result<Self::Success, Self::Failure>;
}

impl<T, E> Fallible for Result<T, E> {
    type Success = T;
    type Failure = E;

    fn into_result(self) -> Self {
        self
    }
}

/// How the response is made, and the future `Z` that has to be sent for it, if all arguments fit.
#[derive(Debug)]
pub struct Asked<W, Z> {
    pub(super) returned: W,
    sent: PhantomData<fn() -> Z>,
}

impl<W, Z> Asked<W, Z> {
    pub(super) fn new(returned: W) -> Self {
        Self { returned, sent: PhantomData }
    }
}

/// How a value comes out of what a handler returns.
pub trait Form<R> {
    /// The value.
    type Value;
    /// What runs the handler.
    type Returned: Returned<R>;

    /// The handler's response, by the way of its value.
    fn returned<Way>() -> Self::Returned
    where
        Self::Value: HandlerResponse<Way>;
}

impl<R> Form<R> for AtOnce {
    type Value = R;
    type Returned = Now<R>;

    fn returned<Way>() -> Now<R>
    where
        R: HandlerResponse<Way>,
    {
        Now(R::answer)
    }
}

impl<R> Form<R> for Unfit {
    type Value = Self;
    type Returned = Now<R>;

    fn returned<Way>() -> Now<R> {
        Now(|_| Outgoing::Error(Rejection::Panicked.into()))
    }
}

impl Respond for Unfit {
    fn respond(self) -> Outgoing {
        match self {}
    }
}

impl<R: Fallible<Failure: IntoResponse>> Form<R> for AtOnceOrError {
    type Value = R::Success;
    type Returned = Now<R>;

    fn returned<Way>() -> Now<R>
    where
        R::Success: HandlerResponse<Way>,
    {
        Now(|result| result.into_result().map_or_else(fail, HandlerResponse::answer))
    }
}

impl<R: Future> Form<R> for Awaited {
    type Value = R::Output;
    type Returned = Later<R>;

    fn returned<Way>() -> Later<R>
    where
        R::Output: HandlerResponse<Way>,
    {
        Later(|future, context| future.poll(context).map(HandlerResponse::answer))
    }
}

impl<R: Future<Output: Fallible<Failure: IntoResponse>>> Form<R> for AwaitedOrError {
    type Value = <R::Output as Fallible>::Success;
    type Returned = Later<R>;

    fn returned<Way>() -> Later<R>
    where
        Self::Value: HandlerResponse<Way>,
    {
        Later(|future, context| {
            let answer = |result: R::Output| result.into_result().map_or_else(fail, HandlerResponse::answer);
            future.poll(context).map(answer)
        })
    }
}

/// How what a handler returns becomes its answer.
pub trait Returned<R> {
    /// What has to be awaited, if anything has.
    type Future;

    #[doc(hidden)]
    fn start(self, value: R) -> Started<Self::Future>;
}

/// What a handler has returned.
#[derive(Debug)]
pub enum Started<F> {
    /// A future, and what polls it.
    Later(F, Poller<F>),
    /// All of it.
    Now(Outgoing),
}

/// Polls the handler's future, and makes the response of its value.
pub type Poller<F> = fn(Pin<&mut F>, &mut Context<'_>) -> Poll<Outgoing>;

/// At once.
#[derive(Debug)]
pub struct Now<R>(fn(R) -> Outgoing);

impl<R> Returned<R> for Now<R> {
    type Future = Infallible;

    fn start(self, value: R) -> Started<Infallible> {
        Started::Now((self.0)(value))
    }
}

/// It is awaited before.
#[derive(Debug)]
pub struct Later<R>(Poller<R>);

impl<R> Returned<R> for Later<R> {
    type Future = R;

    fn start(self, value: R) -> Started<R> {
        Started::Later(value, self.0)
    }
}
