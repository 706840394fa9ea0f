//! The messages as prost reads them: for frames that the reader in place does not take, and for comparison in tests.
//!
//! Grafana's `backend.proto` with the fields that newer versions send, which the SDK's own messages lack. Ordered maps
//! make a frame written from these always the same.

use std::collections::BTreeMap;

use bytes::Bytes;
use prost::Message;

#[derive(Clone, PartialEq, Message)]
pub(super) struct CallResourceRequest {
    #[prost(message, optional, tag = "1")]
    pub(super) plugin_context: Option<PluginContext>,
    #[prost(string, tag = "2")]
    pub(super) path: String,
    #[prost(string, tag = "3")]
    pub(super) method: String,
    #[prost(string, tag = "4")]
    pub(super) url: String,
    #[prost(btree_map = "string, message", tag = "5")]
    pub(super) headers: BTreeMap<String, StringList>,
    #[prost(bytes = "bytes", tag = "6")]
    pub(super) body: Bytes,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct StringList {
    #[prost(string, repeated, tag = "1")]
    pub(super) values: Vec<String>,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct PluginContext {
    #[prost(int64, tag = "1")]
    pub(super) org_id: i64,
    #[prost(string, tag = "2")]
    pub(super) plugin_id: String,
    #[prost(message, optional, tag = "3")]
    pub(super) user: Option<User>,
    #[prost(message, optional, tag = "4")]
    pub(super) app: Option<AppInstanceSettings>,
    #[prost(message, optional, tag = "5")]
    pub(super) data_source: Option<DataSourceInstanceSettings>,
    #[prost(btree_map = "string, string", tag = "6")]
    pub(super) grafana_config: BTreeMap<String, String>,
    #[prost(string, tag = "7")]
    pub(super) plugin_version: String,
    #[prost(string, tag = "8")]
    pub(super) user_agent: String,
    #[prost(string, tag = "9")]
    pub(super) api_version: String,
    #[prost(string, tag = "10")]
    pub(super) namespace: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct User {
    #[prost(string, tag = "1")]
    pub(super) login: String,
    #[prost(string, tag = "2")]
    pub(super) name: String,
    #[prost(string, tag = "3")]
    pub(super) email: String,
    #[prost(string, tag = "4")]
    pub(super) role: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct AppInstanceSettings {
    #[prost(bytes = "vec", tag = "3")]
    pub(super) json_data: Vec<u8>,
    #[prost(btree_map = "string, string", tag = "4")]
    pub(super) secure: BTreeMap<String, String>,
    #[prost(int64, tag = "5")]
    pub(super) updated_ms: i64,
    #[prost(string, tag = "6")]
    pub(super) api_version: String,
}

#[derive(Clone, PartialEq, Message)]
pub(super) struct DataSourceInstanceSettings {
    #[prost(int64, tag = "1")]
    pub(super) id: i64,
    #[prost(string, tag = "2")]
    pub(super) name: String,
    #[prost(string, tag = "3")]
    pub(super) url: String,
    #[prost(string, tag = "4")]
    pub(super) user: String,
    #[prost(string, tag = "5")]
    pub(super) database: String,
    #[prost(bool, tag = "6")]
    pub(super) basic_auth_enabled: bool,
    #[prost(string, tag = "7")]
    pub(super) basic_auth_user: String,
    #[prost(bytes = "vec", tag = "8")]
    pub(super) json_data: Vec<u8>,
    #[prost(btree_map = "string, string", tag = "9")]
    pub(super) secure: BTreeMap<String, String>,
    #[prost(int64, tag = "10")]
    pub(super) updated_ms: i64,
    #[prost(string, tag = "11")]
    pub(super) uid: String,
    #[prost(string, tag = "12")]
    pub(super) api_version: String,
}
