//! Which way an argument goes: ours, or one of axum's two.
//!
//! Decided per argument by the type alone, never by its name. Generated code asks a [`Probe`] for a
//! tag; the traits that answer are implemented at four depths of reference, and the compiler takes the first that
//! holds:
//!
//! 1. the library's own extractors, by their head only: `Json<T>` whatever `T` is, so that a `T` that does not fit is
//!    reported as that and not as "not an extractor";
//! 2. `FromCall`, for an author's own;
//! 3. axum's `FromRequestParts`;
//! 4. all else: axum's `FromRequest`, or an error that says what may stand there.
//!
//! The tag's method then carries the bound, when everything about the type is known.

use std::{
    future::{Future, Ready, ready},
    marker::PhantomData,
};

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
    extract::{PathParameter, TakesPathParameters, parameter},
    respond::Outgoing,
};

/// How an extraction fails: small, since it stands in every handler's future.
#[derive(Debug)]
pub struct Failed(Box<Response>);

impl Failed {
    #[cold]
    pub(crate) fn new(rejection: impl IntoResponse) -> Self {
        Self(Box::new(rejection.into_response()))
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

/// Depth 1.
pub trait ViaOurs<C, T> {
    /// The tag.
    fn extraction_way(&self) -> Tag<ByCall, C, T>;
}
impl<C, T: Ours> ViaOurs<C, T> for &&&Probe<C, T> {
    fn extraction_way(&self) -> Tag<ByCall, C, T> {
        Tag::new()
    }
}

/// Depth 2.
pub trait ViaCall<C, T> {
    /// The tag.
    fn extraction_way(&self) -> Tag<ByCall, C, T>;
}
impl<'a, P: GrafanaPlugin, T: FromCall<'a, P>> ViaCall<Call<'a, P>, T> for &&Probe<Call<'a, P>, T> {
    fn extraction_way(&self) -> Tag<ByCall, Call<'a, P>, T> {
        Tag::new()
    }
}

/// Depth 3.
pub trait ViaParts<C, T> {
    /// The tag.
    fn extraction_way(&self) -> Tag<ByParts, C, T>;
}
impl<C, T: FromRequestParts<C>> ViaParts<C, T> for &Probe<C, T> {
    fn extraction_way(&self) -> Tag<ByParts, C, T> {
        Tag::new()
    }
}

/// Depth 4: holds for every type, so that asking is never the error.
pub trait ViaRequest<C, T> {
    /// The tag.
    fn extraction_way(&self) -> Tag<ByRequest, C, T>;
}
impl<C, T> ViaRequest<C, T> for Probe<C, T> {
    fn extraction_way(&self) -> Tag<ByRequest, C, T> {
        Tag::new()
    }
}

/// One argument of a handler, still to be made.
pub trait Take<'a, P: GrafanaPlugin>: Send {
    /// The argument.
    type Value: Send;

    /// Makes it.
    fn take(
        self,
        call: &Call<'a, P>,
        foreign: &mut Foreign,
    ) -> impl Future<Output = Result<Self::Value, Failed>> + Send;
}

/// An extractor, in its place among the arguments.
struct Extractor<Place, Via, T>(PhantomData<fn() -> (Place, Via, T)>);

enum BeforeLast {}
enum Last {}

impl<'a, P: GrafanaPlugin, Via, T: Argument<'a, P, Via>> Take<'a, P> for Extractor<BeforeLast, Via, T> {
    type Value = T;

    fn take(
        self,
        call: &Call<'a, P>,
        foreign: &mut Foreign,
    ) -> impl Future<Output = Result<T, Failed>> + Send {
        T::take(call, foreign)
    }
}

impl<'a, P: GrafanaPlugin, Via, T: LastArgument<'a, P, Via>> Take<'a, P> for Extractor<Last, Via, T> {
    type Value = T;

    fn take(
        self,
        call: &Call<'a, P>,
        foreign: &mut Foreign,
    ) -> impl Future<Output = Result<T, Failed>> + Send {
        T::take_last(call, foreign)
    }
}

// The bounds stand at these methods, which generated code calls at the place of the argument's type; what they give back is
// known to hold.
impl<'a, P: GrafanaPlugin, Via, T> Tag<Via, Call<'a, P>, T> {
    /// An argument that is not the last.
    #[must_use]
    pub fn argument(self) -> impl Take<'a, P, Value = T> + use<'a, P, Via, T>
    where
        T: Argument<'a, P, Via>,
    {
        Extractor::<BeforeLast, Via, T>(PhantomData)
    }

    /// The last argument, which may use up the body.
    #[must_use]
    pub fn last_argument(self) -> impl Take<'a, P, Value = T> + use<'a, P, Via, T>
    where
        T: LastArgument<'a, P, Via>,
    {
        Extractor::<Last, Via, T>(PhantomData)
    }
}

/// The plugin itself: what stands before all arguments.
#[derive(Debug)]
pub struct Receiver;

impl<'a, P: GrafanaPlugin + Sync + 'a> Take<'a, P> for Receiver {
    type Value = &'a P;

    fn take(self, call: &Call<'a, P>, _: &mut Foreign) -> impl Future<Output = Result<&'a P, Failed>> + Send {
        ready(Ok(call.plugin()))
    }
}

struct Parameter<const PLACE: usize, T>(PhantomData<fn() -> T>);

impl<'a, P, T, const PLACE: usize> Take<'a, P> for Parameter<PLACE, T>
where
    P: GrafanaPlugin,
    T: PathParameter<'a> + Send,
{
    type Value = T;

    fn take(self, call: &Call<'a, P>, _: &mut Foreign) -> impl Future<Output = Result<T, Failed>> + Send {
        ready(parameter(call, PLACE))
    }
}

/// The path parameter in this place, as an argument.
#[must_use]
pub fn path_parameter<'a, const PLACE: usize, P, T>(
    _: &Call<'a, P>,
) -> impl Take<'a, P, Value = T> + use<'a, PLACE, P, T>
where
    P: GrafanaPlugin,
    T: PathParameter<'a> + Send,
{
    Parameter::<PLACE, T>(PhantomData)
}

struct AllParameters<T>(PhantomData<fn() -> T>);

impl<'a, P: GrafanaPlugin, T: TakesPathParameters<'a, P>> Take<'a, P> for AllParameters<T> {
    type Value = T;

    fn take(self, call: &Call<'a, P>, _: &mut Foreign) -> impl Future<Output = Result<T, Failed>> + Send {
        at_once(call)
    }
}

/// An argument that is asked to take all path parameters.
#[must_use]
pub fn all_parameters<'a, P, T>(_: &Call<'a, P>) -> impl Take<'a, P, Value = T> + use<'a, P, T>
where
    P: GrafanaPlugin,
    T: TakesPathParameters<'a, P>,
{
    AllParameters::<T>(PhantomData)
}

/// What an argument before the last one may be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument in this place",
    label = "not a path parameter of this route, and not an extractor that leaves the body to those after it",
    note = "name the argument like a `{{parameter}}` of the path, or use an extractor: `Json<T>`, `Query<T>`, `&Context<Self>` …",
    note = "an axum extractor that reads the body must be the last argument"
)]
pub trait Argument<'a, P: GrafanaPlugin, Via>: Sized + Send {
    #[doc(hidden)]
    fn take(call: &Call<'a, P>, foreign: &mut Foreign) -> impl Future<Output = Result<Self, Failed>> + Send;
}

/// What the last argument may be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a route",
    label = "not a path parameter of this route, and not an extractor",
    note = "name the argument like a `{{parameter}}` of the path, or use an extractor: `Json<T>`, `Query<T>`, `&Context<Self>` …"
)]
pub trait LastArgument<'a, P: GrafanaPlugin, Via>: Sized + Send {
    #[doc(hidden)]
    fn take_last(
        call: &Call<'a, P>,
        foreign: &mut Foreign,
    ) -> impl Future<Output = Result<Self, Failed>> + Send;
}

fn at_once<'a, P: GrafanaPlugin, T: FromCall<'a, P>>(call: &Call<'a, P>) -> Ready<Result<T, Failed>> {
    ready(T::from_call(call).map_err(Failed::new))
}

impl<'a, P: GrafanaPlugin, T: FromCall<'a, P> + Send> Argument<'a, P, ByCall> for T {
    fn take(call: &Call<'a, P>, _: &mut Foreign) -> impl Future<Output = Result<Self, Failed>> + Send {
        at_once(call)
    }
}

impl<'a, P: GrafanaPlugin, T: FromCall<'a, P> + Send> LastArgument<'a, P, ByCall> for T {
    fn take_last(call: &Call<'a, P>, _: &mut Foreign) -> impl Future<Output = Result<Self, Failed>> + Send {
        at_once(call)
    }
}

async fn from_parts<C, T: FromRequestParts<C>>(
    parts: &mut http::request::Parts,
    state: &C,
) -> Result<T, Failed> {
    let response = match T::from_request_parts(parts, state).await {
        Ok(value) => return Ok(value),
        Err(rejection) => rejection.into_response(),
    };
    Err(refuse(response).await)
}

#[diagnostic::do_not_recommend]
impl<'a, P, T> Argument<'a, P, ByParts> for T
where
    P: GrafanaPlugin + Sync + 'a,
    T: FromRequestParts<Call<'a, P>> + Send,
{
    fn take(call: &Call<'a, P>, foreign: &mut Foreign) -> impl Future<Output = Result<Self, Failed>> + Send {
        from_parts(foreign.parts(call), call)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, P, T> LastArgument<'a, P, ByParts> for T
where
    P: GrafanaPlugin + Sync + 'a,
    T: FromRequestParts<Call<'a, P>> + Send,
{
    fn take_last(
        call: &Call<'a, P>,
        foreign: &mut Foreign,
    ) -> impl Future<Output = Result<Self, Failed>> + Send {
        from_parts(foreign.parts(call), call)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, P, T> LastArgument<'a, P, ByRequest> for T
where
    P: GrafanaPlugin + Sync + 'a,
    T: FromRequest<Call<'a, P>> + Send,
{
    async fn take_last(call: &Call<'a, P>, foreign: &mut Foreign) -> Result<Self, Failed> {
        let mut request = Request::from_parts(foreign.take_parts(call), Body::from(call.body().clone()));
        // Grafana has the whole body in memory already; the limit is the transport's.
        DefaultBodyLimit::disable().apply(&mut request);
        let response = match T::from_request(request, call).await {
            Ok(value) => return Ok(value),
            Err(rejection) => rejection.into_response(),
        };
        Err(refuse(response).await)
    }
}
