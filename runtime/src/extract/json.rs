//! The body as JSON. The type itself is [`crate::respond::Json`].

use grafana_plugin_sdk::backend::GrafanaPlugin;
use serde::Deserialize;

use super::{
    FromCall, OptionalFromCall,
    argument::Ours,
    body::{check_encoding, check_type},
};
use crate::{Call, Json, Rejection, rejection};

const TYPE: &str = "application/json";

impl<T> Ours for Json<T> {}

impl<'a, P: GrafanaPlugin, T: Deserialize<'a>> FromCall<'a, P> for Json<T> {
    type Rejection = Rejection;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Rejection> {
        Self::optional_from_call(call)?.ok_or(Rejection::MissingBody { expected: TYPE })
    }
}

impl<'a, P: GrafanaPlugin, T: Deserialize<'a>> OptionalFromCall<'a, P> for Json<T> {
    type Rejection = Rejection;

    fn optional_from_call(call: &Call<'a, P>) -> Result<Option<Self>, Rejection> {
        let body: &'a [u8] = call.body();
        if body.is_empty() {
            return Ok(None);
        }
        check_type(call, TYPE, is_json)?;
        match serde_json::from_slice(body) {
            Ok(value) => Ok(Some(Self(value))),
            Err(error) => Err(refuse::<P, T>(call, &error)),
        }
    }
}

/// `application/json`, or a type that is JSON underneath (RFC 6839, section 3.1).
fn is_json(found: &str) -> bool {
    found == TYPE || found.rsplit_once('+').is_some_and(|(_, suffix)| suffix == "json")
}

/// Only a body that failed is read once more, to find the field: keeping track of it costs every call.
#[cold]
fn refuse<'a, P: GrafanaPlugin, T: Deserialize<'a>>(
    call: &Call<'a, P>,
    error: &serde_json::Error,
) -> Rejection {
    // What is compressed is not JSON: there is no need to look before.
    if let Err(encoded) = check_encoding(call, TYPE) {
        return encoded;
    }
    if !error.is_data() {
        return Rejection::InvalidJson { reason: error.to_string().into() };
    }
    let mut deserializer = serde_json::Deserializer::from_slice(call.body());
    let place = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(error) => error.path().to_string(),
        Ok(_) => ".".to_owned(),
    };
    let reason = error.to_string();
    Rejection::UnfitJson { field: field(place, &reason).into(), reason: reason.into() }
}

/// The field that is wrong: in this place, or the one there that serde's reason names. `.` is the whole body.
fn field(place: String, reason: &str) -> String {
    match rejection::named_field(reason) {
        Some(name) if place == "." => name.to_owned(),
        Some(name) if place != name && !place.ends_with(&format!(".{name}")) => format!("{place}.{name}"),
        _ => place,
    }
}
