//! What generated code calls. Outside of semver: it changes with the macro, whose version is pinned.

#![allow(missing_docs)]

use std::marker::PhantomData;

use axum_core::response::IntoResponse;

pub use axum_core;
pub use grafana_plugin_sdk::backend::{CallResourceRequest, GrafanaPlugin, ResourceService};
pub use std::{
    boxed::Box,
    future::Future,
    marker::{Send, Sync},
    option::Option,
    pin::Pin,
    result::Result,
};

pub use crate::{
    call::{Arrived, Call},
    context::Role,
    dispatch::{ErrorShape, Pending, ResourceRoutes},
    error::Error,
    extract::argument::{
        Argument, Failed, Foreign, LastArgument, Probe, Tag, ViaCall, ViaOurs, ViaParts, ViaRequest,
    },
    listing::{Argument as ArgumentInfo, Route, RouteMethod, Routes},
    respond::{OurAnswer, Outgoing, Reply, Respond, Tail},
    running::{run, start},
    sdk::{Never, dispatch},
    table::Table,
};

/// The view of a call that extractors get.
#[must_use]
pub fn call<'a, P: GrafanaPlugin>(plugin: &'a P, arrived: &'a Arrived<P>) -> Call<'a, P> {
    Call::new(plugin, arrived)
}

/// The number by which generated code knows the route.
#[must_use]
pub fn number<P: GrafanaPlugin>(arrived: &Arrived<P>) -> u16 {
    arrived.route.number
}

/// The path parameter in this place, as an argument.
///
/// # Errors
///
/// Where its value does not parse.
pub fn parameter<'a, P, T>(call: &Call<'a, P>, place: usize) -> Result<T, Failed>
where
    P: GrafanaPlugin,
    T: crate::extract::PathParameter<'a>,
{
    crate::extract::parameter(call, place)
}

/// An argument that is asked to take all path parameters.
///
/// # Errors
///
/// Where it refuses the call.
pub fn all_parameters<'a, P, T>(call: &Call<'a, P>) -> Result<T, Failed>
where
    P: GrafanaPlugin,
    T: crate::extract::TakesPathParameters<'a, P>,
{
    T::from_call(call).map_err(Failed::new)
}

/// A handler's future. A function of its own, so that one that is not `Send` is reported at the handler's name.
pub fn handler<F: Future + Send>(future: F) -> impl Future<Output = F::Output> + Send + use<F> {
    future
}

/// A number without a route: cannot happen, since both are made from one list.
#[cold]
#[must_use]
pub fn no_such_route<'c, P: ResourceRoutes>(arrived: &Arrived<P>) -> Pending<'c> {
    run(start(arrived), std::future::ready(Err(Outgoing::Error(crate::Rejection::Panicked.into()))))
}

/// What `#[derive(ResourceError)]` makes of an error.
#[must_use]
pub fn resource_error<E: std::error::Error + Send + Sync + 'static>(
    error: E,
    status: u16,
    message: Option<&'static str>,
) -> axum_core::response::Response {
    let status = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let public = match message {
        Some(message) => message.into(),
        None if status.is_server_error() => crate::error::INTERNAL.into(),
        None => std::borrow::Cow::Owned(error.to_string()),
    };
    let is_told = message.is_none() && !status.is_server_error();
    let response = Error::new(status, public);
    if is_told { response.into_response() } else { response.with_source(error).into_response() }
}

/// Asks which way a return value goes.
#[derive(Debug)]
pub struct ReturnProbe<T>(PhantomData<fn() -> T>);

impl<T> ReturnProbe<T> {
    #[must_use]
    pub fn of(_: &T) -> Self {
        Self(PhantomData)
    }
}

/// The answer of a [`ReturnProbe`].
#[derive(Debug)]
pub struct ReturnTag<Via, T>(PhantomData<fn() -> (Via, T)>);

impl<Via, T> ReturnTag<Via, T> {
    fn new() -> Self {
        Self(PhantomData)
    }
}

/// A function that is not `async` and returns a future.
#[derive(Debug)]
pub enum Awaited {}
/// A function that returns its value.
#[derive(Debug)]
pub enum Value {}

pub trait ViaAwait<T> {
    fn return_way(&self) -> ReturnTag<Awaited, T>;
}

impl<T: Future> ViaAwait<T> for &ReturnProbe<T> {
    fn return_way(&self) -> ReturnTag<Awaited, T> {
        ReturnTag::new()
    }
}

pub trait ViaValue<T> {
    fn return_way(&self) -> ReturnTag<Value, T>;
}

impl<T> ViaValue<T> for ReturnProbe<T> {
    fn return_way(&self) -> ReturnTag<Value, T> {
        ReturnTag::new()
    }
}

impl<T: Future + Send> ReturnTag<Awaited, T> {
    pub fn resolve(self, future: T) -> T {
        future
    }
}

impl<T> ReturnTag<Value, T> {
    pub fn resolve(self, value: T) -> std::future::Ready<T> {
        std::future::ready(value)
    }
}

/// The way of [`Respond`].
#[derive(Debug)]
pub enum ByRespond {}
/// The way of axum's `IntoResponse`.
#[derive(Debug)]
pub enum ByIntoResponse {}

/// The library's own answers, by the head of their type: what is wrong inside of one is reported as that.
pub trait ViaOurAnswer<T> {
    fn answer_way(&self) -> ReturnTag<ByRespond, T>;
}

impl<T: OurAnswer> ViaOurAnswer<T> for &&ReturnProbe<T> {
    fn answer_way(&self) -> ReturnTag<ByRespond, T> {
        ReturnTag::new()
    }
}

pub trait ViaRespond<T> {
    fn answer_way(&self) -> ReturnTag<ByRespond, T>;
}

impl<T: Respond> ViaRespond<T> for &ReturnProbe<T> {
    fn answer_way(&self) -> ReturnTag<ByRespond, T> {
        ReturnTag::new()
    }
}

pub trait ViaForeign<T> {
    fn answer_way(&self) -> ReturnTag<ByIntoResponse, T>;
}

impl<T> ViaForeign<T> for ReturnProbe<T> {
    fn answer_way(&self) -> ReturnTag<ByIntoResponse, T> {
        ReturnTag::new()
    }
}

impl<Via, T> ReturnTag<Via, T> {
    pub fn respond(self, value: T) -> Outgoing
    where
        T: Answer<Via>,
    {
        value.answer()
    }
}

/// What a handler may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a response",
    label = "not a response",
    note = "return `Json<T>`, a text, bytes, a status, `()`, or a `Result` of one of these and an error such as `grafana_resource_routes::Error`"
)]
pub trait Answer<Via>: Sized {
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

/// What [`look_up`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookUp {
    /// A route's number, and the texts that its parameters took.
    Route(u16, Vec<String>),
    NotFound,
    OtherMethods(Vec<&'static str>),
    InvalidPath,
}

/// The look-up alone, for tests against tables that are made at run time.
#[must_use]
pub fn look_up(table: &'static Table, method: &http::Method, raw_path: &str) -> LookUp {
    use crate::{path::Canonical, table::Found};

    let Ok(path) = Canonical::of(raw_path) else {
        return LookUp::InvalidPath;
    };
    match table.find(method, &path) {
        Found::Route(route, captures) => {
            let text = |(start, end): (u16, u16)| path.text[start.into()..end.into()].to_owned();
            LookUp::Route(route.number, captures.into_iter().map(text).collect())
        }
        Found::Nothing => LookUp::NotFound,
        Found::OtherMethods(allow) => LookUp::OtherMethods(allow.methods().collect()),
    }
}
