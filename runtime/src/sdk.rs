//! The way in through the SDK's server: the only place that knows the SDK's request and response.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use grafana_plugin_sdk::backend::{
    CallResourceRequest, ErrIntoHttpResponse, GrafanaPlugin, IntoHttpResponse,
};
use http::{Response, request::Parts};

use crate::{Context, respond::Reply};

/// What came in, before its route is known.
pub(crate) struct Incoming<P: GrafanaPlugin> {
    pub(crate) head: Parts,
    pub(crate) body: Bytes,
    pub(crate) context: Context<P>,
}

impl<P: GrafanaPlugin> Incoming<P> {
    pub(crate) fn from_sdk(request: CallResourceRequest<P>) -> Self {
        let context = Context::from_sdk(request.plugin_context);
        let (head, body) = request.request.into_parts();
        Self { head, body, context }
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
