//! What the handlers of the generated blocks give and take.

use std::{collections::BTreeMap, convert::Infallible};

use axum::response::{IntoResponse, Sse, sse::Event};
use futures_util::stream;
use grafana_resource_routes::NdJson;
use http::HeaderMap;
use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// A query as it arrives.
pub(crate) type Pairs = Vec<(String, String)>;

/// What a handler was given.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    /// Method and pattern, as in `routes.json`.
    pub(crate) route: String,
    /// By the original's names.
    pub(crate) params: BTreeMap<String, String>,
    pub(crate) query: Pairs,
    pub(crate) headers: BTreeMap<String, Vec<String>>,
    pub(crate) body_length: usize,
}

impl Report {
    pub(crate) fn new(
        route: &str,
        params: &[(&str, &str)],
        query: Pairs,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Self {
        let text =
            |name| headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into());
        Self {
            route: route.to_owned(),
            params: params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            query,
            headers: headers.keys().map(|name| (name.to_string(), text(name).collect())).collect(),
            body_length: body.len(),
        }
    }
}

/// The body of `POST /echo` of `app-with-backend`.
#[derive(Debug, Deserialize)]
pub(crate) struct Message {
    #[allow(dead_code, reason = "only its shape matters")]
    message: String,
}

/// Lower-case hexadecimal digits, as `nais-apm` has them.
#[derive(Debug)]
pub(crate) struct Fingerprint;

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_fine = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_fine { Ok(Self) } else { Err(D::Error::custom("expected hexadecimal digits")) }
    }
}

/// A response that never ends.
pub(crate) fn endless() -> impl IntoResponse + use<> {
    NdJson(stream::iter(0_u64..))
}

/// Server-sent events that never end.
pub(crate) fn events() -> impl IntoResponse + use<> {
    Sse::new(
        stream::iter(0_u64..).map(|number| Ok::<_, Infallible>(Event::default().data(number.to_string()))),
    )
}

use futures_util::StreamExt as _;
