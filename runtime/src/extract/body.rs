//! The body as it is.

use bytes::Bytes;
use grafana_plugin_sdk::backend::GrafanaPlugin;

use super::{
    FromCall, OptionalFromCall,
    argument::{BareBody, Ours},
};
use crate::{Call, Rejection};

/// Refuses a stated type that is not the one wanted. None stated is accepted: the body speaks for itself.
pub(super) fn check_type<P: GrafanaPlugin>(
    call: &Call<'_, P>,
    expected: &'static str,
    is_right: impl FnOnce(&str) -> bool,
) -> Result<(), Rejection> {
    let Some(value) = call.header("content-type") else {
        return Ok(());
    };
    if value == expected.as_bytes() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(value);
    let found = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if found.is_empty() || is_right(&found) {
        return Ok(());
    }
    Err(Rejection::UnsupportedMediaType { expected, found: found.into() })
}

/// Refuses a body that is compressed: neither Grafana nor the SDK has inflated it.
pub(super) fn check_encoding<P: GrafanaPlugin>(
    call: &Call<'_, P>,
    expected: &'static str,
) -> Result<(), Rejection> {
    match call.header("content-encoding") {
        Some(value) if !value.is_empty() && !value.eq_ignore_ascii_case(b"identity") => {
            let found = format!("encoded ({})", String::from_utf8_lossy(value));
            Err(Rejection::UnsupportedMediaType { expected, found: found.into() })
        }
        _ => Ok(()),
    }
}

fn text<'a, P: GrafanaPlugin>(call: &Call<'a, P>) -> Result<&'a str, Rejection> {
    std::str::from_utf8(call.body()).map_err(|_| Rejection::InvalidText)
}

macro_rules! body {
    ($($ty:ty = $make:expr;)*) => {$(
        impl<'a> Ours for $ty {}

        impl<'a, P: GrafanaPlugin> FromCall<'a, P> for $ty {
            type Rejection = Rejection;

            fn from_call(call: &Call<'a, P>) -> Result<Self, Rejection> {
                let make: fn(&Call<'a, P>) -> Result<Self, Rejection> = $make;
                make(call)
            }
        }

        impl<'a, P: GrafanaPlugin> OptionalFromCall<'a, P> for $ty {
            type Rejection = Rejection;

            fn optional_from_call(call: &Call<'a, P>) -> Result<Option<Self>, Rejection> {
                if call.body().is_empty() { Ok(None) } else { Self::from_call(call).map(Some) }
            }
        }
    )*};
}

body! {
    Bytes = |call| Ok(call.body().clone());
    Vec<u8> = |call| Ok(call.body().to_vec());
    String = |call| text(call).map(str::to_owned);
    &'a Bytes = |call| Ok(call.body());
    &'a [u8] = |call| Ok(call.body());
    &'a str = |call| text(call);
}

/// What may be meant as a path parameter, whose `{name}` was forgotten. `&Bytes` cannot be: who asks for it wants the body, of a GET too.
macro_rules! bare {
    ($($ty:ty)*) => {$(
        impl BareBody for $ty {}
    )*};
}

bare! { Bytes Vec<u8> String &[u8] &str }

/// No body. The `{}` that `postResource(path)` sends without data is none either
/// (`packages/grafana-runtime/src/utils/DataSourceWithBackend.ts`).
impl Ours for () {}

impl<'a, P: GrafanaPlugin> FromCall<'a, P> for () {
    type Rejection = Rejection;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Rejection> {
        match call.body().trim_ascii() {
            b"" | b"{}" | b"null" => Ok(()),
            _ => Err(Rejection::UnexpectedBody),
        }
    }
}
