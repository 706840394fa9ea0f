//! The head of a call as it stands in its message, and what a request would have of it, made when somebody asks.

use std::{borrow::Cow, sync::OnceLock};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, uri::PathAndQuery};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{
    frame::CallFrame,
    target::{self, RawPath, Target},
};
use crate::{
    Rejection,
    path::{Canonical, InvalidPath},
};

/// The longest path and query, in bytes, as they come. `http` takes as many, with what has to be escaped.
const MAX_URI: usize = (u16::MAX - 1) as usize;

/// What must not stand in a URI as it is; escapes stay.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The same for a path that has been decoded.
const UNSAFE_IN_PATH: &AsciiSet = &UNSAFE.add(b'%').add(b'?');

/// A head still in its message.
pub(crate) struct FrameHead {
    frame: CallFrame,
    method: Method,
    body: Bytes,
    uri: OnceLock<Box<Uri>>,
    headers: OnceLock<Box<HeaderMap>>,
}

impl FrameHead {
    /// The head of this message. An empty method is GET, as in Go's `net/http`.
    pub(crate) fn new(frame: CallFrame) -> Result<Self, (Method, Rejection)> {
        let method = match frame.method() {
            "" => Method::GET,
            method => method.parse().map_err(|_| (Method::GET, Rejection::InvalidMethod))?,
        };
        if Target::of(frame.path(), frame.url()).len() > MAX_URI {
            return Err((method, Rejection::UriTooLong));
        }
        let body = frame.body();
        Ok(Self { frame, method, body, uri: OnceLock::new(), headers: OnceLock::new() })
    }

    fn target(&self) -> Target<'_> {
        Target::of(self.frame.path(), self.frame.url())
    }

    pub(crate) fn frame(&self) -> &CallFrame {
        &self.frame
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    pub(crate) fn canonical(&self) -> Result<Canonical<'static>, InvalidPath> {
        canonical(&self.target())
    }

    pub(crate) fn raw_query(&self) -> &str {
        target::split(self.frame.url()).1.unwrap_or_default()
    }

    /// Whether a request can have the whole URI: it has not become too long by what had to be escaped.
    pub(crate) fn has_whole_uri(&self) -> bool {
        let Some(uri) = uri(&self.target()) else { return false };
        let _ = self.uri.set(Box::new(uri));
        true
    }

    /// The URI; without its query where it is only too long for `http` because of what had to be escaped.
    pub(crate) fn uri(&self) -> &Uri {
        self.uri.get_or_init(|| {
            let target = self.target();
            let short = Target { query: None, ..self.target() };
            Box::new(uri(&target).or_else(|| uri(&short)).unwrap_or_default())
        })
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.headers.get_or_init(|| Box::new(headers(&self.frame)))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&[u8]> {
        let first = self.frame.header(name)?.as_bytes();
        // What HTTP does not allow in a value is in neither.
        if is_value(first) { Some(first) } else { self.headers().get(name).map(HeaderValue::as_bytes) }
    }

    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    pub(crate) fn into_http(mut self) -> Request<Bytes> {
        // Made if nobody has asked for them, and then not copied.
        let _ = (self.uri(), self.headers());
        let (uri, headers) = (self.uri.take(), self.headers.take());
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri.map(|uri| *uri).unwrap_or_default();
        *request.headers_mut() = headers.map(|headers| *headers).unwrap_or_default();
        request
    }
}

/// The canonical form of the path that a message with these two asks for.
pub(crate) fn canonical_of(path: &str, url: &str) -> Result<Canonical<'static>, InvalidPath> {
    canonical(&Target::of(path, url))
}

fn canonical(target: &Target<'_>) -> Result<Canonical<'static>, InvalidPath> {
    match target.path {
        RawPath::Escaped(path) => Canonical::of_owned(rooted(path)),
        RawPath::Decoded(path) => Ok(Canonical::of_decoded(&rooted(path))),
    }
}

fn rooted(path: &str) -> String {
    let mut rooted = String::with_capacity(path.len() + 1);
    rooted.push('/');
    rooted.push_str(path);
    rooted
}

/// The URI with everything escaped that `http` would refuse; `None` where it gets too long by that. Two slashes at its
/// beginning are a path, no authority.
fn uri(target: &Target<'_>) -> Option<Uri> {
    let path: Cow<'_, str> = match target.path {
        RawPath::Escaped(path) => utf8_percent_encode(path, UNSAFE).into(),
        RawPath::Decoded(path) => utf8_percent_encode(path, UNSAFE_IN_PATH).into(),
    };
    let mut text = rooted(&path);
    if let Some(query) = target.query {
        text.push('?');
        text.extend(utf8_percent_encode(query, UNSAFE));
    }
    if text.len() > MAX_URI {
        return None;
    }
    PathAndQuery::from_maybe_shared(Bytes::from(text)).ok().map(Uri::from)
}

/// Whether a header may have this value (RFC 9110, section 5.5).
fn is_value(value: &[u8]) -> bool {
    value.iter().all(|byte| !byte.is_ascii_control() || *byte == b'\t')
}

/// The headers that HTTP knows as such; the others cannot have come through Grafana.
fn headers(frame: &CallFrame) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(24);
    for (name, values) in frame.headers() {
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
        for value in values {
            let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) else {
                crate::log::request_header(&name, "was left out: it holds a control character");
                continue;
            };
            if headers.try_append(&name, value).is_err() {
                crate::log::request_header(&name, "was left out, and what follows it: there are too many");
                return headers;
            }
        }
    }
    headers
}
