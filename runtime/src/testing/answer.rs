//! What the browser gets.

use std::fmt;

use bytes::Bytes;
use grafana_plugin_sdk::pluginv2::CallResourceResponse;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::de::DeserializeOwned;

use super::{grafana, way_in::Messages};

/// A response whose head has come and whose body may still be on its way.
pub struct Opened {
    status: StatusCode,
    headers: HeaderMap,
    first: Option<Bytes>,
    rest: Option<Messages>,
    /// What a stated `Content-Length` leaves to send.
    left: Option<u64>,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

impl Opened {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The next chunk; `None` at the end. Of a chunk that reaches beyond a stated `Content-Length` nothing arrives, nor of any after
    /// it (`response.write` in `net/http`, `server.go`).
    pub async fn chunk(&mut self) -> Option<Bytes> {
        let mut chunk = self.message().await?;
        if let Some(left) = &mut self.left {
            let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            if length > *left {
                self.rest = None;
                chunk.clear();
            } else {
                *left -= length;
            }
        }
        Some(chunk)
    }

    async fn message(&mut self) -> Option<Bytes> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        match next(self.rest.as_mut()?).await {
            Some(Ok(message)) => Some(message.body),
            // Too late for a status: Grafana writes its error into the body.
            Some(Err(_)) => {
                self.rest = None;
                Some(grafana::failure_body())
            }
            None => None,
        }
    }

    /// Waits for the end.
    pub async fn collect(mut self) -> Answer {
        let mut chunks = Vec::new();
        while let Some(chunk) = self.chunk().await {
            if !chunk.is_empty() {
                chunks.push(chunk);
            }
        }
        let is_complete = matches!(self.left, None | Some(0));
        Answer {
            status: self.status,
            headers: self.headers,
            body: chunks.concat().into(),
            chunks,
            is_complete,
        }
    }

    /// Grafana answers by itself.
    pub(super) fn from_grafana(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), first: None, rest: None, left: None }
    }

    /// The call failed: what Grafana makes of a gRPC error.
    pub(super) fn failed(is_head: bool) -> Self {
        Self::error(grafana::failure_body(), is_head)
    }

    /// An error of Grafana's own.
    fn error(body: Bytes, is_head: bool) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self { status, headers, first: (!is_head).then_some(body), rest: None, left: None }
    }

    /// Status and headers are those of the first message; `HEAD` has no body.
    pub(super) async fn read(mut messages: Messages, is_head: bool) -> Self {
        let first = match next(&mut messages).await {
            Some(Ok(first)) => first,
            Some(Err(_)) => return Self::failed(is_head),
            None => return Self::error(grafana::missing_write_body(), is_head),
        };
        let status = grafana::status(first.code);
        let sent = first.headers.iter();
        let sent =
            sent.flat_map(|(name, list)| list.values.iter().map(|value| (name.as_str(), value.as_str())));
        let mut headers = grafana::response_headers(status, sent);
        // A HEAD keeps the length that the plugin states, 0 as any other, and gets none where the plugin states none.
        let left = stated_length(&mut headers);
        if is_head || !grafana::has_body(status) {
            return Self { status, headers, first: None, rest: None, left: None };
        }
        Self { status, headers, first: Some(first.body), rest: Some(messages), left }
    }
}

/// What `Content-Length` says. Go takes one away that is no number.
fn stated_length(headers: &mut HeaderMap) -> Option<u64> {
    let length = headers.get(header::CONTENT_LENGTH)?.to_str().ok().and_then(|value| value.parse().ok());
    if length.is_none() {
        headers.remove(header::CONTENT_LENGTH);
    }
    length
}

async fn next(messages: &mut Messages) -> Option<Result<CallResourceResponse, tonic::Status>> {
    std::future::poll_fn(|cx| messages.as_mut().poll_next(cx)).await
}

/// A whole response.
#[derive(Clone, Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    chunks: Vec<Bytes>,
    is_complete: bool,
}

impl Answer {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers, those that Grafana adds among them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// One header, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether the browser gets as much as `Content-Length` promises. It does not where the plugin sends more than that, of which Go
    /// writes nothing, or less: Go closes the connection then, and the browser shows an error of the network.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The body in the pieces in which it came, empty ones left out.
    #[must_use]
    pub fn chunks(&self) -> &[Bytes] {
        &self.chunks
    }

    /// The body as text.
    ///
    /// # Panics
    ///
    /// Where it is not UTF-8.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body that is UTF-8")
    }

    /// The body, read as JSON.
    ///
    /// # Panics
    ///
    /// Where it is not JSON of that shape.
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in the body: {}", String::from_utf8_lossy(&self.body)))
    }

    /// What Grafana's front end would show of an error: the body's `message`.
    ///
    /// # Panics
    ///
    /// Where the body is not JSON with a `message`.
    #[must_use]
    pub fn message(&self) -> String {
        let body: serde_json::Value = self.json();
        body["message"].as_str().unwrap_or_else(|| panic!("no message in {body}")).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    fn answered(messages: Vec<Result<CallResourceResponse, tonic::Status>>, is_head: bool) -> Answer {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime
            .block_on(async { Opened::read(Box::pin(stream::iter(messages)), is_head).await.collect().await })
    }

    #[test]
    fn a_stream_without_a_message_is_an_error_of_grafanas() {
        let answer = answered(Vec::new(), false);
        assert_eq!(
            (answer.status(), answer.message()),
            (StatusCode::INTERNAL_SERVER_ERROR, "Internal server error".into())
        );
        assert_eq!(answer.json::<serde_json::Value>()["messageId"], "web.missingWrite");
    }

    #[test]
    fn head_has_no_body_where_the_call_fails() {
        for messages in [Vec::new(), vec![Err(tonic::Status::unknown("boom"))]] {
            let answer = answered(messages, true);
            assert_eq!((answer.status(), answer.body().len()), (StatusCode::INTERNAL_SERVER_ERROR, 0));
        }
    }
}
