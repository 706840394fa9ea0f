//! Text, HTML, and nothing.

use std::borrow::Cow;

use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;

use super::{Outgoing, Reply, Respond, content_type, into_response};

/// Copied: it may be borrowed from the plugin or the call, which the reply outlives.
impl Respond for &str {
    fn respond(self) -> Outgoing {
        Outgoing::Reply(Reply::typed(&content_type::TEXT, Bytes::copy_from_slice(self.as_bytes())))
    }
}

impl Respond for String {
    fn respond(self) -> Outgoing {
        Outgoing::Reply(Reply::typed(&content_type::TEXT, Bytes::from(self)))
    }
}

impl Respond for Cow<'_, str> {
    fn respond(self) -> Outgoing {
        match self {
            Cow::Borrowed(text) => text.respond(),
            Cow::Owned(text) => text.respond(),
        }
    }
}

/// An HTML page. Grafana serves it with `Content-Security-Policy: sandbox`: no scripts, no origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Html<T>(pub T);

impl<T: Into<Bytes>> Respond for Html<T> {
    fn respond(self) -> Outgoing {
        Outgoing::Reply(Reply::typed(&content_type::HTML, self.0.into()))
    }
}

impl<T: Into<Bytes>> IntoResponse for Html<T> {
    fn into_response(self) -> Response {
        into_response(self.respond())
    }
}

/// 204: done, and there is nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl Respond for NoContent {
    fn respond(self) -> Outgoing {
        Outgoing::Reply(Reply::empty(StatusCode::NO_CONTENT))
    }
}

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}
