//! The call of a handler, which generated code asks for with one function a route: extract each argument in turn, call,
//! and make the answer of what comes back.
//!
//! What is generated names types and the handler, and nothing else: the steps stand here, generic over the types, so that the
//! compiler checks them once and not once a route.

use std::{
    future::{self, Future},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use axum_core::response::IntoResponse;
use grafana_plugin_sdk::backend::GrafanaPlugin;
use pin_project_lite::pin_project;

use crate::{
    Call,
    extract::argument::{Foreign, Take},
    respond::{OurAnswer, Outgoing, Respond},
};

/// A handler at work. Borrows the call, which lives in the future that awaits it.
pub type Answering<'c> = Pin<Box<dyn Future<Output = Result<Outgoing, Outgoing>> + Send + 'c>>;

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

/// How what a handler returns becomes its answer.
pub trait Returned<R>: Send {
    /// Awaits it, if it is a future, and makes the response.
    fn answer(self, returned: R) -> impl Future<Output = Outgoing> + Send
    where
        R: Send;
}

impl<Via, R> Returned<R> for ReturnTag<Awaited, Via, R>
where
    R: Future<Output: Answer<Via>>,
{
    fn answer(self, returned: R) -> impl Future<Output = Outgoing> + Send
    where
        R: Send,
    {
        Finishing { returned, via: PhantomData::<fn() -> Via> }
    }
}

impl<Via, R: Answer<Via>> Returned<R> for ReturnTag<AtOnce, Via, R> {
    fn answer(self, returned: R) -> impl Future<Output = Outgoing> + Send
    where
        R: Send,
    {
        future::ready(returned.answer())
    }
}

// The bounds stand at these methods, which generated code calls at the place of the return type; what they give back is
// known to hold.
impl<Via, R> ReturnTag<Awaited, Via, R> {
    /// A future that a response can be made of.
    pub fn returned(self) -> impl Returned<R> + use<Via, R>
    where
        R: Future<Output: Answer<Via>>,
    {
        self
    }
}

impl<Via, R> ReturnTag<AtOnce, Via, R> {
    /// A value that a response can be made of.
    pub fn returned(self) -> impl Returned<R> + use<Via, R>
    where
        R: Answer<Via>,
    {
        self
    }
}

pin_project! {
    struct Finishing<Via, R> {
        #[pin]
        returned: R,
        via: PhantomData<fn() -> Via>,
    }
}

impl<Via, R: Future<Output: Answer<Via>>> Future for Finishing<Via, R> {
    type Output = Outgoing;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outgoing> {
        Poll::Ready(ready!(self.project().returned.poll(cx)).answer())
    }
}

// One pair of functions for each number of arguments, the receiver counted as one. The first says what a handler returns, the
// second runs it.
macro_rules! handlers {
    ($($probe:ident $answer:ident $($argument:ident)*;)*) => {$(
        /// A probe for what the handler returns.
        pub fn $probe<F, R, $($argument),*>(_: F) -> ReturnProbe<R>
        where
            F: FnOnce($($argument),*) -> R,
        {
            ReturnProbe(PhantomData)
        }

        /// Makes the arguments in turn, runs the handler, and makes the answer of what it returns.
        #[allow(clippy::too_many_arguments, non_snake_case, unused_mut, unused_variables)]
        pub fn $answer<'c, P, F, R, W, $($argument),*>(
            call: Call<'c, P>,
            $($argument: $argument,)*
            returned: W,
            handler: F,
        ) -> Answering<'c>
        where
            P: GrafanaPlugin + Sync,
            $($argument: Take<'c, P> + 'c,)*
            F: FnOnce($($argument::Value),*) -> R + Send + 'c,
            R: Send + 'c,
            W: Returned<R> + 'c,
        {
            Box::pin(async move {
                let mut foreign = Foreign::new();
                $(let $argument = $argument.take(&call, &mut foreign).await?;)*
                Ok(returned.answer(handler($($argument),*)).await)
            })
        }
    )*};
}

handlers! {
    returned0 answer0;
    returned1 answer1 A;
    returned2 answer2 A B;
    returned3 answer3 A B C;
    returned4 answer4 A B C D;
    returned5 answer5 A B C D E;
    returned6 answer6 A B C D E G;
    returned7 answer7 A B C D E G H;
    returned8 answer8 A B C D E G H I;
    returned9 answer9 A B C D E G H I J;
    returned10 answer10 A B C D E G H I J K;
    returned11 answer11 A B C D E G H I J K L;
    returned12 answer12 A B C D E G H I J K L M;
    returned13 answer13 A B C D E G H I J K L M N;
    returned14 answer14 A B C D E G H I J K L M N O;
    returned15 answer15 A B C D E G H I J K L M N O Q;
    returned16 answer16 A B C D E G H I J K L M N O Q S;
    returned17 answer17 A B C D E G H I J K L M N O Q S T;
}
