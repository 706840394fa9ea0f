//! The way in through the SDK's server: the only place that knows the SDK's request and response.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use grafana_plugin_sdk::backend::{CallResourceRequest, ErrIntoHttpResponse, IntoHttpResponse};
use http::Response;

use crate::{
    Context,
    dispatch::{Pending, ResourceRoutes},
    head::Head,
    respond::Reply,
};

/// Answers a call that the SDK's server hands over.
pub fn dispatch<P: ResourceRoutes>(plugin: &P, request: CallResourceRequest<P>) -> Pending<'_> {
    let context = request.plugin_context;
    crate::dispatch::dispatch(plugin, Head::Http(request.request), || Context::from_sdk(context))
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
