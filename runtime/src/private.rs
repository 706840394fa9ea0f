//! What generated code calls. Outside of semver: it changes with the macro, whose version is pinned.

#![allow(missing_docs)]

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
    dispatch::{ErrorShape, Pending, ResourceRoutes, Routing},
    error::Error,
    extract::{argument::*, unfit::*},
    handler::*,
    listing::{Argument as ArgumentInfo, Route, RouteMethod, Routes},
    plugin::{DerivesGrafanaPlugin, SharedPlugin},
    respond::{Outgoing, Reply, Respond, Tail},
    sdk::{Never, dispatch},
    table::Table,
};

/// What `Plugin::routes()` gives. A function of its own, since a call of the trait's would ask again what a plugin is.
#[must_use]
pub fn routes_of<P: ResourceRoutes>() -> Routes {
    P::routes()
}

/// The number by which generated code knows the route.
#[must_use]
pub fn number<P: GrafanaPlugin>(arrived: &Arrived<P>) -> u16 {
    arrived.route.number
}

/// A number without a route: cannot happen, since both are made from one list.
#[cold]
#[must_use]
pub fn no_such_route<'c, P: GrafanaPlugin>(arrived: &Arrived<P>) -> Pending<'c> {
    crate::running::start(arrived).refuse(crate::Rejection::Panicked)
}

/// What `#[derive(ResourceError)]` makes of an error. The error itself is the source at every status, so that a shape of errors
/// may look at it.
#[must_use]
pub fn resource_error<E: std::error::Error + Send + Sync + 'static>(
    error: E,
    status: u16,
    message: Option<&'static str>,
) -> Error {
    let status = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let public = match message {
        Some(message) => message.into(),
        None if status.is_server_error() => crate::error::INTERNAL.into(),
        None => std::borrow::Cow::Owned(error.to_string()),
    };
    Error::new(status, public).with_source(error)
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
    look_up_canonical(table, method, crate::path::Canonical::of(raw_path))
}

/// What the library's own server looks up for a message with this path and this URL.
#[cfg(feature = "server")]
#[must_use]
pub fn look_up_message(table: &'static Table, method: &http::Method, path: &str, url: &str) -> LookUp {
    look_up_canonical(table, method, crate::server::canonical_of(path, url))
}

fn look_up_canonical(
    table: &'static Table,
    method: &http::Method,
    path: Result<crate::path::Canonical<'_>, crate::path::InvalidPath>,
) -> LookUp {
    use crate::table::Found;

    let Ok(path) = path else {
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
