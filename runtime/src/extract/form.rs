//! The body as a form.

use grafana_plugin_sdk::backend::GrafanaPlugin;
use serde::Deserialize;

use super::{
    FromCall, OptionalFromCall,
    argument::Ours,
    body::{check_encoding, check_type},
    pairs::{NOT_UTF8, Pairs},
};
use crate::{Call, Rejection};

/// The body as a form (`application/x-www-form-urlencoded`), read as [`Query`](crate::Query) reads a query.
///
/// Grafana's front end sends the data of a `DELETE` so, and any object that is sent with another type than JSON.
/// No `Content-Type` is accepted. An empty body is a form without fields, so that nothing selected is an empty list;
/// `Option<Form<T>>` is `None` there.
///
/// # Rejections
///
/// [`MissingBody`](Rejection::MissingBody) where the body is empty and a field has to be there; [`UnsupportedMediaType`](Rejection::UnsupportedMediaType),
/// [`InvalidForm`](Rejection::InvalidForm), [`UnfitForm`](Rejection::UnfitForm).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form<T>(pub T);

const TYPE: &str = "application/x-www-form-urlencoded";

impl<T> Ours for Form<T> {}

impl<'a, P: GrafanaPlugin, T: Deserialize<'a>> FromCall<'a, P> for Form<T> {
    type Rejection = Rejection;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Rejection> {
        match Self::optional_from_call(call)? {
            Some(form) => Ok(form),
            // Nothing selected is a form too, if all of it may be left out.
            None => Pairs::NONE.read().map(Self).map_err(|_| Rejection::MissingBody { expected: TYPE }),
        }
    }
}

impl<'a, P: GrafanaPlugin, T: Deserialize<'a>> OptionalFromCall<'a, P> for Form<T> {
    type Rejection = Rejection;

    fn optional_from_call(call: &Call<'a, P>) -> Result<Option<Self>, Rejection> {
        if call.body().is_empty() {
            return Ok(None);
        }
        check_type(call, TYPE, |found| found == TYPE)?;
        check_encoding(call, TYPE)?;
        let invalid = |reason| Rejection::InvalidForm { reason };
        let body = std::str::from_utf8(call.body()).map_err(|_| invalid(NOT_UTF8))?;
        let pairs = Pairs::parse(body, call.form_arena()).map_err(invalid)?;
        pairs.read().map(|form| Some(Self(form))).map_err(|reason| Rejection::UnfitForm { reason })
    }
}
