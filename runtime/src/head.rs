//! What a call begins with: method, path, query, headers; and its body. As the SDK's server has it, or ours.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

use crate::log::SpanLevel;
#[cfg(feature = "server")]
use crate::server::FrameHead;

/// The head of a call, with its body.
pub(crate) enum Head {
    /// The SDK has made a request of it.
    Http(Request<Bytes>),
    /// A message of which little has been read.
    #[cfg(feature = "server")]
    Frame(FrameHead),
}

impl Head {
    pub(crate) fn method(&self) -> &Method {
        match self {
            Self::Http(request) => request.method(),
            #[cfg(feature = "server")]
            Self::Frame(head) => head.method(),
        }
    }

    pub(crate) fn span_level(&self) -> SpanLevel {
        match self {
            Self::Http(_) => SpanLevel::Debug,
            #[cfg(feature = "server")]
            Self::Frame(_) => SpanLevel::Info,
        }
    }

    pub(crate) fn uri(&self) -> &Uri {
        match self {
            Self::Http(request) => request.uri(),
            #[cfg(feature = "server")]
            Self::Frame(head) => head.uri(),
        }
    }

    /// What the canonical form of the path may be a part of.
    pub(crate) fn uri_path(&self) -> &str {
        match self {
            Self::Http(request) => request.uri().path(),
            #[cfg(feature = "server")]
            Self::Frame(_) => "",
        }
    }

    pub(crate) fn raw_query(&self) -> &str {
        match self {
            Self::Http(request) => request.uri().query().unwrap_or_default(),
            #[cfg(feature = "server")]
            Self::Frame(head) => head.raw_query(),
        }
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        match self {
            Self::Http(request) => request.headers(),
            #[cfg(feature = "server")]
            Self::Frame(head) => head.headers(),
        }
    }

    /// The first value of one header.
    pub(crate) fn header(&self, name: &str) -> Option<&[u8]> {
        match self {
            Self::Http(request) => request.headers().get(name).map(http::HeaderValue::as_bytes),
            #[cfg(feature = "server")]
            Self::Frame(head) => head.header(name),
        }
    }

    pub(crate) fn body(&self) -> &Bytes {
        match self {
            Self::Http(request) => request.body(),
            #[cfg(feature = "server")]
            Self::Frame(head) => head.body(),
        }
    }

    /// All of it as a request.
    pub(crate) fn into_http(self) -> Request<Bytes> {
        match self {
            Self::Http(request) => request,
            #[cfg(feature = "server")]
            Self::Frame(head) => head.into_http(),
        }
    }
}
