//! The head of the call: method, URI, headers, route.

use std::{convert::Infallible, fmt};

use grafana_plugin_sdk::backend::GrafanaPlugin;
use http::{HeaderMap, Method, Uri};

use super::{FromCall, argument::Ours};
use crate::{Call, listing::Route};

/// The route that answers, for logs and metrics: `route.path()` is the pattern, not what was asked.
#[derive(Clone, Copy)]
pub struct MatchedRoute(pub &'static Route);

impl fmt::Debug for MatchedRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MatchedRoute").field(&self.0.path()).finish()
    }
}

impl std::ops::Deref for MatchedRoute {
    type Target = Route;

    fn deref(&self) -> &Route {
        self.0
    }
}

macro_rules! head {
    ($($ty:ty = |$call:ident| $value:expr;)*) => {$(
        impl<'a> Ours for $ty {}

        impl<'a, P: GrafanaPlugin> FromCall<'a, P> for $ty {
            type Rejection = Infallible;

            fn from_call($call: &Call<'a, P>) -> Result<Self, Infallible> {
                Ok($value)
            }
        }
    )*};
}

head! {
    &'a Method = |call| call.method();
    Method = |call| call.method().clone();
    &'a Uri = |call| call.uri();
    Uri = |call| call.uri().clone();
    &'a HeaderMap = |call| call.headers();
    HeaderMap = |call| call.headers().clone();
    MatchedRoute = |call| MatchedRoute(call.route());
}

impl<P: GrafanaPlugin> Ours for Call<'_, P> {}

impl<'a, P: GrafanaPlugin> FromCall<'a, P> for Call<'a, P> {
    type Rejection = Infallible;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Infallible> {
        Ok(*call)
    }
}
