//! An app whose handlers take and return what axum and axum-extra bring.

mod plugin;

pub use plugin::{Report, Reports, Search, Uploaded};
