//! Which way goes what a handler returns, asked of its type in two steps: whether it is awaited and may fail, and then what
//! the value is.
//!
//! In each step the compiler takes the first depth of reference that holds. What a type must be is asked once, by
//! [`HandlerError::judged`] and [`HandlerResponse::returned`], and what follows holds whether the type fits or not: so a type that
//! does not fit is one error.

use std::{
    convert::Infallible,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use axum_core::response::IntoResponse;
use http::StatusCode;

use crate::{
    Rejection,
    respond::{ErrorResponse, OurAnswer, Outgoing, Respond, fail, no_such_thing},
};

/// Asks what a handler returns.
#[derive(Debug)]
pub struct ReturnProbe<R>(PhantomData<fn() -> R>);

impl<R> ReturnProbe<R> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

/// The first answer: what is known of the error, and what asks on.
#[derive(Debug)]
#[allow(clippy::type_complexity, reason = "a marker")]
pub struct ErrorTag<Judged, F, R, T>(PhantomData<fn() -> (Judged, ValueProbe<F, R, T>)>);

/// There is no `Err`, or its type is known to be an error.
#[derive(Debug)]
pub enum Fit {}

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

/// An error that is a response: what derives `ResourceError`, a rejection of this library or of axum's.
pub trait ResponseOfError {}

impl<E: std::error::Error + IntoResponse> ResponseOfError for E {}

// Of a future, and then of a value: what names its status; what is an error and a response; any other `Err`; no `Result`.
macro_rules! forms {
    ($($name:ident: $probe:ty, [$($bound:tt)*] => $judged:ty, $form:ident, $value:ty;)*) => {$(
        /// One of the depths.
        pub trait $name<R> {
            /// What is known of the error.
            type Judged;
            /// The value.
            type Value;

            /// The tag.
            fn failure(&self) -> ErrorTag<Self::Judged, $form, R, Self::Value> {
                ErrorTag(PhantomData)
            }
        }

        impl<R> $name<R> for $probe
        where
            $($bound)*
        {
            type Judged = $judged;
            type Value = $value;
        }
    )*};
}

type Success<R> = <R as Fallible>::Success;
type Failure<R> = <R as Fallible>::Failure;
type Output<R> = <R as Future>::Output;

forms! {
    FailsLaterWithStatus: &&&&&&&ReturnProbe<R>, [R: Future<Output: Fallible<Failure: ErrorResponse>>] => Fit, AwaitedOrError, Success<Output<R>>;
    FailsLaterWithError: &&&&&&ReturnProbe<R>, [R: Future<Output: Fallible<Failure: ResponseOfError>>] => Fit, AwaitedOrError, Success<Output<R>>;
    FailsLater: &&&&&ReturnProbe<R>, [R: Future<Output: Fallible>] => Failure<Output<R>>, Unfit, Unfit;
    AnswersLater: &&&&ReturnProbe<R>, [R: Future] => Fit, Awaited, Output<R>;
    FailsWithStatus: &&&ReturnProbe<R>, [R: Fallible<Failure: ErrorResponse>] => Fit, AtOnceOrError, Success<R>;
    FailsWithError: &&ReturnProbe<R>, [R: Fallible<Failure: ResponseOfError>] => Fit, AtOnceOrError, Success<R>;
    Fails: &ReturnProbe<R>, [R: Fallible] => Failure<R>, Unfit, Unfit;
    Answers: ReturnProbe<R>, [] => Fit, AtOnce, R;
}

/// What the `Err` of a handler may be. Asked of the types of which nothing is known, so that no type has it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a handler",
    label = "not a response with the status of an error",
    note = "return `grafana_resource_routes::Error`, to which `?` turns every `std::error::Error`, and `Error::internal` a boxed one or an `anyhow::Error`",
    note = "a text alone has the status 200: write `Error::bad_request(\"…\")`, or `(StatusCode::BAD_REQUEST, \"…\")`",
    note = "or derive `ResourceError` for it"
)]
pub trait HandlerError: Sized {
    /// Asks on, which way the value goes.
    #[doc(hidden)]
    #[must_use]
    fn judged<F, R, T>(_: ErrorTag<Self, F, R, T>) -> ValueProbe<F, R, T> {
        ValueProbe(PhantomData)
    }
}

#[diagnostic::do_not_recommend]
impl HandlerError for Fit {}

/// Asks which way the value goes.
#[derive(Debug)]
#[allow(clippy::type_complexity, reason = "a marker")]
pub struct ValueProbe<F, R, T>(PhantomData<fn() -> (F, R, T)>);

/// The second answer.
#[derive(Debug)]
#[allow(clippy::type_complexity, reason = "a marker")]
pub struct ResponseTag<Way, F, R, T>(PhantomData<fn() -> (Way, F, R, T)>);

/// The way of [`Respond`].
#[derive(Debug)]
pub enum ByRespond {}
/// The way of `None`.
#[derive(Debug)]
pub enum ByOption {}
/// The way of axum's `IntoResponse`, if there is one.
#[derive(Debug)]
pub enum Any {}
/// The same, where the type is known to be one of axum's: what is wrong is something inside of it.
#[derive(Debug)]
pub enum Axum {}

/// What may be absent, by the head of its type.
pub trait Optional {}

impl<T> Optional for Option<T> {}
impl<T> Optional for (StatusCode, Option<T>) {}

/// What may be absent, and is a response where it is not.
pub trait OptionalResponse {
    #[doc(hidden)]
    fn answer_or_not_found(self) -> Outgoing;
}

impl<T: HandlerResponse> OptionalResponse for Option<T> {
    fn answer_or_not_found(self) -> Outgoing {
        self.map_or_else(no_such_thing, HandlerResponse::answer)
    }
}

impl<T: HandlerResponse> OptionalResponse for (StatusCode, Option<T>) {
    fn answer_or_not_found(self) -> Outgoing {
        self.1.answer_or_not_found().with_status(self.0)
    }
}

// The library's own answers, by the head of their type, so that what is wrong inside of one is reported as that; what has
// `Respond`; what may be absent; all else.
macro_rules! ways {
    ($($name:ident: $probe:ty, [$($bound:tt)*] => $way:ident, $axum:ident;)*) => {$(
        /// One of the depths.
        pub trait $name<F, R, T> {
            /// The tag.
            fn answer_way(&self) -> ResponseTag<$way, F, R, T> {
                ResponseTag(PhantomData)
            }

            /// The tag of a type that is written like one of axum's.
            fn axum_way(&self) -> ResponseTag<$axum, F, R, T> {
                ResponseTag(PhantomData)
            }
        }

        impl<F, R, T> $name<F, R, T> for $probe
        where
            $($bound)*
        {
        }
    )*};
}

ways! {
    ViaOurAnswer: &&&ValueProbe<F, R, T>, [T: OurAnswer] => ByRespond, ByRespond;
    ViaRespond: &&ValueProbe<F, R, T>, [T: Respond] => ByRespond, ByRespond;
    ViaOption: &ValueProbe<F, R, T>, [T: Optional] => ByOption, ByOption;
    ViaForeign: ValueProbe<F, R, T>, [] => Any, Axum;
}

/// What a handler may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a response",
    label = "not a response",
    note = "a value that serialises goes into `Json(…)`: return `Json<{Self}>`",
    note = "else return a text, bytes, a status, `()`, what implements axum's `IntoResponse`, or an `Option` or a `Result` of one of these"
)]
pub trait HandlerResponse<Way = Any>: Sized {
    #[doc(hidden)]
    fn answer(self) -> Outgoing;

    #[doc(hidden)]
    #[must_use]
    fn returned<F: Form<R, Value = Self>, R, Z>(_: ResponseTag<Way, F, R, Self>) -> Asked<F::Returned, Z> {
        Asked { returned: F::returned::<Way>(), sent: PhantomData }
    }
}

impl<T: Respond> HandlerResponse<ByRespond> for T {
    fn answer(self) -> Outgoing {
        self.respond()
    }
}

impl<T: OptionalResponse> HandlerResponse<ByOption> for T {
    fn answer(self) -> Outgoing {
        self.answer_or_not_found()
    }
}

impl<T: IntoResponse> HandlerResponse<Axum> for T {
    fn answer(self) -> Outgoing {
        Outgoing::foreign(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse> HandlerResponse for T {
    fn answer(self) -> Outgoing {
        Outgoing::foreign(self)
    }
}

/// How the response is made, and the future `Z` that has to be sent for it, if all arguments fit.
#[derive(Debug)]
pub struct Asked<W, Z> {
    pub(super) returned: W,
    sent: PhantomData<fn() -> Z>,
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
    type Value = Success<R::Output>;
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
