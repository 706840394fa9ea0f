//! What is true behind the library's own server only: calls that the SDK would refuse, what it drops of a message, and
//! the bytes on the wire.

mod context;
mod framing;
mod grafana_config;
mod headers;
mod limits;
mod secrets;
mod settings;
mod stream;
mod target;

use futures_util::StreamExt as _;
use grafana_plugin_sdk::pluginv2::{CallResourceResponse, StringList};
use grafana_resource_routes::{server::ResourceHandler, testing::served};
use http_body_util::Full;
use prost::Message;
use tonic::Status;

/// The messages of the answer to a message that is already encoded.
async fn answer<H: ResourceHandler>(
    handler: &H,
    message: &[u8],
    limit: usize,
) -> Result<Vec<CallResourceResponse>, Status> {
    let messages = served::answer(handler, Full::new(served::framed(message)), limit).await?;
    let mut messages = std::pin::pin!(messages);
    let mut answer = Vec::new();
    while let Some(message) = messages.next().await {
        answer.push(CallResourceResponse::decode(message?).expect("a response"));
    }
    Ok(answer)
}

fn text(response: &CallResourceResponse) -> &str {
    std::str::from_utf8(&response.body).expect("a text")
}

/// The `message` of an error.
#[track_caller]
fn error_message(response: &CallResourceResponse) -> String {
    let body: serde_json::Value = serde_json::from_slice(&response.body).expect("JSON");
    body["message"].as_str().expect("a message").to_owned()
}

fn values(values: &[&str]) -> StringList {
    StringList { values: values.iter().map(|value| (*value).to_owned()).collect() }
}
