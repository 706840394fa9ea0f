//! What `main.rs` asks behind the SDK's server, asked behind the library's own.

#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::manual_is_multiple_of,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::unused_async,
    clippy::unused_self,
    reason = "handlers here are short and have the forms that handlers have"
)]

mod client;
mod context;
mod dispatch;
mod errors;
mod extract;
mod generics;
mod instances;
mod listing;
mod optional_responses;
mod panics;
mod panics_at_the_end;
mod question_mark;
mod rejections;
mod respond;
mod roles;
mod secrets;
mod server;
mod stream;
mod stream_end;
mod support;
mod traces;
mod traversal;
mod true_answers;
mod true_headers;

use futures_util::StreamExt as _;
use grafana_plugin_sdk::{
    backend::ResourceService,
    pluginv2::{CallResourceRequest, CallResourceResponse},
};
use grafana_resource_routes::{
    server::ResourceHandler,
    testing::{Client, served},
};
use http_body_util::Full;
use prost::Message as _;
use tracing::level_filters::LevelFilter;

/// The level of a call's span.
const SPANS: LevelFilter = LevelFilter::INFO;

/// The limit of a server that has not been told another one.
const LIMIT: usize = 16 << 20;

/// A client that calls as the library's own server does.
fn client<S: ResourceService + ResourceHandler>(service: S) -> Client<S> {
    Client::new(service)
}

/// The first message of the answer to a message.
async fn send<S: ResourceHandler>(handler: &S, message: CallResourceRequest) -> CallResourceResponse {
    let framed = served::framed(&message.encode_to_vec());
    let mut messages = served::answer(handler, Full::new(framed), LIMIT).await.expect("no gRPC error");
    let message = messages.next().await.expect("a first message").expect("no gRPC error in the stream");
    CallResourceResponse::decode(message).expect("a response")
}
