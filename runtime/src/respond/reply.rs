//! A response with one whole body.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

/// A status, headers and one whole body: what Grafana gets as the first message.
#[derive(Debug)]
pub struct Reply {
    pub(crate) status: StatusCode,
    /// Kept apart from the other headers, so that most replies need no map.
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, content_type: None, headers: HeaderMap::new(), body: Bytes::new() }
    }

    pub(crate) fn typed(content_type: &'static str, body: Bytes) -> Self {
        Self {
            status: StatusCode::OK,
            content_type: Some(HeaderValue::from_static(content_type)),
            headers: HeaderMap::new(),
            body,
        }
    }

    /// Whether the status allows no body (RFC 9110, sections 15.3.5 and 15.4.5).
    pub(super) fn is_bodiless(&self) -> bool {
        matches!(self.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
    }

    /// Makes the reply what may be sent: no body where the status or the method allows none (RFC 9110, section 9.3.2).
    pub(crate) fn finish(mut self, is_head: bool) -> Self {
        if self.is_bodiless() {
            self.body = Bytes::new();
            self.content_type = None;
            self.headers.remove(header::CONTENT_TYPE);
            self.headers.remove(header::CONTENT_LENGTH);
        }
        if is_head {
            self.body = Bytes::new();
        }
        self
    }

    /// The reply as the SDK can send it.
    pub(crate) fn for_sdk(self) -> Response<Bytes> {
        let mut response = self.into_http();
        super::headers::mend(response.headers_mut());
        response
    }

    /// The reply as an ordinary response.
    pub(crate) fn into_http(self) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        }
        response
    }
}
