//! `Option` and `Result` of an extractor.

use std::convert::Infallible;

use grafana_plugin_sdk::backend::GrafanaPlugin;

use super::{FromCall, OptionalFromCall, argument::Ours};
use crate::Call;

impl<T: Ours> Ours for Option<T> {}

impl<T: Ours, E> Ours for Result<T, E> {}

#[diagnostic::do_not_recommend]
impl<'a, P: GrafanaPlugin, T: OptionalFromCall<'a, P>> FromCall<'a, P> for Option<T> {
    type Rejection = T::Rejection;

    fn from_call(call: &Call<'a, P>) -> Result<Self, T::Rejection> {
        T::optional_from_call(call)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, P: GrafanaPlugin, T: FromCall<'a, P>> FromCall<'a, P> for Result<T, T::Rejection> {
    type Rejection = Infallible;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Infallible> {
        Ok(T::from_call(call))
    }
}
