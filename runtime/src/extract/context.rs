//! Parts of the plugin context.

use std::{convert::Infallible, fmt};

use grafana_plugin_sdk::backend::GrafanaPlugin;

use super::{FromCall, OptionalFromCall, argument::Ours};
use crate::{Call, Context, OrgId, Rejection, Settings, User};

impl<P: GrafanaPlugin> Ours for &Context<P> {}

impl<'a, P: GrafanaPlugin> FromCall<'a, P> for &'a Context<P> {
    type Rejection = Infallible;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Infallible> {
        Ok(call.context())
    }
}

impl Ours for OrgId {}

impl<'a, P: GrafanaPlugin> FromCall<'a, P> for OrgId {
    type Rejection = Infallible;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Infallible> {
        Ok(Self(call.context().org_id()))
    }
}

/// Both forms of what the context may lack: the value, or the rejection that says so.
macro_rules! part {
    ($([$($generics:tt)*] $ty:ty, |$call:ident| $value:expr, $absent:expr;)*) => {$(
        impl<'a, $($generics)*> Ours for $ty {}

        impl<'a, P: GrafanaPlugin> FromCall<'a, P> for $ty {
            type Rejection = Rejection;

            fn from_call(call: &Call<'a, P>) -> Result<Self, Rejection> {
                Self::optional_from_call(call)?.ok_or($absent)
            }
        }

        impl<'a, P: GrafanaPlugin> OptionalFromCall<'a, P> for $ty {
            type Rejection = Rejection;

            fn optional_from_call($call: &Call<'a, P>) -> Result<Option<Self>, Rejection> {
                $value
            }
        }
    )*};
}

part! {
    [] &'a User, |call| Ok(call.context().user()), Rejection::NoUser;
    [] User, |call| Ok(call.context().user().cloned()), Rejection::NoUser;
    [P: GrafanaPlugin] &'a Settings<P>, |call| Ok(call.context().settings().ok()), Rejection::NoSettings;
    [P: GrafanaPlugin] JsonData<'a, P>,
        |call| call.context().settings().ok().map(|settings| settings.json_data().map(Self)).transpose(),
        Rejection::NoSettings;
    [P: GrafanaPlugin] SecureJsonData<'a, P>,
        |call| call.context().settings().ok().map(|settings| settings.secure_json_data().map(Self)).transpose(),
        Rejection::NoSettings;
}

/// The instance's `jsonData`, as the plugin's type: `JsonData(settings): JsonData<'_, Self>`.
pub struct JsonData<'a, P: GrafanaPlugin>(pub &'a P::JsonData);

impl<P: GrafanaPlugin> fmt::Debug for JsonData<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JsonData").field(&self.0).finish()
    }
}

/// The instance's decrypted `secureJsonData`, as the plugin's type. Its `Debug` output never shows it.
pub struct SecureJsonData<'a, P: GrafanaPlugin>(pub &'a P::SecureJsonData);

impl<P: GrafanaPlugin> fmt::Debug for SecureJsonData<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecureJsonData(<redacted>)")
    }
}
