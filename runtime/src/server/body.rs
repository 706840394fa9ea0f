//! The body of an answer: of the library's own way in, or of one of the SDK's services. The call is under way until the
//! body is dropped, and each chunk of it has been written to the connection: h2 may still hold megabytes of a body that
//! has ended.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{Buf, Bytes};
use http_body::{Frame, SizeHint};
use tonic::{Status, body::BoxBody};

use super::stop::UnderWay;

pin_project_lite::pin_project! {
    #[project = Projected]
    pub(super) enum Body<B> {
        Resource { #[pin] body: B, under_way: Option<UnderWay> },
        Service { #[pin] body: BoxBody, under_way: Option<UnderWay> },
    }
}

/// Bytes of an answer whose call is under way.
pub(super) struct Chunk {
    bytes: Bytes,
    _under_way: Option<UnderWay>,
}

impl Chunk {
    fn of(frame: Frame<Bytes>, under_way: Option<&UnderWay>) -> Frame<Self> {
        frame.map_data(|bytes| Self { bytes, _under_way: under_way.cloned() })
    }
}

impl Buf for Chunk {
    fn remaining(&self) -> usize {
        self.bytes.remaining()
    }

    fn chunk(&self) -> &[u8] {
        self.bytes.chunk()
    }

    fn advance(&mut self, count: usize) {
        self.bytes.advance(count);
    }

    fn copy_to_bytes(&mut self, len: usize) -> Bytes {
        self.bytes.copy_to_bytes(len)
    }
}

impl<B: http_body::Body<Data = Bytes, Error = Infallible>> http_body::Body for Body<B> {
    type Data = Chunk;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Chunk>, Self::Error>>> {
        match self.project() {
            Projected::Resource { body, under_way } => {
                let frame = body.poll_frame(cx).map_err(|never| match never {});
                frame.map_ok(|frame| Chunk::of(frame, under_way.as_ref()))
            }
            Projected::Service { body, under_way } => {
                body.poll_frame(cx).map_ok(|frame| Chunk::of(frame, under_way.as_ref()))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Resource { body, .. } => body.is_end_stream(),
            Self::Service { body, .. } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Resource { body, .. } => body.size_hint(),
            Self::Service { body, .. } => body.size_hint(),
        }
    }
}
