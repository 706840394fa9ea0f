//! The way back of a call: the plugin's messages become an HTTP response.
//!
//! In comes the stream of messages, out goes a response whose body yields each chunk as it comes. Called by
//! [`crate::call`]. Follows Grafana's `pkg/plugins/httpresponsesender`.

use std::collections::HashMap;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use grafana_plugin_sdk::pluginv2::{CallResourceResponse, StringList};
use grafana_resource_routes::testing::grafana::{failure_body, missing_write_body, response_headers, status};
use http::{HeaderMap, Method, StatusCode};
use tonic::{Status, Streaming};

use crate::call::failed;

type Messages = Streaming<CallResourceResponse>;

/// How long a stream that nobody sees is read on.
const UNSEEN: Duration = Duration::from_secs(30);

/// Waits for the first message, which has the status and the headers.
pub(crate) async fn answer(method: &Method, mut messages: Messages) -> Response {
    match messages.message().await {
        Ok(Some(first)) => {
            let mut response = head(first.code, &first.headers).into_response();
            *response.body_mut() = if method == Method::HEAD {
                tokio::spawn(tokio::time::timeout(UNSEEN, run_out(messages)));
                Body::empty()
            } else {
                Body::from_stream(chunks(first.body, messages))
            };
            response
        }
        Ok(None) => {
            tracing::error!("a call failed: the plugin ended it without a message");
            let head = [(http::header::CONTENT_TYPE, "application/json")];
            (StatusCode::INTERNAL_SERVER_ERROR, head, missing_write_body()).into_response()
        }
        Err(status) => failed(&in_words(&status)),
    }
}

fn head(code: i32, sent: &HashMap<String, StringList>) -> (StatusCode, HeaderMap) {
    let status = status(code);
    let sent = sent.iter();
    let sent = sent.flat_map(|(name, list)| list.values.iter().map(|value| (name.as_str(), value.as_str())));
    (status, response_headers(status, sent))
}

/// The bodies of all messages. After an error there is no status left to change, so Grafana writes its error object
/// into the body that has begun. Dropping the stream cancels the call.
fn chunks(first: Bytes, messages: Messages) -> impl Stream<Item = Result<Bytes, Status>> {
    let rest = stream::unfold(Some(messages), async |messages| {
        let mut messages = messages?;
        match messages.message().await {
            Ok(message) => message.map(|message| (Ok(message.body), Some(messages))),
            Err(status) => {
                tracing::error!("a call failed after its first message: {}", in_words(&status));
                Some((Ok(failure_body()), None))
            }
        }
    });
    stream::once(async { Ok(first) }).chain(rest)
}

/// The answer to HEAD has no body, but the plugin still gets to send one, and a plugin that streams without end is let
/// go of after a while.
async fn run_out(mut messages: Messages) {
    while let Ok(Some(_)) = messages.message().await {}
}

/// A gRPC error in one line.
pub(crate) fn in_words(status: &Status) -> String {
    format!("{:?}: {}", status.code(), status.message())
}
