#![doc = include_str!("../README.md")]
//!
//! # Where to look
//!
//! - [`macro@resource_routes`]: the attribute and its options
//! - [`extract`]: what a handler may ask for; [`Call`] and [`FromCall`] for extractors of your own
//! - [`respond`]: what a handler may return; [`Error`] and [`ResourceError`](derive@ResourceError) for when it fails
//! - [`rejection`]: each refusal of the library, with status and text
//! - [`context`]: who calls, and with which settings
//! - [`listing`]: the routes as data
//! - [`testing`]: calling a plugin as Grafana does
//! - [`adapter`]: an axum router as the resource service
//! - `server`: the process that Grafana starts
//! - [`guide`]: from a crate to a folder that Grafana loads
#![cfg_attr(docsrs, feature(doc_cfg))]

// The macro writes absolute paths; the crate's own tests use it too.
extern crate self as grafana_resource_routes;

// In the order in which a call meets them.
#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod adapter;
mod call;
pub mod context;
mod dispatch;
mod error;
pub mod extract;
mod guard;
pub mod guide;
mod handler;
mod head;
pub mod listing;
mod log;
mod path;
mod plugin;
pub mod rejection;
pub mod respond;
mod running;
mod sdk;
#[cfg(feature = "server")]
pub mod server;
mod table;
pub mod testing;
mod traversal;

pub use adapter::ServiceAdapter;
pub use call::Call;
pub use context::{Context, OrgId, Role, Settings, User};
pub use dispatch::ResourceRoutes;
pub use error::Error;
pub use extract::{
    Form, FromCall, Header, JsonData, MatchedRoute, OptionalFromCall, Path, Query, SecureJsonData,
};
pub use grafana_plugin_sdk::backend::GrafanaPlugin;
pub use rejection::Rejection;
pub use respond::{Html, Json, NdJson, NoContent};
#[cfg(feature = "server")]
pub use server::Server;

#[doc = include_str!("docs/resource_error.md")]
pub use grafana_resource_routes_macros::ResourceError;
/// Declares that a method answers every HTTP method at a path that no other route answers there. Paths and options are
/// those of [`get`](macro@get).
pub use grafana_resource_routes_macros::any;
/// Declares that a method answers DELETE at a path. Paths and options are those of [`get`](macro@get).
pub use grafana_resource_routes_macros::delete;
#[doc = include_str!("docs/get.md")]
pub use grafana_resource_routes_macros::get;
/// Declares that a method answers HEAD at a path, instead of the one that answers GET. Paths and options are those of
/// [`get`](macro@get).
pub use grafana_resource_routes_macros::head;
/// Declares that a method answers OPTIONS at a path, instead of the library. Paths and options are those of
/// [`get`](macro@get).
pub use grafana_resource_routes_macros::options;
/// Declares that a method answers PATCH at a path. Paths and options are those of [`get`](macro@get).
pub use grafana_resource_routes_macros::patch;
/// Declares that a method answers POST at a path. Paths and options are those of [`get`](macro@get).
pub use grafana_resource_routes_macros::post;
/// Declares that a method answers PUT at a path. Paths and options are those of [`get`](macro@get).
pub use grafana_resource_routes_macros::put;
#[doc = include_str!("docs/resource_routes.md")]
pub use grafana_resource_routes_macros::resource_routes;
