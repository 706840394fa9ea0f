//! From what a handler returns to what Grafana gets.
//!
//! A handler returns anything that implements axum's [`IntoResponse`]. The library's own answers, and the plain types
//! of the standard library, take a shorter way: [`Respond`]. Which one is decided by the type, in generated code.
//!
//! | return type | status | body |
//! |---|---|---|
//! | [`Json<T>`] | 200 | JSON |
//! | `&str`, `String`, `Cow<str>` | 200 | `text/plain; charset=utf-8` |
//! | [`Html<T>`] | 200 | `text/html; charset=utf-8`; Grafana runs it in a sandbox, without scripts |
//! | `Vec<u8>`, [`Bytes`], `&[u8]` | 200 | `application/octet-stream` |
//! | `()`, [`NoContent`] | 204 | none |
//! | [`StatusCode`] | that | none |
//! | `(StatusCode, T)` | that | as `T` |
//! | `(StatusCode, [(name, value); N], T)` and axum's other tuples | that | as `T`, with headers |
//! | `Option<T>` | as `T`, whatever response `T` is; 404 where it is `None` | |
//! | `Result<T, E>` | as `T` or as `E`, which has the status of an error ([`ErrorResponse`]) | |
//! | [`NdJson<S>`](struct@NdJson) | 200 | a JSON document a line, sent as they come |
//! | [`Response`], `http::Response<Bytes>`, `Body::from_stream`, axum's `Sse` … | theirs | as they come |
//!
//! There is no redirect: Grafana's URL is not known to a plugin, and a `Location` relative to the plugin's own paths
//! points outside of it.

mod ending;
mod failure;
mod headers;
mod json;
mod ndjson;
mod reply;
mod tail;
mod text;

use axum_core::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::StatusCode;

pub use ending::{HeadFirst, SilentEnd};
pub use failure::ErrorResponse;
pub(crate) use failure::{fail, never_a_success};
pub(crate) use headers::{HOP_BY_HOP, named_by_connection};
pub use json::Json;
pub use ndjson::{Document, Documents, Fallible, NdJson, Plain};
pub use reply::Reply;
pub(crate) use reply::content_type;
pub use tail::Tail;
pub use text::{Html, NoContent};

pub(crate) use tail::collect_first;

use crate::{Error, Rejection};

/// A response on its way out.
#[derive(Debug)]
pub enum Outgoing {
    /// One whole body.
    Reply(Reply),
    /// Anything else that axum's trait makes, streams among it.
    Foreign(Box<Response>),
    /// An error, not yet in the shape that errors have in this block.
    Error(Error),
}

impl Outgoing {
    pub(crate) fn foreign(response: impl IntoResponse) -> Self {
        Self::Foreign(Box::new(response.into_response()))
    }

    /// This response with the status that a tuple gives it.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        match self {
            Self::Reply(mut reply) => {
                reply.status = status;
                Self::Reply(reply)
            }
            Self::Foreign(mut response) => {
                *response.status_mut() = status;
                Self::Foreign(response)
            }
            Self::Error(error) => Self::Error(error.with_status(status)),
        }
    }
}

/// A response without a detour: for the library's own answers.
pub trait Respond {
    /// Makes the response.
    fn respond(self) -> Outgoing;
}

impl Respond for Reply {
    fn respond(self) -> Outgoing {
        Outgoing::Reply(self)
    }
}

impl Respond for Error {
    fn respond(self) -> Outgoing {
        Outgoing::Error(self)
    }
}

impl Respond for Rejection {
    fn respond(self) -> Outgoing {
        Outgoing::Error(self.into())
    }
}

impl Respond for () {
    fn respond(self) -> Outgoing {
        Outgoing::Reply(Reply::empty(StatusCode::NO_CONTENT))
    }
}

impl Respond for StatusCode {
    fn respond(self) -> Outgoing {
        Outgoing::Reply(Reply::empty(self))
    }
}

impl<T: Respond> Respond for (StatusCode, T) {
    fn respond(self) -> Outgoing {
        self.1.respond().with_status(self.0)
    }
}

impl Respond for Response {
    fn respond(self) -> Outgoing {
        Outgoing::Foreign(Box::new(self))
    }
}

/// What a hand-written `ResourceService` answers with.
impl Respond for Response<Bytes> {
    fn respond(self) -> Outgoing {
        self.map(Body::from).respond()
    }
}

/// The response of `None`.
#[cold]
pub(crate) fn no_such_thing() -> Outgoing {
    Outgoing::Error(Error::not_found("there is no such thing"))
}

impl<T: Respond> Respond for Option<T> {
    fn respond(self) -> Outgoing {
        match self {
            Some(value) => value.respond(),
            None => no_such_thing(),
        }
    }
}

/// Generated code has asked what `E` is before ([`ErrorResponse`]).
impl<T: Respond, E: IntoResponse> Respond for Result<T, E> {
    fn respond(self) -> Outgoing {
        match self {
            Ok(value) => value.respond(),
            Err(error) => failure::fail(error),
        }
    }
}

/// The library's own answers by the head of their type, whatever is inside: so that what is wrong inside is what the
/// compiler speaks of.
pub trait OurAnswer {}

impl OurAnswer for Reply {}
impl OurAnswer for Error {}
impl OurAnswer for Rejection {}
impl OurAnswer for () {}
impl OurAnswer for StatusCode {}
impl OurAnswer for Bytes {}
impl OurAnswer for Vec<u8> {}
impl OurAnswer for &[u8] {}
impl OurAnswer for &str {}
impl OurAnswer for String {}
impl OurAnswer for std::borrow::Cow<'_, str> {}
impl OurAnswer for NoContent {}
impl<T> OurAnswer for Html<T> {}
impl<T> OurAnswer for Json<T> {}
impl<T: OurAnswer> OurAnswer for (StatusCode, T) {}
impl<T: OurAnswer> OurAnswer for Option<T> {}
impl<T: OurAnswer, E> OurAnswer for Result<T, E> {}

impl Respond for Bytes {
    fn respond(self) -> Outgoing {
        Outgoing::Reply(Reply::typed(&content_type::BYTES, self))
    }
}

impl Respond for Vec<u8> {
    fn respond(self) -> Outgoing {
        Bytes::from(self).respond()
    }
}

impl Respond for &[u8] {
    fn respond(self) -> Outgoing {
        Bytes::copy_from_slice(self).respond()
    }
}

/// As axum's trait has it, for tuples and for use in a router.
pub(crate) fn into_response(outgoing: Outgoing) -> Response {
    match outgoing {
        Outgoing::Reply(reply) => reply.into_http().map(Body::from),
        Outgoing::Foreign(response) => *response,
        Outgoing::Error(error) => error.into_response(),
    }
}
