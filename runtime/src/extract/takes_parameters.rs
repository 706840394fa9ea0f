//! Which extractors are all of a path's parameters.

use grafana_plugin_sdk::backend::GrafanaPlugin;
use serde::Deserialize;

use super::{FromCall, Path};

/// What must take the parameters that no argument is named like. Asked of an argument by generated code where there are
/// such parameters, since axum's extractors of the same name compile and then fail in every call.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not take the path's parameters",
    label = "does not take the path's parameters",
    note = "use `grafana_resource_routes::Path<T>`, or an argument named like each parameter",
    note = "axum's `Path` needs an axum router"
)]
pub trait TakesPathParameters<'a, P: GrafanaPlugin>: FromCall<'a, P> + Send {}

impl<'a, P: GrafanaPlugin, T: Deserialize<'a> + Send> TakesPathParameters<'a, P> for Path<T> {}

#[diagnostic::do_not_recommend]
impl<'a, P, T> TakesPathParameters<'a, P> for Result<T, T::Rejection>
where
    P: GrafanaPlugin,
    T: TakesPathParameters<'a, P>,
    T::Rejection: Send,
{
}
