//! JSON, in and out.

use std::cell::Cell;

use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Serialize;

use super::{Outgoing, Reply, Respond, content_type, into_response};
use crate::{Error, Rejection};

/// JSON: as an argument the body, read as `T`; as a return value the response.
///
/// As an argument, `T` may borrow from the body. A text with escapes, such as `"gr\u00f6\u00dfe"` or `"a\"b"`, does not stand in the body
/// as it is read, so `&'a str` refuses it: borrow as `Cow<'a, str>` with `#[serde(borrow)]`. A struct may also come as a list of its
/// fields, `["on"]`, as serde takes it. No `Content-Type` is as good as `application/json` (or any `+json`);
/// another one is refused. `Option<Json<T>>` is `None` where the body is empty.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// # use grafana_resource_routes::{Json, resource_routes, testing::Client};
/// # use serde::{Deserialize, Serialize};
/// use std::borrow::Cow;
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
/// #[derive(Deserialize, Serialize)]
/// struct Device<'a> {
///     #[serde(borrow)]
///     state: Cow<'a, str>,
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
/// let answer = client.post("devices").body(r#"{"state":"gr\u00f6\u00dfer"}"#).await;
/// assert_eq!(answer.text(), r#"{"state":"größer"}"#);
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
        match written(|body| serde_json::to_writer(body, &self.0)) {
            Ok(body) => Outgoing::Reply(Reply::typed(&content_type::JSON, body)),
            Err(error) => unserialisable(&error),
        }
    }
}

/// What a body longer than this was written in is given away with it, and not kept.
const LONGEST_COPY: usize = 32 * 1024;

thread_local! {
    /// What bodies are written in: it has grown once for all of a thread, and each body gets an allocation of its own length.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The bytes that `write` writes.
pub(super) fn written<E>(write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>) -> Result<Bytes, E> {
    // Taken and not borrowed: what is written may come here itself, or panic.
    let mut scratch = SCRATCH.take();
    scratch.clear();
    let written = write(&mut scratch);
    if scratch.len() > LONGEST_COPY {
        return written.map(|()| Bytes::from(scratch));
    }
    let body = written.map(|()| Bytes::copy_from_slice(&scratch));
    SCRATCH.set(scratch);
    body
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

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use serde::Serializer;

    use super::*;

    fn body(value: impl Serialize) -> Bytes {
        match Json(value).respond() {
            Outgoing::Reply(reply) => reply.body,
            other => panic!("{other:?}"),
        }
    }

    /// Makes a body of its own while it is written.
    struct Nested;

    impl Serialize for Nested {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(std::str::from_utf8(&body(["inner"])).unwrap())
        }
    }

    #[test]
    fn a_body_written_within_another_is_its_own() {
        assert_eq!(body(("before", Nested, "after")), r#"["before","[\"inner\"]","after"]"#);
    }

    /// Writes something, then panics.
    struct Panics;

    impl Serialize for Panics {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            panic!("while writing")
        }
    }

    #[test]
    fn nothing_is_left_of_a_body_whose_writing_panicked() {
        catch_unwind(AssertUnwindSafe(|| body(("half", Panics)))).unwrap_err();
        assert_eq!(body("next"), r#""next""#);
    }

    #[test]
    fn nothing_is_left_of_a_body_that_could_not_be_written() {
        let unwritable = (vec!["half"; 10], std::collections::BTreeMap::from([((1, 2), 3)]));
        assert!(matches!(Json(unwritable).respond(), Outgoing::Error(_)));
        assert_eq!(body("next"), r#""next""#);
    }

    #[test]
    fn a_thread_keeps_no_large_body() {
        let text = "x".repeat(LONGEST_COPY);
        assert_eq!(body(&text).len(), LONGEST_COPY + 2);
        assert_eq!(SCRATCH.take().capacity(), 0);
        assert_eq!(body("next"), r#""next""#);
    }
}
