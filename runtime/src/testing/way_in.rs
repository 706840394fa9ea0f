//! The two ways by which a message gets to a plugin: the SDK's, and our own server's.

use std::pin::Pin;

use futures_core::Stream;
use grafana_plugin_sdk::{
    backend::ResourceService,
    pluginv2::{CallResourceRequest, CallResourceResponse, resource_server::Resource},
};
use tonic::Status;

/// What a call is answered with, message by message. Dropping it cancels the call.
pub(super) type Messages = Pin<Box<dyn Stream<Item = Result<CallResourceResponse, Status>> + Send>>;

/// A call on its way.
pub(super) type Pending<'s> = Pin<Box<dyn Future<Output = Result<Messages, Status>> + Send + 's>>;

/// Hands a message to a service.
pub(super) type WayIn<S> = for<'s> fn(&'s S, CallResourceRequest) -> Pending<'s>;

/// As the SDK's server does.
pub(super) fn sdk<S: ResourceService + Send + Sync + 'static>(
    service: &S,
    message: CallResourceRequest,
) -> Pending<'_> {
    Box::pin(async {
        let answered = Resource::call_resource(service, tonic::Request::new(message)).await?;
        Ok(answered.into_inner())
    })
}
