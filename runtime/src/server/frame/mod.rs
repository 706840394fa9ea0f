//! The messages of a resource call on the wire.
//!
//! [`CallFrame`] reads a `CallResourceRequest` where it lies: one walk checks all of it and notes where the fields are,
//! and nothing is copied or converted before a handler asks. What is unusual goes the long way through prost, so that each
//! frame that prost takes is taken, and each that it refuses is refused. [`response`] and [`chunk`] write the answer.
//! The server calls both; neither knows gRPC beyond the five bytes before a message.

mod context;
mod map;
mod proto;
mod request;
#[cfg(test)]
mod tests;
mod wire;
mod write;

use std::fmt;

use bytes::Bytes;
use prost::Message;

pub(crate) use context::{AppFrame, ContextFrame, DataSourceFrame};
use map::Headers;
use request::{HEADERS, RequestSpans};
use wire::{Cursor, checked_text};
pub(crate) use write::{chunk, response};

/// What gRPC puts before a message: whether it is compressed, and its length in four bytes.
pub(crate) const PREFIX: usize = 5;

/// A `CallResourceRequest`, read in place.
#[derive(Clone)]
pub(crate) struct CallFrame {
    bytes: Bytes,
    spans: RequestSpans,
}

impl CallFrame {
    /// Checks `message`, which is what stands behind the gRPC prefix.
    ///
    /// # Errors
    ///
    /// Where it is no `CallResourceRequest`.
    pub(crate) fn read(message: Bytes) -> Result<Self, Malformed> {
        match RequestSpans::read(&message, false) {
            Some(spans) => Ok(Self { bytes: message, spans }),
            None => Self::read_unusual(message),
        }
    }

    /// Messages in parts that must be merged, equal keys, groups, what is malformed: prost knows. The frame is written anew
    /// in its usual form.
    #[cold]
    fn read_unusual(message: Bytes) -> Result<Self, Malformed> {
        let request = proto::CallResourceRequest::decode(message).map_err(|error| Malformed::from(&error))?;
        let bytes = Bytes::from(request.encode_to_vec());
        match RequestSpans::read(&bytes, true) {
            Some(spans) => Ok(Self { bytes, spans }),
            None => Err(Malformed("the message is too long".to_owned())),
        }
    }

    pub(crate) fn path(&self) -> &str {
        checked_text(self.spans.path.of(&self.bytes))
    }

    pub(crate) fn method(&self) -> &str {
        checked_text(self.spans.method.of(&self.bytes))
    }

    pub(crate) fn url(&self) -> &str {
        checked_text(self.spans.url.of(&self.bytes))
    }

    /// The body, which keeps the whole frame alive unless it is empty.
    pub(crate) fn body(&self) -> Bytes {
        self.bytes.slice(self.spans.body.range())
    }

    /// Each header once, with its values, in the order of the frame.
    pub(crate) fn headers(&self) -> Headers<'_> {
        Headers::new(Cursor::within(&self.bytes, self.spans.headers), HEADERS)
    }

    /// The first value of a header, whose name may be given in any case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers().first(name)
    }

    /// The plugin context, which each message of Grafana has.
    pub(crate) fn context(&self) -> Option<ContextFrame<'_>> {
        (!self.spans.context.is_absent()).then_some(ContextFrame(self))
    }
}

/// Why a message is refused. Names the field, and shows none of its contents.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed(String);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Malformed {}

impl From<&prost::DecodeError> for Malformed {
    fn from(error: &prost::DecodeError) -> Self {
        let text = error.to_string();
        let text = text.strip_prefix("failed to decode Protobuf message: ").unwrap_or(&text);
        // The value of a key that cannot be one comes from the contents.
        let end = text.find(" key value").map_or(text.len(), |at| at + " key value".len());
        Self(text[..end].to_owned())
    }
}
