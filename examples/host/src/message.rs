//! What the plugin is sent, and the client that sends it.
//!
//! Grafana's `backend.proto` with the fields that newer versions have added to the plugin context; the SDK's generated
//! messages stop before them. Filled in by [`crate::call`] and [`crate::settings`].

use std::collections::HashMap;

use bytes::Bytes;
pub(crate) use grafana_plugin_sdk::pluginv2::CheckHealthResponse;
use grafana_plugin_sdk::pluginv2::{
    AppInstanceSettings, CallResourceResponse, DataSourceInstanceSettings, StringList, User,
};
use tonic::client::Grpc;
use tonic::codec::ProstCodec;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;
use tonic::{Request, Status, Streaming};

/// `CallResourceRequest`
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct CallResourceRequest {
    #[prost(message, optional, tag = "1")]
    pub(crate) plugin_context: Option<PluginContext>,
    #[prost(string, tag = "2")]
    pub(crate) path: String,
    #[prost(string, tag = "3")]
    pub(crate) method: String,
    #[prost(string, tag = "4")]
    pub(crate) url: String,
    #[prost(map = "string, message", tag = "5")]
    pub(crate) headers: HashMap<String, StringList>,
    #[prost(bytes = "bytes", tag = "6")]
    pub(crate) body: Bytes,
}

/// `PluginContext`
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct PluginContext {
    #[prost(int64, tag = "1")]
    pub(crate) org_id: i64,
    #[prost(string, tag = "2")]
    pub(crate) plugin_id: String,
    #[prost(message, optional, tag = "3")]
    pub(crate) user: Option<User>,
    #[prost(message, optional, tag = "4")]
    pub(crate) app_instance_settings: Option<AppInstanceSettings>,
    #[prost(message, optional, tag = "5")]
    pub(crate) data_source_instance_settings: Option<DataSourceInstanceSettings>,
    #[prost(map = "string, string", tag = "6")]
    pub(crate) grafana_config: HashMap<String, String>,
    #[prost(string, tag = "7")]
    pub(crate) plugin_version: String,
    #[prost(string, tag = "8")]
    pub(crate) user_agent: String,
    #[prost(string, tag = "9")]
    pub(crate) api_version: String,
    #[prost(string, tag = "10")]
    pub(crate) namespace: String,
}

/// `CheckHealthRequest`
#[derive(Clone, PartialEq, prost::Message)]
struct CheckHealthRequest {
    #[prost(message, optional, tag = "1")]
    plugin_context: Option<PluginContext>,
}

/// The client of a process that runs.
#[derive(Clone, Debug)]
pub(crate) struct Client(pub(crate) Channel);

impl Client {
    /// `pluginv2.Diagnostics/CheckHealth`
    pub(crate) async fn check_health(&self, context: PluginContext) -> Result<CheckHealthResponse, Status> {
        let mut grpc = Grpc::new(self.0.clone());
        grpc.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
        let method = PathAndQuery::from_static("/pluginv2.Diagnostics/CheckHealth");
        let request = CheckHealthRequest { plugin_context: Some(context) };
        let answer: tonic::Response<CheckHealthResponse> =
            grpc.unary(Request::new(request), method, ProstCodec::default()).await?;
        Ok(answer.into_inner())
    }

    /// `pluginv2.Resource/CallResource`, with messages as large as Grafana takes, which is far more than tonic's own limit.
    pub(crate) async fn call_resource(
        &self,
        request: CallResourceRequest,
    ) -> Result<Streaming<CallResourceResponse>, Status> {
        let mut grpc = Grpc::new(self.0.clone()).max_decoding_message_size(usize::MAX);
        grpc.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
        let method = PathAndQuery::from_static("/pluginv2.Resource/CallResource");
        let answer = grpc.server_streaming(Request::new(request), method, ProstCodec::default()).await?;
        Ok(answer.into_inner())
    }
}
