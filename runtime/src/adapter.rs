//! Any tower service as a plugin's resource service: what Go's `httpadapter.New(mux)` does.

use std::{
    convert::Infallible,
    fmt,
    future::{Future, poll_fn},
    marker::PhantomData,
    ops::Deref,
    pin::Pin,
    sync::Arc,
};

use axum_core::{
    body::Body,
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use grafana_plugin_sdk::backend::{CallResourceRequest, GrafanaPlugin, ResourceService};
use http::{Request, request::Parts};
use tower_service::Service;

use crate::{
    Context, Error,
    dispatch::Pending,
    head::Head,
    path,
    respond::{Outgoing, Reply, Tail},
    running::{Started, run},
    sdk::Never,
};

/// A tower service, an `axum::Router` first of all, as the resource service of the plugin type `P`.
///
/// The service gets the request with its path in canonical form (no doubled leading slash, no `./` of Go's), still
/// percent-encoded, so that the router decodes it once. The response is streamed as the service's body yields. The
/// plugin context is an extension, and inside of a router the extractor [`PluginContext<P>`].
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// use axum::{Router, routing::get};
/// use grafana_resource_routes::{ServiceAdapter, adapter::PluginContext, testing::Client};
///
/// #[derive(Clone, Debug, GrafanaPlugin)]
/// #[grafana_plugin(plugin_type = "app")]
/// struct Plugin;
///
/// async fn org(context: PluginContext<Plugin>) -> String {
///     context.org_id().to_string()
/// }
///
/// let router = Router::new().route("/org", get(org));
/// let adapter = ServiceAdapter::<Plugin, _>::new(router);
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(Client::new(adapter).org_id(7).get("/org").await.text(), "7");
/// # });
/// ```
///
/// Give it to the SDK in the plugin's place: `Plugin::new().resource_service(adapter)`.
pub struct ServiceAdapter<P, S> {
    service: S,
    plugin: PhantomData<fn() -> P>,
}

impl<P, S> ServiceAdapter<P, S> {
    /// The service as a resource service.
    #[must_use]
    pub fn new(service: S) -> Self {
        Self { service, plugin: PhantomData }
    }
}

impl<P, S: Clone> Clone for ServiceAdapter<P, S> {
    fn clone(&self) -> Self {
        Self::new(self.service.clone())
    }
}

impl<P, S> fmt::Debug for ServiceAdapter<P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceAdapter").finish_non_exhaustive()
    }
}

impl<P: GrafanaPlugin, S> GrafanaPlugin for ServiceAdapter<P, S> {
    type PluginType = P::PluginType;
    type JsonData = P::JsonData;
    type SecureJsonData = P::SecureJsonData;
}

// Written as `async_trait` expects it: what answers a route's call answers this one too.
impl<P, S> ResourceService for ServiceAdapter<P, S>
where
    P: GrafanaPlugin + 'static,
    S: Service<Request<Body>, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    type Error = Never;
    type InitialResponse = Reply;
    type Stream = Tail;

    fn call_resource<'life0, 'async_trait>(
        &'life0 self,
        request: CallResourceRequest<Self>,
    ) -> Pin<Box<dyn Future<Output = Result<(Reply, Tail), Never>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        self.answer(Head::Http(request.request), Context::<Self>::from_sdk(request.plugin_context).retyped())
    }
}

impl<P, S> ServiceAdapter<P, S>
where
    P: GrafanaPlugin + 'static,
    S: Service<Request<Body>, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    pub(crate) fn answer(&self, head: Head, context: Context<P>) -> Pending<'_> {
        let started = Started::of(head.span_level(), None, head.method(), None);
        let mut request = head.into_http().map(Body::from);
        *request.uri_mut() = path::canonical_uri(request.uri());
        request.extensions_mut().insert(PluginContext::<P>(Arc::new(context)));
        // Everything of the author's runs inside, where a panic is caught.
        run(started, async move { Outgoing::Foreign(Box::new(call(self.service.clone(), request).await)) })
    }
}

async fn call<S>(mut service: S, request: Request<Body>) -> Response
where
    S: Service<Request<Body>, Error = Infallible>,
    S::Response: IntoResponse,
{
    match poll_fn(|cx| service.poll_ready(cx)).await {
        Ok(()) => match service.call(request).await {
            Ok(response) => response.into_response(),
            Err(never) => match never {},
        },
        Err(never) => match never {},
    }
}

/// The plugin context inside of a service behind a [`ServiceAdapter`]: an extension of the request, and an extractor
/// of axum's kind.
///
/// # Rejections
///
/// 500 where the router is not behind a [`ServiceAdapter`] of the same plugin type.
pub struct PluginContext<P: GrafanaPlugin>(pub Arc<Context<P>>);

impl<P: GrafanaPlugin> Clone for PluginContext<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P: GrafanaPlugin> fmt::Debug for PluginContext<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<P: GrafanaPlugin> Deref for PluginContext<P> {
    type Target = Context<P>;

    fn deref(&self) -> &Context<P> {
        &self.0
    }
}

impl<P, S> FromRequestParts<S> for PluginContext<P>
where
    P: GrafanaPlugin + 'static,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Error::internal("the router is not behind a `ServiceAdapter` of this plugin type"))
    }
}
