//! The two ways by which a message gets to a plugin: our own server's, and the SDK's.

use std::{collections::BTreeMap, fmt, pin::Pin};

use futures_core::Stream;
use grafana_plugin_sdk::{
    backend::ResourceService,
    pluginv2::{CallResourceRequest, CallResourceResponse, resource_server::Resource},
};
use http::HeaderMap;
use tonic::{Extensions, Status, metadata::MetadataMap};

/// What a call is answered with, message by message. Dropping it cancels the call.
pub(super) type Messages = Pin<Box<dyn Stream<Item = Result<CallResourceResponse, Status>> + Send>>;

/// A call on its way.
pub(super) type Pending<'s> = Pin<Box<dyn Future<Output = Result<Messages, Status>> + Send + 's>>;

/// A call as it leaves Grafana.
pub struct Sent {
    pub(super) message: CallResourceRequest,
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "the SDK's server does not read it"))]
    pub(super) newer: Newer,
    /// What is sent beside the message.
    pub(super) metadata: HeaderMap,
}

/// Nothing of what the caller sends.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent").finish_non_exhaustive()
    }
}

/// What newer versions of Grafana say in a plugin context, and the SDK's messages have no fields for.
#[derive(Clone, Default)]
pub(super) struct Newer {
    pub(super) config: BTreeMap<String, String>,
    pub(super) plugin_version: String,
    pub(super) user_agent: String,
    pub(super) api_version: String,
    pub(super) namespace: String,
}

/// Hands a call to a service.
pub(super) type WayIn<S> = for<'s> fn(&'s S, Sent) -> Pending<'s>;

/// What [`Client::new`](super::Client::new) calls: a type with [`#[resource_routes]`](macro@crate::resource_routes), or a
/// [`ServiceAdapter`](crate::ServiceAdapter).
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no routes that a test client could call",
    label = "no `#[resource_routes]` block",
    note = "put `#[resource_routes]` on an impl block of the type, or call a hand-written `ResourceService` with `Client::behind_the_sdk`"
)]
pub trait Served: ResourceService + Send + Sync + Sized + 'static {
    /// As a call gets to a plugin that is served.
    #[doc(hidden)]
    fn way_in() -> WayIn<Self>;
}

#[cfg(feature = "server")]
impl<S: ResourceService + crate::server::ResourceHandler> Served for S {
    fn way_in() -> WayIn<Self> {
        super::served::own
    }
}

// Both, rather than every service: code that compiles without the feature compiles with it.
#[cfg(not(feature = "server"))]
impl<P: ResourceService + crate::ResourceRoutes> Served for P {
    fn way_in() -> WayIn<Self> {
        sdk
    }
}

#[cfg(not(feature = "server"))]
impl<P, S> Served for crate::ServiceAdapter<P, S>
where
    P: crate::GrafanaPlugin + 'static,
    Self: ResourceService + Send + Sync + 'static,
{
    fn way_in() -> WayIn<Self> {
        sdk
    }
}

/// As the SDK's server does.
pub(super) fn sdk<S: ResourceService + Send + Sync + 'static>(service: &S, sent: Sent) -> Pending<'_> {
    let metadata = MetadataMap::from_headers(sent.metadata);
    let request = tonic::Request::from_parts(metadata, Extensions::default(), sent.message);
    Box::pin(async { Ok(Resource::call_resource(service, request).await?.into_inner()) })
}
