//! An extractor that borrows from the call.

use grafana_resource_routes::{Call, Error, FromCall, GrafanaPlugin, OptionalFromCall};

/// The tenant that a front end names in the header `X-Scope-OrgID`.
///
/// A header is what any caller writes into it. It says which tenant is meant, and not that the caller may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenant<'a>(pub &'a str);

// For any plugin, `P`. It borrows from the call (`'a`), so nothing is copied.
impl<'a, P: GrafanaPlugin> FromCall<'a, P> for Tenant<'a> {
    type Rejection = Error;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Error> {
        Self::optional_from_call(call)?.ok_or_else(|| Error::bad_request("name a tenant in `X-Scope-OrgID`"))
    }
}

/// What makes `Option<Tenant>` an argument.
impl<'a, P: GrafanaPlugin> OptionalFromCall<'a, P> for Tenant<'a> {
    type Rejection = Error;

    fn optional_from_call(call: &Call<'a, P>) -> Result<Option<Self>, Error> {
        let Some(value) = call.headers().get("x-scope-orgid") else {
            return Ok(None);
        };
        let name = value.to_str().ok().filter(|name| is_name(name));
        // Absent is one thing, wrong another: a wrong name is refused even where a tenant is optional.
        name.map(|name| Some(Self(name))).ok_or_else(|| {
            Error::bad_request("a tenant's name is made of up to 40 letters, digits and dashes")
        })
    }
}

fn is_name(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
