//! Which way an argument goes: ours, or one of axum's two.
//!
//! Decided per argument by the type alone, never by its name. Generated code asks a [`Probe`] for a
//! tag; the traits that answer are implemented at seven depths of reference, and the compiler takes the first that
//! holds:
//!
//! 1. the body as bare text or bytes, which not every route may ask for;
//! 2. `FromCall`: the library's own extractors, and an author's;
//! 3. a mistake: `FromCall` of a type that cannot be sent;
//! 4. a mistake: one of the library's own, by its head only, such as `Json<T>` of a `T` that does not fit;
//! 5. axum's `FromRequestParts`;
//! 6. axum's `FromRequest`;
//! 7. a mistake: all else.
//!
//! [`HandlerArgument`] then lets pass what is right, and says of a mistake what it is.

use std::{future::Future, marker::PhantomData, pin::Pin};

use axum_core::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use grafana_plugin_sdk::backend::GrafanaPlugin;

pub use crate::extract::foreign::Foreign;
use crate::{
    Call, Error, FromCall,
    extract::{
        PathParameter, RawParameter, TakesPathParameters,
        foreign::refuse,
        parameter, parameter_by,
        unfit::{LeavesBody, WantsNoBody, WantsNoRouter},
    },
    respond::{Outgoing, never_a_success},
};

/// How an extraction fails: small, since it stands in every handler's future.
#[derive(Debug)]
pub struct Failed(Box<Response>);

impl Failed {
    #[cold]
    pub(crate) fn new(rejection: impl IntoResponse) -> Self {
        Self(Box::new(never_a_success("a rejection", rejection)))
    }
}

impl From<Failed> for Outgoing {
    #[cold]
    fn from(failed: Failed) -> Self {
        Self::Foreign(failed.0)
    }
}

impl From<Error> for Failed {
    #[cold]
    fn from(error: Error) -> Self {
        Self::new(error)
    }
}

/// Asks which way a type goes.
#[derive(Debug)]
pub struct Probe<C, T>(PhantomData<fn() -> (C, T)>);

impl<'a, P: GrafanaPlugin, T> Probe<Call<'a, P>, T> {
    /// A probe for an argument of this call.
    #[must_use]
    pub fn new(_: &Call<'a, P>) -> Self {
        Self(PhantomData)
    }
}

/// The answer: the way, and `M`, which makes the argument. Where no way is right, nothing says what `M` is, and the compiler asks
/// nothing more of the handler: so an argument that does not fit is one error.
#[derive(Debug)]
pub struct Tag<Way, M, T> {
    made: Option<M>,
    way: PhantomData<fn() -> (Way, T)>,
}

impl<Way, M, T> Tag<Way, M, T> {
    fn new(made: M) -> Self {
        Self { made: Some(made), way: PhantomData }
    }

    fn unfit() -> Self {
        Self { made: None, way: PhantomData }
    }
}

impl<W: Way, M, T> Tag<W, M, T> {
    /// An argument of a route that is only called without a body.
    #[must_use]
    pub fn without_body(self) -> Tag<W::WithoutBody, M, T> {
        Tag { made: self.made, way: PhantomData }
    }

    /// An argument of which the name says that only a router of axum's fills it in: then it must be something else.
    #[must_use]
    pub fn without_router(self) -> Tag<W::WithoutRouter, M, T> {
        Tag { made: self.made, way: PhantomData }
    }
}

/// A way to an argument, or to the error that there is none.
pub trait Way {
    /// This way where there is no body.
    type WithoutBody;
    /// This way where there is no router of axum's.
    type WithoutRouter;
}

macro_rules! ways {
    ($($(#[$attribute:meta])* $way:ident $(<$call:ident>)?: $without_body:ty, $without_router:ty;)*) => {$(
        $(#[$attribute])*
        #[derive(Debug)]
        pub struct $way $(<$call>(PhantomData<fn() -> $call>))?;

        impl $(<$call>)? Way for $way $(<$call>)? {
            type WithoutBody = $without_body;
            type WithoutRouter = $without_router;
        }
    )*};
}

ways! {
    /// The way of [`BareBody`].
    ByBareBody: NoBody, Self;
    /// The way of [`FromCall`].
    ByCall: Self, Self;
    /// One of the library's own by the head of its type, and something inside of it does not fit.
    OursUnfit<C>: Self, Self;
    /// [`FromCall`] of a type that cannot be sent.
    NotSend: Self, Self;
    /// The way of axum's `FromRequestParts`.
    ByParts: Self, NeedsRouter;
    /// The way of axum's `FromRequest`.
    ByRequest: Self, NeedsRouter;
    /// The body is read before the last argument.
    TooEarly: Self, NeedsRouter;
    /// The type is written like one of axum's that reads the head, and something inside of it does not fit.
    AxumParts<C>: Self, NeedsRouter;
    /// The type is written like one of axum's that reads the body, and something inside of it does not fit.
    AxumBody<C>: Self, NeedsRouter;
    /// Any type.
    Unknown: Self, NeedsRouter;
    /// A bare body, and there is none.
    NoBody: Self, Self;
    /// Only a router of axum's makes it.
    NeedsRouter: Self, Self;
}

/// The library's own extractors, by the head of their type.
pub trait Ours {}

/// The body as bare text or bytes, of a type that a path parameter may have, too.
pub trait BareBody {}

impl<T: BareBody> BareBody for Option<T> {}
impl<T: BareBody, E> BareBody for Result<T, E> {}

// Each depth answers the same question in five ways: for an argument that others follow, for the last one, and for types that
// are written like one of axum's.
macro_rules! depths {
    (@fit $name:ident: $probe:ty, [$($bound:tt)*] => $make:expr, [$($method:ident: $way:ty),*]) => {
        /// One of the depths.
        pub trait $name<'a, P: GrafanaPlugin, T> {
            $(
                /// The tag.
                fn $method(&self) -> Tag<$way, Extractor<'a, P, T>, T>;
            )*
        }

        impl<'a, P, T> $name<'a, P, T> for $probe
        where
            P: GrafanaPlugin + Sync + 'a,
            $($bound)*
        {
            $(
                fn $method(&self) -> Tag<$way, Extractor<'a, P, T>, T> {
                    Tag::new($make)
                }
            )*
        }
    };
    (@unfit $name:ident: $probe:ty, [$($bound:tt)*] => [$($method:ident: $way:ty),*]) => {
        /// One of the depths.
        pub trait $name<C, T> {
            $(
                /// The tag.
                fn $method<M>(&self) -> Tag<$way, M, T> {
                    Tag::unfit()
                }
            )*
        }

        impl<'a, P: GrafanaPlugin, T> $name<Call<'a, P>, T> for $probe
        where
            $($bound)*
        {
        }
    };
}

depths! { @fit ViaBareBody: &&&&&&Probe<Call<'a, P>, T>, [T: BareBody + FromCall<'a, P>] => Extractor::Ours(at_once), [
    way: ByBareBody, last_way: ByBareBody, axum_parts_way: ByBareBody, last_axum_parts_way: ByBareBody, axum_body_way: ByBareBody
] }
depths! { @fit ViaCall: &&&&&Probe<Call<'a, P>, T>, [T: FromCall<'a, P> + Send] => Extractor::Ours(at_once), [
    way: ByCall, last_way: ByCall, axum_parts_way: ByCall, last_axum_parts_way: ByCall, axum_body_way: ByCall
] }
depths! { @unfit ViaNotSend: &&&&Probe<Call<'a, P>, T>, [T: FromCall<'a, P>] => [
    way: NotSend, last_way: NotSend, axum_parts_way: NotSend, last_axum_parts_way: NotSend, axum_body_way: NotSend
] }
depths! { @unfit ViaOurs: &&&Probe<Call<'a, P>, T>, [T: Ours] => [
    way: OursUnfit<C>, last_way: OursUnfit<C>, axum_parts_way: OursUnfit<C>, last_axum_parts_way: OursUnfit<C>,
    axum_body_way: OursUnfit<C>
] }
depths! { @fit ViaParts: &&Probe<Call<'a, P>, T>, [T: FromRequestParts<Call<'a, P>> + 'a] => Extractor::Foreign(from_parts), [
    way: ByParts, last_way: ByParts, axum_parts_way: ByParts, last_axum_parts_way: ByParts, axum_body_way: ByParts
] }
depths! { @fit ViaRequest: &Probe<Call<'a, P>, T>, [T: FromRequest<Call<'a, P>> + 'a] => Extractor::Foreign(from_request), [
    way: TooEarly, last_way: ByRequest, axum_parts_way: TooEarly, last_axum_parts_way: ByRequest, axum_body_way: ByRequest
] }
depths! { @unfit ViaNothing: Probe<Call<'a, P>, T>, [] => [
    way: Unknown, last_way: Unknown, axum_parts_way: AxumParts<C>, last_axum_parts_way: AxumParts<C>, axum_body_way: AxumBody<C>
] }

/// How an argument is made, whatever makes it.
#[derive(Debug)]
pub enum Extractor<'a, P: GrafanaPlugin, T> {
    /// At once.
    Ours(fn(&Call<'a, P>) -> Result<T, Failed>),
    /// By one of axum's.
    Foreign(for<'x> fn(&'x Call<'a, P>, &'x mut Foreign) -> Taking<'x, T>),
}

/// An argument that is being made.
pub type Taking<'x, T> = Pin<Box<dyn Future<Output = Result<T, Failed>> + Send + 'x>>;

/// What an argument may be. Generated code asks at the argument's type, with the way that the type goes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a route",
    label = "not a path parameter of this route, and not an extractor",
    note = "name the argument like a `{{parameter}}` of the path, or use an extractor: `Json<T>`, `Query<T>`, `&Context<Self>` …",
    note = "an extractor of your own implements `FromCall`, or axum's `FromRequestParts` or `FromRequest`"
)]
pub trait HandlerArgument<W = Unknown>: Sized {
    /// What makes the argument.
    #[doc(hidden)]
    fn argument<M>(tag: Tag<W, M, Self>) -> M {
        match tag.made {
            Some(made) => made,
            None => unreachable!("what does not fit does not compile"),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T> HandlerArgument<ByBareBody> for T {}
#[diagnostic::do_not_recommend]
impl<T> HandlerArgument<ByCall> for T {}
#[diagnostic::do_not_recommend]
impl<T> HandlerArgument<ByParts> for T {}
#[diagnostic::do_not_recommend]
impl<T> HandlerArgument<ByRequest> for T {}

// Never true: what fails is the bound. It is one of another type, since of two traits of one type the compiler tells the words of the
// outer one.
impl<'a, P: GrafanaPlugin, T: FromCall<'a, P>> HandlerArgument<OursUnfit<Call<'a, P>>> for T {}
impl<T: Send> HandlerArgument<NotSend> for T {}
impl<C, T: FromRequestParts<C>> HandlerArgument<AxumParts<C>> for T {}
impl<C, T: FromRequest<C>> HandlerArgument<AxumBody<C>> for T {}
impl<T> HandlerArgument<TooEarly> for T where TooEarly: LeavesBody<T> {}
impl<T> HandlerArgument<NoBody> for T where NoBody: WantsNoBody<T> {}
impl<T> HandlerArgument<NeedsRouter> for T where NeedsRouter: WantsNoRouter<T> {}

/// The plugin itself: what stands before all arguments.
#[must_use]
pub fn receiver<'a, P: GrafanaPlugin>() -> Extractor<'a, P, &'a P> {
    Extractor::Ours(|call| Ok(call.plugin()))
}

/// What an argument that is named like a path parameter may be; `M` makes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a path parameter",
    label = "not a type that serde reads from one text",
    note = "use `&str`, `String`, a number, `bool`, or derive `serde::Deserialize` for a newtype or an enum",
    note = "an argument named like a `{{parameter}}` of the path is that parameter: give an extractor another name"
)]
pub trait HandlerParameter<M> {
    /// The path parameter in this place.
    #[doc(hidden)]
    fn at<const PLACE: usize>() -> M;
}

#[diagnostic::do_not_recommend]
impl<'a, P: GrafanaPlugin, T: PathParameter<'a> + Send> HandlerParameter<Extractor<'a, P, T>> for T {
    fn at<const PLACE: usize>() -> Extractor<'a, P, T> {
        Extractor::Ours(|call| parameter(call, PLACE))
    }
}

/// Nothing is this.
pub trait Impossible {}

/// Because there are two, the compiler does not take the other one for a type that is no parameter, and asks nothing more of the
/// handler.
#[diagnostic::do_not_recommend]
impl<T: Impossible> HandlerParameter<()> for T {
    fn at<const PLACE: usize>() {}
}

/// The path parameter in this place, unchecked, as an argument.
#[must_use]
pub fn raw_parameter<'a, const PLACE: usize, P, T>(_: &Call<'a, P>) -> Extractor<'a, P, T>
where
    P: GrafanaPlugin,
    T: RawParameter<'a>,
{
    Extractor::Ours(|call| parameter_by(call, PLACE, T::from_unchecked))
}

/// An argument that is asked to take all path parameters.
#[must_use]
pub fn all_parameters<'a, P, T>(_: &Call<'a, P>) -> Extractor<'a, P, T>
where
    P: GrafanaPlugin,
    T: TakesPathParameters<'a, P>,
{
    Extractor::Ours(at_once)
}

fn at_once<'a, P: GrafanaPlugin, T: FromCall<'a, P>>(call: &Call<'a, P>) -> Result<T, Failed> {
    T::from_call(call).map_err(Failed::new)
}

fn from_parts<'x, 'a, P, T>(call: &'x Call<'a, P>, foreign: &'x mut Foreign) -> Taking<'x, T>
where
    P: GrafanaPlugin + Sync + 'a,
    T: FromRequestParts<Call<'a, P>> + 'a,
{
    let parts = foreign.parts(call);
    Box::pin(async move {
        let response = match T::from_request_parts(parts, call).await {
            Ok(value) => return Ok(value),
            Err(rejection) => rejection.into_response(),
        };
        Err(refuse(response).await)
    })
}

fn from_request<'x, 'a, P, T>(call: &'x Call<'a, P>, foreign: &'x mut Foreign) -> Taking<'x, T>
where
    P: GrafanaPlugin + Sync + 'a,
    T: FromRequest<Call<'a, P>> + 'a,
{
    let mut request = Request::from_parts(foreign.take_parts(call), Body::from(call.body().clone()));
    // Grafana has the whole body in memory already; the limit is the transport's.
    DefaultBodyLimit::disable().apply(&mut request);
    Box::pin(async move {
        let response = match T::from_request(request, call).await {
            Ok(value) => return Ok(value),
            Err(rejection) => rejection.into_response(),
        };
        Err(refuse(response).await)
    })
}
