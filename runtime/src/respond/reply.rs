//! A response with one whole body.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

#[cfg(feature = "server")]
use smallvec::SmallVec;

use super::headers::{Sent, drop_untrue};
use crate::table::Allow;

/// The types of the library's own replies.
///
/// Constants, since a value made from text is checked byte by byte each time.
pub(crate) mod content_type {
    use http::HeaderValue;

    pub(crate) static JSON: HeaderValue = HeaderValue::from_static("application/json");
    pub(crate) static TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
    pub(crate) static HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
    pub(crate) static BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");
    pub(crate) static NDJSON: HeaderValue = HeaderValue::from_static("application/x-ndjson");
}

/// A status, headers and one whole body: what Grafana gets as the first message.
///
/// Small, since it is moved several times on its way: most replies have no header but their type.
#[derive(Debug)]
pub struct Reply {
    pub(crate) status: StatusCode,
    content_type: Option<&'static HeaderValue>,
    /// The methods that the path answers, for a reply that names them.
    allow: Option<Allow>,
    headers: Option<Box<HeaderMap>>,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, content_type: None, allow: None, headers: None, body: Bytes::new() }
    }

    pub(crate) fn typed(content_type: &'static HeaderValue, body: Bytes) -> Self {
        Self { status: StatusCode::OK, content_type: Some(content_type), allow: None, headers: None, body }
    }

    /// An error in its default shape.
    pub(crate) fn error(status: StatusCode, message: &[&str]) -> Self {
        let body = crate::error::default_shape(status, message);
        Self { status, ..Self::typed(&content_type::JSON, body) }
    }

    /// The reply with an `Allow` header.
    pub(crate) fn with_allow(mut self, allow: Allow) -> Self {
        self.allow = Some(allow);
        self
    }

    /// The reply with those of these headers that are true of its body, of which `length` is known, and which `is_left_out` where
    /// the method is HEAD.
    pub(crate) fn with_headers(
        mut self,
        mut headers: HeaderMap,
        length: Option<u64>,
        is_left_out: bool,
    ) -> Self {
        if !headers.is_empty() {
            drop_untrue(&mut headers, Sent { length, first: &self.body, is_left_out });
        }
        self.headers = (!headers.is_empty()).then(|| Box::new(headers));
        self
    }

    /// Whether the status allows no body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
    pub(super) fn is_bodiless(&self) -> bool {
        matches!(self.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED)
    }

    /// Makes the reply what may be sent: no body where the status or the method allows none (RFC 9110, section 9.3.2).
    pub(crate) fn finish(&mut self, is_head: bool) {
        if self.is_bodiless() {
            self.body = Bytes::new();
            self.content_type = None;
            if let Some(headers) = &mut self.headers {
                headers.remove(header::CONTENT_TYPE);
                headers.remove(header::CONTENT_LENGTH);
            }
        }
        if is_head {
            self.body = Bytes::new();
        }
    }

    /// The reply as the SDK can send it.
    pub(crate) fn for_sdk(self) -> Response<Bytes> {
        // The library's own headers need no mending.
        let is_plain = self.headers.is_none();
        let mut response = self.into_http();
        if !is_plain {
            super::headers::mend(response.headers_mut());
        }
        response
    }

    /// Hands over the headers as our server writes them.
    #[cfg(feature = "server")]
    pub(crate) fn with_header_texts<T>(mut self, write: impl for<'h> FnOnce(HeaderTexts<'h>) -> T) -> T {
        if let Some(headers) = &mut self.headers {
            super::headers::escape(headers);
        }
        write(HeaderTexts {
            content_type: self.content_type,
            allow: self.allow,
            headers: self.headers.as_deref(),
        })
    }

    /// The reply as an ordinary response.
    pub(crate) fn into_http(self) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        if let Some(headers) = self.headers {
            *response.headers_mut() = *headers;
        }
        if let Some(allow) = self.allow {
            response.headers_mut().insert(header::ALLOW, allow.to_header().clone());
        }
        if let Some(content_type) = self.content_type {
            response.headers_mut().insert(header::CONTENT_TYPE, content_type.clone());
        }
        response
    }
}

/// The headers of a reply, the library's own first.
#[cfg(feature = "server")]
#[derive(Clone, Copy)]
pub(crate) struct HeaderTexts<'h> {
    content_type: Option<&'static HeaderValue>,
    allow: Option<Allow>,
    headers: Option<&'h HeaderMap>,
}

#[cfg(feature = "server")]
impl<'h> HeaderTexts<'h> {
    /// The names and values. Few, so that they can be gone through again.
    pub(crate) fn list(self) -> SmallVec<[(&'h str, &'h [u8]); 8]> {
        let others = self.headers.into_iter().flat_map(HeaderMap::iter);
        let others = others.filter(move |(name, _)| match **name {
            header::CONTENT_TYPE => self.content_type.is_none(),
            header::ALLOW => self.allow.is_none(),
            _ => true,
        });
        let own = [
            self.content_type.map(|value| ("content-type", value.as_bytes())),
            self.allow.map(|allow| ("allow", allow.to_header().as_bytes())),
        ];
        own.into_iter()
            .flatten()
            .chain(others.map(|(name, value)| (name.as_str(), value.as_bytes())))
            .collect()
    }
}
