//! One call through the SDK's way in, and what came back of it or of any other way.

use std::collections::BTreeMap;

use futures_util::{Stream, StreamExt as _};
use grafana_plugin_sdk::{
    backend::ResourceService,
    pluginv2::{CallResourceRequest, CallResourceResponse, resource_server::Resource},
};

/// What the plugin sent.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: i32,
    /// Names in lower case.
    headers: BTreeMap<String, Vec<String>>,
    /// The messages' bodies.
    pub(crate) chunks: Vec<Vec<u8>>,
}

impl Reply {
    /// Calls `service` as the SDK's server does, and reads `most` messages of the answer at most.
    ///
    /// # Errors
    ///
    /// Where the SDK refuses the message, or the service fails the call.
    pub(crate) async fn of<S>(
        service: &S,
        message: CallResourceRequest,
        most: usize,
    ) -> Result<Self, tonic::Status>
    where
        S: ResourceService + Send + Sync + 'static,
    {
        let answered = Resource::call_resource(service, tonic::Request::new(message)).await?;
        Self::read(answered.into_inner(), most).await
    }

    /// Reads `most` messages of an answer at most.
    ///
    /// # Errors
    ///
    /// Where the call fails.
    pub(crate) async fn read(
        messages: impl Stream<Item = Result<CallResourceResponse, tonic::Status>> + Unpin,
        most: usize,
    ) -> Result<Self, tonic::Status> {
        let mut messages = messages.take(most);
        let mut reply = Self { status: 0, headers: BTreeMap::new(), chunks: Vec::new() };
        while let Some(message) = messages.next().await {
            let message = message?;
            if reply.chunks.is_empty() {
                reply.status = message.code;
                let headers = message.headers.into_iter();
                reply.headers = headers.map(|(name, list)| (name.to_lowercase(), list.values)).collect();
            }
            reply.chunks.push(message.body.to_vec());
        }
        Ok(reply)
    }

    /// All of a header's values, split at commas.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get(name).into_iter().flatten();
        values.flat_map(|value| value.split(',')).map(str::trim).collect()
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        self.chunks.concat()
    }

    /// The `message` of an error's JSON body.
    pub(crate) fn error_message(&self) -> Option<String> {
        let body: serde_json::Value = serde_json::from_slice(&self.body()).ok()?;
        let is_json = self.header("content-type") == ["application/json"];
        body["message"].as_str().filter(|message| is_json && !message.is_empty()).map(str::to_owned)
    }
}
