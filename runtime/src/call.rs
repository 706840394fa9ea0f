//! A call: what Grafana sent, owned while it is answered, and the view of it that extractors read.

use std::fmt;

use bytes::Bytes;
use grafana_plugin_sdk::backend::GrafanaPlugin;
use http::{HeaderMap, Method, Request, Uri, request::Parts};
use smallvec::SmallVec;

use crate::{
    Context, FromCall, Role,
    dispatch::ErrorShape,
    extract::Arena,
    head::Head,
    listing::Route,
    log::SpanLevel,
    path::{self, Canonical, InvalidPath},
};

/// Where captured values stand in the path: start and end. A URI is shorter than 65 535 bytes.
pub(crate) type Captures = SmallVec<[(u16, u16); 4]>;

/// The canonical path, kept so that it can move with the URI that it may be a part of.
#[derive(Debug)]
pub(crate) enum PathText {
    /// From this byte of the URI's path to its end.
    InUri(u16),
    Decoded(Box<str>),
}

impl PathText {
    /// The text; `raw` is the path of the URI that it came from.
    pub(crate) fn in_path<'u>(&'u self, raw: &'u str) -> &'u str {
        match self {
            Self::InUri(start) => &raw[usize::from(*start)..],
            Self::Decoded(text) => text,
        }
    }
}

/// A call as a server hands it over. Read in place as long as nobody knows whether anything answers it.
pub(crate) trait Arriving<P: GrafanaPlugin> {
    /// That of the call's span.
    const SPAN: SpanLevel;

    fn method(&self) -> &Method;

    /// The canonical form of the path.
    fn canonical(&self) -> Result<Canonical<'_>, InvalidPath>;

    /// What [`canonical`](Self::canonical) may have borrowed from.
    fn uri_path(&self) -> &str;

    /// The caller's role.
    fn role(&self) -> Option<Role>;

    fn into_parts(self) -> (Head, Context<P>);
}

/// A call that has found its route. Lives in the future that answers it.
pub struct Arrived<P: GrafanaPlugin> {
    // In a box of its own, filled where the call comes in: what every handler's future has in it is moved several times.
    sent: Box<Sent<P>>,
    pub(crate) route: &'static Route,
    pub(crate) shape: Option<ErrorShape>,
}

/// All of what Grafana sent.
struct Sent<P: GrafanaPlugin> {
    head: Head,
    context: Context<P>,
    path: PathText,
    captures: Captures,
    query: Arena,
    form: Arena,
}

impl<P: GrafanaPlugin> Arrived<P> {
    #[inline]
    pub(crate) fn new(
        call: impl Arriving<P>,
        path: PathText,
        captures: Captures,
        route: &'static Route,
        shape: Option<ErrorShape>,
    ) -> Self {
        let (head, context) = call.into_parts();
        let (query, form) = (Arena::default(), Arena::default());
        Self { sent: Box::new(Sent { head, context, path, captures, query, form }), route, shape }
    }

    pub(crate) fn method(&self) -> &Method {
        self.sent.head.method()
    }

    pub(crate) fn span_level(&self) -> SpanLevel {
        self.sent.head.span_level()
    }
}

impl<P: GrafanaPlugin> Sent<P> {
    fn path(&self) -> &str {
        self.path.in_path(self.head.uri_path())
    }
}

impl<P: GrafanaPlugin> fmt::Debug for Arrived<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrived").field("route", &self.route.path()).finish_non_exhaustive()
    }
}

/// One resource call, as extractors see it: everything that Grafana sent, borrowed.
///
/// It is the argument of [`FromCall`], and the *state* that axum's extractors get, so that an extractor of your own
/// may implement either. It can be copied freely.
///
/// Its `Debug` output names the method and the route, and nothing that a caller sent.
pub struct Call<'a, P: GrafanaPlugin> {
    plugin: &'a P,
    sent: &'a Sent<P>,
    route: &'static Route,
}

impl<P: GrafanaPlugin> Clone for Call<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: GrafanaPlugin> Copy for Call<'_, P> {}

impl<'a, P: GrafanaPlugin> Call<'a, P> {
    pub(crate) fn new(plugin: &'a P, arrived: &'a Arrived<P>) -> Self {
        Self { plugin, sent: &arrived.sent, route: arrived.route }
    }

    /// The plugin that is called.
    #[must_use]
    pub fn plugin(&self) -> &'a P {
        self.plugin
    }

    /// Who calls, and with which settings.
    #[must_use]
    pub fn context(&self) -> &'a Context<P> {
        &self.sent.context
    }

    /// The method, as it was sent: `HEAD` where a `GET` route answers it.
    #[must_use]
    pub fn method(&self) -> &'a Method {
        self.sent.head.method()
    }

    /// The URI as it was sent, with the slashes and escapes that it had.
    #[must_use]
    pub fn uri(&self) -> &'a Uri {
        self.sent.head.uri()
    }

    /// The headers. Grafana takes off what could sign in to Grafana itself, `User-Agent` and `Host` among others.
    #[must_use]
    pub fn headers(&self) -> &'a HeaderMap {
        self.sent.head.headers()
    }

    /// One header's value, the first where there are several; the case of its name does not matter. Costs less than
    /// [`headers`](Self::headers) behind the library's own server, which has not made a map of them.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        self.sent.head.header(name)
    }

    /// The query as it was sent, without the `?`; empty where there is none.
    #[must_use]
    pub fn raw_query(&self) -> &'a str {
        self.sent.head.raw_query()
    }

    /// Where the query's decoded text lives.
    pub(crate) fn query_arena(&self) -> &'a Arena {
        &self.sent.query
    }

    /// Where the decoded text of the body as a form lives.
    pub(crate) fn form_arena(&self) -> &'a Arena {
        &self.sent.form
    }

    /// The path in canonical form, each segment decoded once.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.sent.path()
    }

    /// The path as it was sent, still with its escapes, but without what was put before it on its way.
    #[must_use]
    pub fn raw_path(&self) -> &'a str {
        path::strip_front(self.sent.head.uri().path())
    }

    /// The whole body.
    #[must_use]
    pub fn body(&self) -> &'a Bytes {
        self.sent.head.body()
    }

    /// The route that answers.
    #[must_use]
    pub fn route(&self) -> &'static Route {
        self.route
    }

    /// The value of the path parameter in this place of the route's path, decoded.
    pub(crate) fn captured(&self, place: usize) -> &'a str {
        let span = self.sent.captures.get(place).copied().unwrap_or_default();
        &self.sent.path()[usize::from(span.0)..usize::from(span.1)]
    }

    /// The path parameters by name, decoded, in the order of the route's path.
    #[must_use]
    pub fn path_parameters(&self) -> impl ExactSizeIterator<Item = (&'static str, &'a str)> + use<'a, P> {
        let call = *self;
        call.route()
            .path_parameters()
            .iter()
            .enumerate()
            .map(move |(place, name)| (*name, call.captured(place)))
    }

    /// Runs an extractor: for extractors that are made of others.
    ///
    /// # Errors
    ///
    /// The extractor's own rejection.
    pub fn extract<T: FromCall<'a, P>>(&self) -> Result<T, T::Rejection> {
        T::from_call(self)
    }

    /// A copy of the head for extractors of axum's kind. They may hand it to a router, so nothing stands before the path.
    pub(crate) fn parts(&self) -> Parts {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.method = self.method().clone();
        parts.uri = path::canonical_uri(self.uri());
        parts.headers = self.headers().clone();
        parts
    }
}

impl<P: GrafanaPlugin> fmt::Debug for Call<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", self.method())
            .field("route", &self.route().path())
            .finish_non_exhaustive()
    }
}
