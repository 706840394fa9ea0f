//! What the library does, asked from the outside: plugins with `#[resource_routes]`, called as Grafana calls them.
//!
//! Each subject is asked twice: here behind the SDK's server, and in `served.rs` behind the library's own. [`client`] and
//! [`send`] are all that differs; what is true of one of the two only is in the folders `sdk` and `server`.

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
mod sdk;
mod secrets;
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
    pluginv2::{CallResourceRequest, CallResourceResponse, resource_server::Resource},
};
use grafana_resource_routes::testing::Client;
use tracing::level_filters::LevelFilter;

/// The level of a call's span behind the SDK's server, whose log layer makes spans expensive.
const SPANS: LevelFilter = LevelFilter::DEBUG;

/// A client that calls as the SDK's server does.
fn client<S: ResourceService + Send + Sync + 'static>(service: S) -> Client<S> {
    Client::behind_the_sdk(service)
}

/// The first message of the answer to a message.
async fn send<S: Resource>(service: &S, message: CallResourceRequest) -> CallResourceResponse {
    let answer = service.call_resource(tonic::Request::new(message)).await.expect("no gRPC error");
    let mut messages = std::pin::pin!(answer.into_inner());
    messages.next().await.expect("a first message").expect("no gRPC error in the stream")
}
