//! From a call to a handler's arguments.
//!
//! An argument that is named like a parameter of the route's path is that parameter. Every other argument is an
//! *extractor*: a type that implements [`FromCall`], or axum's `FromRequestParts` or `FromRequest` with [`Call`] as
//! the state.
//!
//! | argument | what it is | refused with |
//! |---|---|---|
//! | `id: u32` for `{id}` | a path parameter: `&str`, `String`, `Cow<str>`, or anything serde reads from one string | 400 |
//! | `path: Raw<&str>` for `{*path}` | a path parameter that may climb: see [`Raw`] | 400 |
//! | [`Path<T>`](Path) | all path parameters, as a tuple or a struct | 400 |
//! | [`Query<T>`](Query) | the query; repeated keys into a `Vec` | 400 |
//! | [`Json<T>`](crate::Json) | the body as JSON | 400, 415, 422 |
//! | [`Form<T>`](Form) | the body as a form | 400, 415, 422 |
//! | `Bytes`, `&Bytes`, `&[u8]`, `String`, `&str` | the body as it is; text must be UTF-8 | 400 |
//! | `()` | no body, or the `{}` that `postResource(path)` sends | 400 |
//! | [`Header<T>`](Header) | one header | 400 |
//! | `&HeaderMap`, `HeaderMap`, `&Method`, `Method`, `&Uri`, `Uri` | the head | |
//! | [`&Context<Self>`](crate::Context), [`OrgId`](crate::OrgId) | the plugin context | |
//! | [`User`](crate::User), `&User` | the caller | 403 |
//! | [`&Settings<Self>`](crate::Settings), [`JsonData<'_, Self>`](JsonData), [`SecureJsonData<'_, Self>`](SecureJsonData) | the instance's settings | 400; 500 where they do not fit the plugin's type |
//! | [`MatchedRoute`] | the route | |
//! | `Call<'_, Self>` | all of it | |
//! | `Option<T>` | `None` where it is absent | as `T`, where it is wrong |
//! | `Result<T, Rejection>` | the handler decides | |
//! | any axum extractor | `TypedHeader`, `Multipart`, `axum::Json` …; one that reads the body must be the last argument | its own |
//!
//! axum's extractors are those of axum 0.8 (axum-core 0.5), and of axum-extra 0.12. The library needs neither; a plugin that uses them has
//!
//! ```toml
//! axum = { version = "0.8", default-features = false, features = ["json", "multipart"] } # only what is used
//! axum-extra = { version = "0.12", features = ["typed-header"] }
//! ```
//!
//! in its Cargo.toml. The SDK brings an axum 0.7 of its own, which cargo keeps beside; nothing of that one fits here.
//!
//! What an axum extractor refuses in plain text becomes JSON like every error. axum's `Path`, `MatchedPath`, `State` and `Extension` need an axum router and are not to be had here.
//!
//! An extractor of your own:
//!
//! ```
//! use grafana_resource_routes::{Call, Error, FromCall, GrafanaPlugin};
//!
//! /// The tenant that the front end names in a header.
//! struct Tenant<'a>(&'a str);
//!
//! impl<'a, P: GrafanaPlugin> FromCall<'a, P> for Tenant<'a> {
//!     type Rejection = Error;
//!
//!     fn from_call(call: &Call<'a, P>) -> Result<Self, Error> {
//!         let tenant = call.headers().get("x-tenant").ok_or_else(|| Error::bad_request("no tenant"))?;
//!         Ok(Self(tenant.to_str().map_err(|_| Error::bad_request("the tenant must be plain text"))?))
//!     }
//! }
//! ```

mod arena;
pub(crate) mod argument;
mod body;
mod buffered;
mod context;
mod foreign;
mod form;
mod head;
mod header;
mod json;
mod mismatch;
mod optional;
mod pairs;
mod parameters;
mod path;
mod query;
mod raw;
mod takes_parameters;
mod typing;
pub(crate) mod unfit;
mod value;
mod values;

use axum_core::response::IntoResponse;
use grafana_plugin_sdk::backend::GrafanaPlugin;

pub(crate) use arena::Arena;
pub use context::{JsonData, SecureJsonData};
pub use form::Form;
pub use head::MatchedRoute;
pub use header::{Header, NamedHeader};
pub use path::Path;
pub use path::PathParameter;
pub(crate) use path::{parameter, parameter_by};
pub use query::Query;
pub use raw::Raw;
pub(crate) use raw::RawParameter;
#[doc(hidden)]
pub use takes_parameters::TakesPathParameters;

use crate::Call;

/// A type that can be an argument of a handler: made of the call at once, and free to borrow from it.
///
/// See [the module](self) for those that there are, and for how to write one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an extractor",
    label = "not an extractor",
    note = "implement `FromCall` for it, or ask for what it is made of"
)]
pub trait FromCall<'a, P: GrafanaPlugin>: Sized {
    /// What the call is answered with where there is no such value.
    type Rejection: IntoResponse;

    /// Makes the value.
    ///
    /// # Errors
    ///
    /// Where the call does not have it, or has something else in its place.
    fn from_call(call: &Call<'a, P>) -> Result<Self, Self::Rejection>;
}

/// An extractor that may be absent: what `Option<T>` needs to be an argument.
///
/// ```
/// # use grafana_resource_routes::{Call, Error, GrafanaPlugin, OptionalFromCall};
/// struct Tenant<'a>(&'a str);
///
/// impl<'a, P: GrafanaPlugin> OptionalFromCall<'a, P> for Tenant<'a> {
///     type Rejection = Error;
///
///     fn optional_from_call(call: &Call<'a, P>) -> Result<Option<Self>, Error> {
///         let Some(tenant) = call.headers().get("x-tenant") else { return Ok(None) };
///         Ok(Some(Self(tenant.to_str().map_err(|_| Error::bad_request("the tenant must be plain text"))?)))
///     }
/// }
/// ```
pub trait OptionalFromCall<'a, P: GrafanaPlugin>: Sized {
    /// What the call is answered with where the value is there and wrong.
    type Rejection: IntoResponse;

    /// Makes the value, or `None` where the call has nothing in its place.
    ///
    /// # Errors
    ///
    /// Where there is something else in its place.
    fn optional_from_call(call: &Call<'a, P>) -> Result<Option<Self>, Self::Rejection>;
}
