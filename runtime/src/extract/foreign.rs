//! The request head that axum's extractors work on: made when the first of them asks, and shared by all of a call.

use grafana_plugin_sdk::backend::GrafanaPlugin;
use http::request::Parts;

use crate::Call;

/// A head that may still have to be made.
#[derive(Debug, Default)]
pub struct Foreign(Option<Box<Parts>>);

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
