//! A data source for many tenants, with extractors of its own.
//!
//! - [`Tenant`] borrows from the call: what most extractors are like.
//! - [`Account`] has to be looked up, so it is asynchronous: axum's trait.
//! - [`Valid`] is made of another extractor.

mod account;
mod plugin;
mod tenant;
mod valid;

pub use account::{Account, Accounts};
pub use plugin::{Rule, Rules};
pub use tenant::Tenant;
pub use valid::{Valid, Validate};
