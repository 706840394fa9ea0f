//! The request head that axum's extractors work on: made when the first of them asks, and shared by all of a call.

use std::fmt;

use grafana_plugin_sdk::backend::GrafanaPlugin;
use http::request::Parts;

use crate::Call;

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
