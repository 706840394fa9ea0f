//! The request head that axum's extractors work on: made when the first of them asks, and shared by all of a call.

use std::fmt;

use axum_core::response::Response;
use grafana_plugin_sdk::backend::GrafanaPlugin;
use http::{HeaderValue, header, request::Parts};
use http_body_util::BodyExt;

use super::argument::Failed;
use crate::{Call, Error, error::is_error};

/// A head that may still have to be made.
#[derive(Default)]
pub struct Foreign(Option<Box<Parts>>);

/// Nothing of the head, which holds what the caller sent.
impl fmt::Debug for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Foreign").field(&self.0.is_some()).finish()
    }
}

impl Foreign {
    /// Not made yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn parts<P: GrafanaPlugin>(&mut self, call: &Call<'_, P>) -> &mut Parts {
        self.0.get_or_insert_with(|| Box::new(call.parts()))
    }

    pub(crate) fn take_parts<P: GrafanaPlugin>(&mut self, call: &Call<'_, P>) -> Parts {
        self.0.take().map_or_else(|| call.parts(), |parts| *parts)
    }
}

/// A rejection of an axum extractor, in the shape that errors have in the block.
///
/// axum says in plain text why it refuses, which Grafana's front end would not show. What is the plugin's own fault
/// goes to the log instead. A rejection that is anything but plain text is the extractor's own answer, and stays.
pub(super) async fn refuse(response: Response) -> Failed {
    let is_text = |value: &HeaderValue| value.as_bytes().starts_with(b"text/plain");
    if !is_error(response.status()) || !response.headers().get(header::CONTENT_TYPE).is_some_and(is_text) {
        return Failed::new(response);
    }
    let (head, body) = response.into_parts();
    let text = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    Failed::new(Error::of_text(head, String::from_utf8_lossy(&text).into_owned()))
}
