//! The plugins of `routes.json` as `#[resource_routes]` blocks, written by the build script (`generate.rs`), and how
//! they are called: through the trait that the SDK's server calls.

#![allow(clippy::all, clippy::pedantic, dead_code, deprecated, unused_variables, reason = "generated")]

use grafana_plugin_sdk::pluginv2::CallResourceRequest;
use grafana_resource_routes::listing::Routes;

use super::reply::Reply;

/// Which of a plugin's two blocks is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// Reports what arrived.
    Plain,
    /// Reads what the original reads.
    Typed,
}

/// What generated code uses.
mod prelude {
    pub(crate) use axum::response::IntoResponse;
    pub(crate) use bytes::Bytes;
    pub(crate) use grafana_plugin_sdk::prelude::*;
    pub(crate) use grafana_resource_routes::{Json, NoContent, Query, resource_routes};
    pub(crate) use http::HeaderMap;
    pub(crate) use serde::Deserialize;
    pub(crate) use serde_json::Value;

    pub(crate) use super::super::report::{Fingerprint, Message, Pairs, Report, endless, events};
}

include!(concat!(env!("OUT_DIR"), "/cases.rs"));
include!(concat!(env!("OUT_DIR"), "/cases_calls.rs"));
