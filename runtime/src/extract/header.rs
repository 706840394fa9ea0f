//! One header.

use std::{fmt::Display, str::FromStr};

use grafana_plugin_sdk::backend::GrafanaPlugin;

use super::{FromCall, OptionalFromCall, argument::Ours};
use crate::{Call, Rejection};

/// A type that is read from one header: its name, and [`FromStr`] for its value.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// use grafana_resource_routes::{Header, extract::NamedHeader, resource_routes};
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
///
/// struct PanelId(u32);
///
/// impl std::str::FromStr for PanelId {
///     type Err = std::num::ParseIntError;
///
///     fn from_str(text: &str) -> Result<Self, Self::Err> {
///         text.parse().map(Self)
///     }
/// }
///
/// impl NamedHeader for PanelId {
///     const NAME: &'static str = "x-panel-id";
/// }
///
/// #[resource_routes]
/// impl Plugin {
///     #[get("/panel")]
///     fn panel(&self, Header(PanelId(id)): Header<PanelId>) -> String {
///         format!("panel {id}")
///     }
/// }
/// ```
pub trait NamedHeader: FromStr<Err: Display> {
    /// The header's name, in lower case.
    const NAME: &'static str;
}

/// One header, read as `T`. Of several with the name it is the first. `Option<Header<T>>` is `None` where it is absent.
///
/// What the front end says in a header (`X-Panel-Id`, `X-Grafana-Org-Id`, `X-Grafana-User`) is a hint and no proof:
/// any caller can send it.
///
/// # Rejections
///
/// [`MissingHeader`](Rejection::MissingHeader), [`InvalidHeader`](Rejection::InvalidHeader).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header<T>(pub T);

impl<T> Ours for Header<T> {}

impl<'a, P: GrafanaPlugin, T: NamedHeader> FromCall<'a, P> for Header<T> {
    type Rejection = Rejection;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Rejection> {
        Self::optional_from_call(call)?.ok_or(Rejection::MissingHeader { name: T::NAME })
    }
}

impl<'a, P: GrafanaPlugin, T: NamedHeader> OptionalFromCall<'a, P> for Header<T> {
    type Rejection = Rejection;

    fn optional_from_call(call: &Call<'a, P>) -> Result<Option<Self>, Rejection> {
        let invalid = |reason: String| Rejection::InvalidHeader { name: T::NAME, reason: reason.into() };
        let Some(value) = call.header(T::NAME) else {
            return Ok(None);
        };
        let text = std::str::from_utf8(value).map_err(|_| invalid("not UTF-8".to_owned()))?;
        text.parse().map(|value| Some(Self(value))).map_err(|error: T::Err| invalid(error.to_string()))
    }
}
