//! The first thing asked of what a handler returns: whether it is awaited, and whether it may fail, and with what.
//!
//! The compiler takes the first depth of reference that holds. What the type of an `Err` must be is asked once, by
//! [`HandlerError::judged`], and what follows holds whether it fits or not: so a type that does not fit is one error.

use std::{future::Future, marker::PhantomData};

use axum_core::response::IntoResponse;

use super::{
    response::ValueProbe,
    returned::{AtOnce, AtOnceOrError, Awaited, AwaitedOrError, Fallible, Unfit},
};
use crate::respond::ErrorResponse;

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
        ValueProbe::new()
    }
}

#[diagnostic::do_not_recommend]
impl HandlerError for Fit {}
