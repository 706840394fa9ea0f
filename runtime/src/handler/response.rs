//! The second thing asked of what a handler returns: which way its value becomes a response.
//!
//! The compiler takes the first depth of reference that holds. What the type of a value must be is asked once, by
//! [`HandlerResponse::returned`].

use std::marker::PhantomData;

use axum_core::response::IntoResponse;
use http::StatusCode;

use super::returned::{Asked, Form};
use crate::respond::{OurAnswer, Outgoing, Respond, no_such_thing};

/// Asks which way the value goes.
#[derive(Debug)]
#[allow(clippy::type_complexity, reason = "a marker")]
pub struct ValueProbe<F, R, T>(PhantomData<fn() -> (F, R, T)>);

impl<F, R, T> ValueProbe<F, R, T> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

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
/// That way, where the type is known to be one of axum's: what is wrong is something inside of it.
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
        Asked::new(F::returned::<Way>())
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
