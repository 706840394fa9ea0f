//! An extractor that is made of another one.

use grafana_resource_routes::{Call, Error, FromCall, GrafanaPlugin, Json};
use serde::Deserialize;

/// What serde's types do not say of a value.
pub trait Validate {
    /// Says what is wrong.
    ///
    /// # Errors
    ///
    /// A text for the person who sent it.
    fn validate(&self) -> Result<(), String>;
}

/// A JSON body that has been validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Valid<T>(pub T);

impl<'a, P: GrafanaPlugin, T: Deserialize<'a> + Validate> FromCall<'a, P> for Valid<T> {
    type Rejection = Error;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Error> {
        // The rejection of `Json` is an error like any other, and keeps its status.
        let Json(value) = call.extract::<Json<T>>()?;
        value.validate().map_err(Error::unprocessable)?;
        Ok(Self(value))
    }
}
