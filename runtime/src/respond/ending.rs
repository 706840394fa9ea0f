//! How a stream ends that fails after its head was sent, so that nobody takes what is cut for a whole.

use std::convert::Infallible;

use axum_core::response::{IntoResponseParts, ResponseParts};
use bytes::Bytes;
use http::{HeaderMap, header};
use serde::Serialize;

use crate::Error;

/// Part of a response: the head is sent at once, and not together with the first chunk of the body. A stream that fails at its
/// first chunk has the status 200 then.
///
/// ```
/// use axum::response::{IntoResponse, Sse, sse::Event};
/// use futures_util::stream;
/// use grafana_resource_routes::respond::HeadFirst;
///
/// fn events() -> impl IntoResponse {
///     (HeadFirst, Sse::new(stream::pending::<Result<Event, std::io::Error>>()))
/// }
/// # let _ = events();
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeadFirst;

/// Part of a response: a stream that fails ends without a last line or event about it.
///
/// Without it, a body of the type `application/x-ndjson` ends with a line `{"streamError":{…}}`, and one of the type
/// `text/event-stream` with an event of the name `streamError`. Either tells `status`, `message` and `error`, the message being for
/// the person who called. Bodies of other types just end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SilentEnd;

macro_rules! extension {
    ($($part:ident)*) => {$(
        impl IntoResponseParts for $part {
            type Error = Infallible;

            fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Infallible> {
                response.extensions_mut().insert(self);
                Ok(response)
            }
        }
    )*};
}

extension! { HeadFirst SilentEnd }

/// What says within the body that the body is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Nothing,
    /// A last line of JSON.
    Line,
    /// A last server-sent event.
    Event,
}

impl Ending {
    /// That of a body with these headers, of which this length is known. Nothing can be put behind a body that is encoded, nor
    /// behind one whose length the head tells: there the browser sees by the length that the body is cut.
    pub(super) fn of(headers: &HeaderMap, length: Option<u64>) -> Self {
        let tells_length = length.is_some() && headers.contains_key(header::CONTENT_LENGTH);
        if tells_length || headers.contains_key(header::CONTENT_ENCODING) {
            return Self::Nothing;
        }
        let value =
            headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = value.split(';').next().unwrap_or_default().trim();
        if essence.eq_ignore_ascii_case("application/x-ndjson") {
            Self::Line
        } else if essence.eq_ignore_ascii_case("text/event-stream") {
            Self::Event
        } else {
            Self::Nothing
        }
    }

    /// The last chunk, after a chunk that ended with this byte.
    ///
    /// A line that was cut is ended, so that this is a line of its own. An event that was cut is not: a browser drops an event that
    /// ends with the stream, and would dispatch one that ends with an empty line (HTML, section 9.2.6). So the event that was cut
    /// becomes a part of this one, and its data stands before the JSON.
    pub(super) fn chunk(self, error: &Error, last_byte: u8) -> Option<Bytes> {
        let told = Told { status: error.status().as_u16(), message: error.message(), error: error.reason() };
        let start = if last_byte == b'\n' { "" } else { "\n" };
        match self {
            Self::Nothing => None,
            Self::Line => {
                let line = serde_json::to_string(&Line { error: told }).ok()?;
                Some(format!("{start}{line}\n").into())
            }
            Self::Event => {
                let data = serde_json::to_string(&told).ok()?;
                Some(format!("{start}event: streamError\ndata: {data}\n\n").into())
            }
        }
    }
}

#[derive(Serialize)]
struct Line<'e> {
    #[serde(rename = "streamError")]
    error: Told<'e>,
}

/// What a person may know of an error.
#[derive(Serialize)]
struct Told<'e> {
    status: u16,
    message: &'e str,
    error: &'e str,
}
