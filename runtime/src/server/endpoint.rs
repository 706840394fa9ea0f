//! Where resource calls go: what the connection knows of the way in.

use std::{convert::Infallible, sync::Arc};

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::Incoming;

/// Answers `/pluginv2.Resource/CallResource`. Neither its future nor its body is boxed on the way to the connection.
pub(crate) trait Endpoint: Send + Sync + 'static {
    type Body: http_body::Body<Data = Bytes, Error = Infallible> + Send + 'static;

    fn call(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> impl Future<Output = Response<Self::Body>> + Send + 'static;
}

/// The endpoint of a server without routes: there is none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unserved {}

impl Endpoint for Unserved {
    type Body = http_body_util::Empty<Bytes>;

    async fn call(self: Arc<Self>, _: Request<Incoming>) -> Response<Self::Body> {
        match *self {}
    }
}
