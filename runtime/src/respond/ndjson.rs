//! A stream of JSON documents.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum_core::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_core::Stream;
use http::header;
use pin_project_lite::pin_project;
use serde::Serialize;

use super::content_type;

use super::{Outgoing, Respond, json::written};

/// A response of one JSON document a line (`application/x-ndjson`), each sent as the stream yields it.
///
/// Grafana's front end reads it with `getBackendSrv().chunked(…)`. The status is sent with the first document, so a
/// stream that is empty or fails at once still has one. A later document that cannot be serialised ends the response
/// and is logged.
///
/// ```
/// # use grafana_resource_routes::NdJson;
/// fn ticks() -> NdJson<impl futures_core::Stream<Item = u32> + Send + 'static> {
///     NdJson(tokio_stream::iter(1..=3))
/// }
/// # let _ = ticks();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NdJson<S>(pub S);

impl<S> Respond for NdJson<S>
where
    S: Stream + Send + 'static,
    S::Item: Serialize,
{
    fn respond(self) -> Outgoing {
        Outgoing::foreign(self)
    }
}

impl<S> IntoResponse for NdJson<S>
where
    S: Stream + Send + 'static,
    S::Item: Serialize,
{
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from_stream(Lines { documents: self.0 }));
        response.headers_mut().insert(header::CONTENT_TYPE, content_type::NDJSON.clone());
        response
    }
}

pin_project! {
    struct Lines<S> {
        #[pin]
        documents: S,
    }
}

impl<S> Stream for Lines<S>
where
    S: Stream,
    S::Item: Serialize,
{
    type Item = Result<Bytes, serde_json::Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.project().documents.poll_next(cx).map(|document| document.map(|document| line(&document)))
    }
}

fn line(document: &impl Serialize) -> Result<Bytes, serde_json::Error> {
    written(|line| {
        serde_json::to_writer(&mut *line, document)?;
        line.push(b'\n');
        Ok(())
    })
}
