//! The request, shown to whoever sent it. Called by [`crate::plugin`].

use std::collections::BTreeMap;

use grafana_plugin_sdk::backend::GrafanaPlugin;
use grafana_resource_routes::Call;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What `/test` answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Echo {
    /// A greeting.
    pub message: String,
    /// The request.
    pub request: Echoed,
}

/// A request, as it reached the plugin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Echoed {
    /// Its method.
    pub method: String,
    /// Its path and query.
    pub url: String,
    /// Its headers, each with all values.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Its body, or null where that is no JSON.
    pub body: Value,
}

impl Echo {
    /// The request of this call.
    // `Call` has all of a request. It is for handlers like this one; others say what they need.
    pub(crate) fn of<P: GrafanaPlugin>(call: &Call<'_, P>) -> Self {
        let mut headers = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in call.headers() {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            headers.entry(name.to_string()).or_default().push(value);
        }
        // Not `call.uri()`, which may have a doubled slash from its way here.
        let (path, query) = (call.raw_path(), call.raw_query());
        let url = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        Self {
            message: "Hello world from test datasource!".to_owned(),
            request: Echoed {
                method: call.method().to_string(),
                url,
                headers,
                body: serde_json::from_slice(call.body()).unwrap_or_default(),
            },
        }
    }
}
