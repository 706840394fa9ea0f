//! START HERE: the whole life of a call.
//!
//! 1. The path gets its canonical form ([`crate::path`]).
//! 2. The table finds the route ([`crate::table`]).
//! 3. The caller's role is compared with the route's, before anything of the plugin runs.
//! 4. The path's parameters are looked through for values that climb ([`crate::traversal`]).
//! 5. Generated code makes the handler's future: each argument is extracted ([`crate::extract`]), the handler runs,
//!    what it returns becomes a response ([`crate::respond`]).
//! 6. [`crate::running`] polls that future, catches panics, gives errors their shape and waits for the first chunk.

use std::{borrow::Cow, future::Future, pin::Pin};

use axum_core::response::Response;
use grafana_plugin_sdk::backend::GrafanaPlugin;
use http::{Method, StatusCode};

use crate::{
    Error, Rejection, Role,
    call::{Arrived, Arriving, PathText},
    listing::{Route, Routes},
    log::SpanLevel,
    path::Canonical,
    plugin::{DerivesGrafanaPlugin, SharedPlugin},
    rejection,
    respond::{Reply, Tail},
    running::Started,
    sdk::Never,
    table::{Allow, Found, Table},
    traversal,
};

/// A call being answered.
pub type Pending<'c> = Pin<Box<dyn Future<Output = Result<(Reply, Tail), Never>> + Send + 'c>>;

/// The shape of a block's errors, where it is not the default one.
pub type ErrorShape = fn(&Error) -> Response;

/// A plugin with routes. Implemented by [`#[resource_routes]`](macro@crate::resource_routes), together with the SDK's
/// `ResourceService`.
pub trait ResourceRoutes: DerivesGrafanaPlugin + SharedPlugin + Routing {
    /// The routes, in the order in which they are written.
    #[must_use]
    fn routes() -> Routes {
        Self::table().routes()
    }
}

/// What the macro makes of the block. A trait of its own, since only a plugin has it: of a type that is none the compiler would say
/// so in each of its functions.
#[doc(hidden)]
pub trait Routing: Sized {
    #[doc(hidden)]
    fn table() -> &'static Table;

    /// Answers a call that has found its route.
    #[doc(hidden)]
    fn answer(&self, arrived: Arrived<Self>) -> Pending<'_>
    where
        Self: GrafanaPlugin;

    #[doc(hidden)]
    #[must_use]
    fn error_shape() -> Option<ErrorShape> {
        None
    }
}

/// Answers one call. It is only read until a route has been found: what no handler gets is moved nowhere.
#[inline]
pub(crate) fn dispatch<P: ResourceRoutes, C: Arriving<P>>(plugin: &P, call: C) -> Pending<'_> {
    let method = call.method();
    let Ok(path) = call.canonical() else {
        return refuse::<P>(C::SPAN, None, method, Rejection::InvalidPath);
    };
    match P::table().find(method, &path) {
        Found::Route(route, captures) => {
            if let Err(rejection) = check_role(route, || call.role()) {
                return refuse::<P>(C::SPAN, Some(route), method, rejection);
            }
            if let Some(name) = traversal::climbing(route, &path.text, &captures) {
                return refuse::<P>(C::SPAN, Some(route), method, Rejection::PathTraversal { name });
            }
            let path = path.into_text(call.uri_path());
            plugin.answer(Arrived::new(call, path, captures, route, P::error_shape()))
        }
        Found::OtherMethods(allow) if *method == Method::OPTIONS => options(C::SPAN, allow),
        Found::OtherMethods(allow) => method_not_allowed::<P>(C::SPAN, method, allow),
        Found::Nothing => not_found::<P>(C::SPAN, method, &path.text),
    }
}

/// A call without a user is refused wherever a role is asked for: nobody has vouched for it.
fn check_role(route: &Route, actual: impl FnOnce() -> Option<Role>) -> Result<(), Rejection> {
    let Some(required) = route.role() else {
        return Ok(());
    };
    let actual = actual();
    if actual >= Some(required) { Ok(()) } else { Err(Rejection::Forbidden { required, actual }) }
}

#[cold]
fn options<'c>(level: SpanLevel, allow: Allow) -> Pending<'c> {
    let reply = Reply::empty(StatusCode::NO_CONTENT).with_allow(allow);
    Started::of(level, None, &Method::OPTIONS, None).answer(reply)
}

/// Answers a call that reaches no handler; `route` is the one that it would have reached.
#[cold]
pub(crate) fn refuse<'c, P: ResourceRoutes>(
    level: SpanLevel,
    route: Option<&'static Route>,
    method: &Method,
    rejection: Rejection,
) -> Pending<'c> {
    let started = Started::of(level, route, method, P::error_shape());
    if P::error_shape().is_some() {
        return started.refuse(rejection);
    }
    started.answer(Reply::error(rejection.status(), &[&rejection.message()]))
}

/// Like [`refuse`], for what anybody may ask at any time: nothing is put together but the body.
#[cold]
fn method_not_allowed<'c, P: ResourceRoutes>(level: SpanLevel, method: &Method, allow: Allow) -> Pending<'c> {
    if P::error_shape().is_some() {
        return refuse::<P>(
            level,
            None,
            method,
            Rejection::MethodNotAllowed { method: method.clone(), allow },
        );
    }
    let reply = |text: &[&str]| Reply::error(StatusCode::METHOD_NOT_ALLOWED, text).with_allow(allow);
    Started::of(level, None, method, None).answer(rejection::method_not_allowed(method, allow, reply))
}

/// As [`method_not_allowed`].
#[cold]
fn not_found<'c, P: ResourceRoutes>(level: SpanLevel, method: &Method, path: &str) -> Pending<'c> {
    if P::error_shape().is_some() {
        return refuse::<P>(
            level,
            None,
            method,
            Rejection::NotFound { method: method.clone(), path: path.into() },
        );
    }
    let reply = |text: &[&str]| Reply::error(StatusCode::NOT_FOUND, text);
    Started::of(level, None, method, None).answer(rejection::not_found(method, path, reply))
}

impl Canonical<'_> {
    /// The text in a form that can move together with the URI that it may be a part of.
    #[allow(clippy::cast_possible_truncation, reason = "a URI is shorter than 65 535 bytes")]
    fn into_text(self, raw: &str) -> PathText {
        match self.text {
            Cow::Borrowed(text) => PathText::InUri((raw.len() - text.len()) as u16),
            Cow::Owned(text) => PathText::Decoded(text.into()),
        }
    }
}
