//! `requests.json`, read: the cases of `cases.rs`.

use std::collections::{BTreeMap, HashMap};

use base64::{Engine, prelude::BASE64_STANDARD};
use grafana_plugin_sdk::pluginv2::{self, CallResourceRequest, StringList};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;

/// One request, and what a resource router should answer.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) plugin: String,
    #[serde(deserialize_with = "folded_option")]
    pub(crate) client_tail: Option<String>,
    pub(crate) via: Via,
    pub(crate) request: Request,
    pub(crate) expect: Expect,
}

/// How the request came to the plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Via {
    Legacy,
    Apis,
    /// From an older Grafana, or another caller.
    Direct,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Request {
    pub(crate) method: String,
    #[serde(deserialize_with = "folded")]
    pub(crate) path: String,
    #[serde(deserialize_with = "folded")]
    pub(crate) url: String,
    pub(crate) headers: BTreeMap<String, Vec<String>>,
    #[serde(default, deserialize_with = "folded_option")]
    body: Option<String>,
    body_base64: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Expect {
    pub(crate) outcome: Outcome,
    pub(crate) route: Option<String>,
    #[serde(default, deserialize_with = "folded_map")]
    pub(crate) params: Option<BTreeMap<String, String>>,
    pub(crate) query: Option<Vec<(String, String)>>,
    #[serde(default)]
    pub(crate) query_error: bool,
    #[serde(default)]
    pub(crate) allow: Vec<String>,
    /// In words; `then.rs` has them as checks.
    pub(crate) then: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Outcome {
    Status(i32),
    /// `match`, or `sdk_error`: the SDK's own conversion refuses the message.
    Word(String),
}

/// All cases.
pub(crate) fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("requests.json")).expect("requests.json has the shape of `Case`")
}

impl Request {
    /// The message as Grafana sends it, for an instance without settings of its own.
    pub(crate) fn message(&self) -> CallResourceRequest {
        let headers: HashMap<String, StringList> = self
            .headers
            .iter()
            .map(|(name, values)| (name.clone(), StringList { values: values.clone() }))
            .collect();
        let body = match (&self.body, &self.body_base64) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(base64)) => BASE64_STANDARD.decode(base64).expect("base64"),
            _ => Vec::new(),
        };
        message(&self.method, &self.path, &self.url, headers, body)
    }
}

/// A call by an admin of organisation 1.
pub(crate) fn message(
    method: &str,
    path: &str,
    url: &str,
    headers: HashMap<String, StringList>,
    body: Vec<u8>,
) -> CallResourceRequest {
    let user = pluginv2::User { login: "admin".to_owned(), role: "Admin".to_owned(), ..Default::default() };
    let json_data = b"{}".to_vec();
    let plugin_context = pluginv2::PluginContext {
        org_id: 1,
        plugin_id: "conformance".to_owned(),
        user: Some(user),
        app_instance_settings: Some(pluginv2::AppInstanceSettings {
            json_data: json_data.clone(),
            ..Default::default()
        }),
        data_source_instance_settings: Some(pluginv2::DataSourceInstanceSettings {
            json_data,
            ..Default::default()
        }),
    };
    CallResourceRequest {
        plugin_context: Some(plugin_context),
        method: method.to_owned(),
        path: path.to_owned(),
        url: url.to_owned(),
        headers,
        body: body.into(),
    }
}

/// A text, or what it is put together from: `{"$concat": [part, …]}`.
fn unfold(value: &Value) -> Option<String> {
    let parts = match value {
        Value::String(text) => return Some(text.clone()),
        value => value.get("$concat")?.as_array()?,
    };
    parts.iter().map(part).collect()
}

/// `text`, `{"$repeat": [text, n]}` or `{"$range": [template with {i}, n, separator]}`.
fn part(value: &Value) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    let count = |list: &Value| usize::try_from(list.get(1)?.as_u64()?).ok();
    if let Some(list) = value.get("$repeat") {
        return Some(list.get(0)?.as_str()?.repeat(count(list)?));
    }
    let list = value.get("$range")?;
    let template = list.get(0)?.as_str()?;
    let items: Vec<String> = (0..count(list)?).map(|i| template.replace("{i}", &i.to_string())).collect();
    Some(items.join(list.get(2)?.as_str()?))
}

fn folded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = Value::deserialize(deserializer)?;
    unfold(&value).ok_or_else(|| D::Error::custom(format!("not a text: {value}")))
}

fn folded_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        value => folded(value).map(Some).map_err(D::Error::custom),
    }
}

fn folded_map<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<BTreeMap<String, String>>, D::Error> {
    let map = BTreeMap::<String, Value>::deserialize(deserializer)?;
    let unfolded = map.into_iter().map(|(name, value)| Some((name, unfold(&value)?))).collect::<Option<_>>();
    unfolded.map(Some).ok_or_else(|| D::Error::custom("a parameter that is not a text"))
}
