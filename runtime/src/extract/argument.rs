//! Which way an argument goes: ours, or one of axum's two.
//!
//! Decided per argument by the type alone, never by its name. Generated code asks a [`Probe`] for a
//! tag; the traits that answer are implemented at five depths of reference, and the compiler takes the first that
//! holds:
//!
//! 1. the body as bare text or bytes, which not every route may ask for;
//! 2. the library's own extractors, by their head only: `Json<T>` whatever `T` is, so that a `T` that does not fit is
//!    reported as that and not as "not an extractor";
//! 3. `FromCall`, for an author's own;
//! 4. axum's `FromRequestParts`;
//! 5. all else: axum's `FromRequest`, or an error that says what may stand there.
//!
//! The tag's method then carries the bound, when everything about the type is known.

use std::{future::Future, marker::PhantomData, pin::Pin};

use axum_core::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use grafana_plugin_sdk::backend::GrafanaPlugin;

pub use crate::extract::foreign::Foreign;
use crate::extract::foreign::refuse;
use crate::{
    Call, Error, FromCall,
    extract::{PathParameter, RawParameter, TakesPathParameters, parameter, parameter_by},
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

/// The answer.
#[derive(Debug)]
#[allow(clippy::type_complexity, reason = "a marker")]
pub struct Tag<Via, C, T>(PhantomData<fn() -> (Via, C, T)>);

impl<Via, C, T> Tag<Via, C, T> {
    fn new() -> Self {
        Self(PhantomData)
    }
}

/// The way of [`BareBody`].
#[derive(Debug)]
pub enum ByBareBody {}
/// The way of [`FromCall`].
#[derive(Debug)]
pub enum ByCall {}
/// The way of axum's `FromRequestParts`.
#[derive(Debug)]
pub enum ByParts {}
/// The way of axum's `FromRequest`.
#[derive(Debug)]
pub enum ByRequest {}

/// The library's own extractors, by the head of their type.
pub trait Ours {}

/// The body as bare text or bytes, of a type that a path parameter may have, too.
pub trait BareBody {}

impl<T: BareBody> BareBody for Option<T> {}
impl<T: BareBody, E> BareBody for Result<T, E> {}

/// Depth 1.
pub trait ViaBareBody<C, T> {
    /// The tag.
    fn extraction_way(&self) -> Tag<ByBareBody, C, T>;
}
impl<C, T: BareBody> ViaBareBody<C, T> for &&&&Probe<C, T> {
    fn extraction_way(&self) -> Tag<ByBareBody, C, T> {
        Tag::new()
    }
}

/// Depth 2.
pub trait ViaOurs<C, T> {
    /// The tag.
    fn extraction_way(&self) -> Tag<ByCall, C, T>;
}
impl<C, T: Ours> ViaOurs<C, T> for &&&Probe<C, T> {
    fn extraction_way(&self) -> Tag<ByCall, C, T> {
        Tag::new()
    }
}

/// Depth 3.
pub trait ViaCall<C, T> {
    /// The tag.
    fn extraction_way(&self) -> Tag<ByCall, C, T>;
}
impl<'a, P: GrafanaPlugin, T: FromCall<'a, P>> ViaCall<Call<'a, P>, T> for &&Probe<Call<'a, P>, T> {
    fn extraction_way(&self) -> Tag<ByCall, Call<'a, P>, T> {
        Tag::new()
    }
}

/// Depth 4.
pub trait ViaParts<C, T> {
    /// The tag.
    fn extraction_way(&self) -> Tag<ByParts, C, T>;
}
impl<C, T: FromRequestParts<C>> ViaParts<C, T> for &Probe<C, T> {
    fn extraction_way(&self) -> Tag<ByParts, C, T> {
        Tag::new()
    }
}

/// Depth 5: holds for every type, so that asking is never the error.
pub trait ViaRequest<C, T> {
    /// The tag.
    fn extraction_way(&self) -> Tag<ByRequest, C, T>;
}
impl<C, T> ViaRequest<C, T> for Probe<C, T> {
    fn extraction_way(&self) -> Tag<ByRequest, C, T> {
        Tag::new()
    }
}

/// How an argument is made, whatever makes it.
///
/// A type without bounds, on purpose: what a type must be is asked once, where generated code names the type, and not
/// again where the handler is called.
#[derive(Debug)]
pub enum Extractor<'a, P: GrafanaPlugin, T> {
    /// At once.
    Ours(fn(&Call<'a, P>) -> Result<T, Failed>),
    /// By one of axum's.
    Foreign(for<'x> fn(&'x Call<'a, P>, &'x mut Foreign) -> Taking<'x, T>),
}

/// An argument that is being made.
pub type Taking<'x, T> = Pin<Box<dyn Future<Output = Result<T, Failed>> + Send + 'x>>;

impl<'a, P: GrafanaPlugin, Via, T> Tag<Via, Call<'a, P>, T> {
    /// An argument that is not the last.
    #[must_use]
    pub fn argument(self) -> Extractor<'a, P, T>
    where
        T: Argument<'a, P, Via>,
    {
        T::extractor()
    }

    /// The last argument, which may use up the body.
    #[must_use]
    pub fn last_argument(self) -> Extractor<'a, P, T>
    where
        T: LastArgument<'a, P, Via>,
    {
        T::extractor()
    }
}

impl<P: GrafanaPlugin, Via, T> Tag<Via, Call<'_, P>, T> {
    /// An argument of a route that is only called without a body.
    #[must_use]
    pub fn without_body(self) -> Self
    where
        Via: ReadsNoBareBody<T>,
    {
        self
    }

    /// An argument of which the name says that only a router of axum's fills it in: then it must be something else.
    #[must_use]
    pub fn without_router(self) -> Self
    where
        Via: NeedsNoRouter<T>,
    {
        self
    }
}

/// A way that a GET may go.
#[diagnostic::on_unimplemented(
    message = "`{T}` would be the body of the call, and a GET, HEAD or DELETE has none",
    label = "not a path parameter of this route, and no body to read",
    note = "name the argument like a `{{parameter}}` of the path, or take a query: `Query<T>`",
    note = "a DELETE may carry `Json<T>` or `Form<T>`; who wants whatever was sent takes `&Bytes`"
)]
pub trait ReadsNoBareBody<T> {}

impl<T> ReadsNoBareBody<T> for ByCall {}
impl<T> ReadsNoBareBody<T> for ByParts {}
impl<T> ReadsNoBareBody<T> for ByRequest {}

/// A way that ends without a router.
#[diagnostic::on_unimplemented(
    message = "`{T}` needs an axum router, and is never there",
    label = "only a router of axum's fills this in",
    note = "keep what handlers share in the plugin, and ask for `MatchedRoute` to know the route"
)]
pub trait NeedsNoRouter<T> {}

impl<T> NeedsNoRouter<T> for ByCall {}
impl<T> NeedsNoRouter<T> for ByBareBody {}

/// The plugin itself: what stands before all arguments.
#[must_use]
pub fn receiver<'a, P: GrafanaPlugin>() -> Extractor<'a, P, &'a P> {
    Extractor::Ours(|call| Ok(call.plugin()))
}

/// The path parameter in this place, as an argument.
#[must_use]
pub fn path_parameter<'a, const PLACE: usize, P, T>(_: &Call<'a, P>) -> Extractor<'a, P, T>
where
    P: GrafanaPlugin,
    T: PathParameter<'a>,
{
    Extractor::Ours(|call| parameter(call, PLACE))
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

/// What an argument before the last one may be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument in this place",
    label = "not a path parameter of this route, and not an extractor that leaves the body to those after it",
    note = "name the argument like a `{{parameter}}` of the path, or use an extractor: `Json<T>`, `Query<T>`, `&Context<Self>` …",
    note = "an axum extractor that reads the body must be the last argument"
)]
pub trait Argument<'a, P: GrafanaPlugin, Via>: Sized {
    #[doc(hidden)]
    fn extractor() -> Extractor<'a, P, Self>;
}

/// What the last argument may be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a route",
    label = "not a path parameter of this route, and not an extractor",
    note = "name the argument like a `{{parameter}}` of the path, or use an extractor: `Json<T>`, `Query<T>`, `&Context<Self>` …"
)]
pub trait LastArgument<'a, P: GrafanaPlugin, Via>: Sized {
    #[doc(hidden)]
    fn extractor() -> Extractor<'a, P, Self>;
}

impl<'a, P: GrafanaPlugin, T: FromCall<'a, P> + Send> Argument<'a, P, ByCall> for T {
    fn extractor() -> Extractor<'a, P, Self> {
        Extractor::Ours(at_once)
    }
}

impl<'a, P: GrafanaPlugin, T: FromCall<'a, P> + Send> Argument<'a, P, ByBareBody> for T {
    fn extractor() -> Extractor<'a, P, Self> {
        Extractor::Ours(at_once)
    }
}

impl<'a, P: GrafanaPlugin, T: FromCall<'a, P> + Send> LastArgument<'a, P, ByBareBody> for T {
    fn extractor() -> Extractor<'a, P, Self> {
        Extractor::Ours(at_once)
    }
}

impl<'a, P: GrafanaPlugin, T: FromCall<'a, P> + Send> LastArgument<'a, P, ByCall> for T {
    fn extractor() -> Extractor<'a, P, Self> {
        Extractor::Ours(at_once)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, P, T> Argument<'a, P, ByParts> for T
where
    P: GrafanaPlugin + Sync + 'a,
    T: FromRequestParts<Call<'a, P>> + 'a,
{
    fn extractor() -> Extractor<'a, P, Self> {
        Extractor::Foreign(from_parts)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, P, T> LastArgument<'a, P, ByParts> for T
where
    P: GrafanaPlugin + Sync + 'a,
    T: FromRequestParts<Call<'a, P>> + 'a,
{
    fn extractor() -> Extractor<'a, P, Self> {
        Extractor::Foreign(from_parts)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, P, T> LastArgument<'a, P, ByRequest> for T
where
    P: GrafanaPlugin + Sync + 'a,
    T: FromRequest<Call<'a, P>> + 'a,
{
    fn extractor() -> Extractor<'a, P, Self> {
        Extractor::Foreign(from_request)
    }
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
