//! Answers that have no end of their own, and get the server's.

use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{HeaderMap, Response, header};
use http_body::Frame;
use tonic::{
    Status,
    body::{BoxBody, boxed},
};

use super::{services::Answer, stop::Stopping};

/// The answer, for as long as other calls are served.
pub(super) fn with_the_server(answer: Answer, mut stopping: Stopping) -> Answer {
    Box::pin(async move {
        let mut drained = Box::pin(async move { stopping.drained().await });
        tokio::select! {
            answered = answer => {
                let body = |body| boxed(Ending { body, drained: Some(drained) });
                answered.map(|response: Response<BoxBody>| response.map(body))
            }
            () = drained.as_mut() => Ok(stopped().into_http()),
        }
    })
}

fn stopped() -> Status {
    Status::unavailable("the plugin stops")
}

/// A body that ends with the server.
struct Ending<F> {
    body: BoxBody,
    /// `None` when the body has ended.
    drained: Option<Pin<Box<F>>>,
}

impl<F: Future<Output = ()> + Send> http_body::Body for Ending<F> {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let Some(drained) = &mut self.drained else {
            return Poll::Ready(None);
        };
        if drained.as_mut().poll(cx).is_ready() {
            self.drained = None;
            return Poll::Ready(Some(Ok(Frame::trailers(trailers(stopped())))));
        }
        let frame = ready!(pin!(&mut self.body).poll_frame(cx));
        if frame.is_none() {
            self.drained = None;
        }
        Poll::Ready(frame)
    }
}

fn trailers(status: Status) -> HeaderMap {
    let mut trailers = std::mem::take(status.into_http().headers_mut());
    trailers.remove(header::CONTENT_TYPE);
    trailers
}
