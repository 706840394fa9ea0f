//! The way in through the SDK's server: the only place that knows the SDK's request and response.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use grafana_plugin_sdk::backend::{
    CallResourceRequest, ErrIntoHttpResponse, GrafanaPlugin, IntoHttpResponse,
};
use http::{Method, Response};

use crate::{
    Context, Role,
    call::Arriving,
    dispatch::{Pending, ResourceRoutes},
    head::Head,
    log::SpanLevel,
    path::{Canonical, InvalidPath},
    respond::Reply,
};

/// Answers a call that the SDK's server hands over.
pub fn dispatch<P: ResourceRoutes>(plugin: &P, request: CallResourceRequest<P>) -> Pending<'_> {
    crate::dispatch::dispatch(plugin, request)
}

impl<P: GrafanaPlugin> Arriving<P> for CallResourceRequest<P> {
    const SPAN: SpanLevel = SpanLevel::Debug;

    fn method(&self) -> &Method {
        self.request.method()
    }

    fn canonical(&self) -> Result<Canonical<'_>, InvalidPath> {
        Canonical::of(self.request.uri().path())
    }

    fn uri_path(&self) -> &str {
        self.request.uri().path()
    }

    fn role(&self) -> Option<Role> {
        self.plugin_context.user.as_ref().map(|user| Role::from_sdk(user.role))
    }

    #[inline]
    fn into_parts(self) -> (Head, Context<P>) {
        (Head::Http(self.request), Context::from_sdk(self.plugin_context))
    }
}

/// The error of a call: there is none, since every failure is a response.
#[derive(Clone, Copy, Debug)]
pub enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl StdError for Never {}

impl ErrIntoHttpResponse for Never {}

#[async_trait::async_trait]
impl IntoHttpResponse for Reply {
    async fn into_http_response(self) -> Result<Response<Bytes>, Box<dyn StdError>> {
        Ok(self.for_sdk())
    }
}
