//! The body of an answer: of the library's own way in, or of one of the SDK's services. The call is under way until it
//! is dropped.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
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

impl<B: http_body::Body<Data = Bytes, Error = Infallible>> http_body::Body for Body<B> {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.project() {
            Projected::Resource { body, .. } => body.poll_frame(cx).map_err(|never| match never {}),
            Projected::Service { body, .. } => body.poll_frame(cx),
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
