//! JSON, in and out.

use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Serialize;

use super::{Outgoing, Reply, Respond, content_type, into_response};
use crate::{Error, Rejection};

/// JSON: as an argument the body, read as `T`; as a return value the response.
///
/// As an argument, `T` may borrow from the body. No `Content-Type` is as good as `application/json` (or any `+json`);
/// another one is refused. `Option<Json<T>>` is `None` where the body is empty.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// # use grafana_resource_routes::{Json, resource_routes, testing::Client};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
/// #[derive(Deserialize, Serialize)]
/// struct Device<'a> {
///     state: &'a str,
/// }
///
/// #[resource_routes]
/// impl Plugin {
///     #[post("/devices")]
///     fn set<'a>(&self, Json(device): Json<Device<'a>>) -> Json<Device<'a>> {
///         Json(device)
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let client = Client::new(Plugin);
/// let answer = client.post("devices").body(r#"{"state":"on"}"#).await;
/// assert_eq!(answer.text(), r#"{"state":"on"}"#);
/// # });
/// ```
///
/// # Rejections
///
/// [`MissingBody`](Rejection::MissingBody), [`UnsupportedMediaType`](Rejection::UnsupportedMediaType),
/// [`InvalidJson`](Rejection::InvalidJson), [`UnfitJson`](Rejection::UnfitJson).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: Serialize> Respond for Json<T> {
    fn respond(self) -> Outgoing {
        // Most answers are short: one allocation instead of a doubling from nothing.
        let mut body = Vec::with_capacity(128);
        match serde_json::to_writer(&mut body, &self.0) {
            Ok(()) => Outgoing::Reply(Reply::typed(&content_type::JSON, Bytes::from(body))),
            Err(error) => unserialisable(&error),
        }
    }
}

#[cold]
fn unserialisable(error: &serde_json::Error) -> Outgoing {
    Outgoing::Error(Error::from(Rejection::InvalidResponse { reason: error.to_string().into() }))
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        into_response(self.respond())
    }
}
