//! One resource call: from the browser's request to the plugin's, and from its messages to the browser's answer.
//!
//! In comes a request that names a plugin of this host, out goes the response. Called by [`crate::http`]. Follows
//! Grafana's `pkg/api/plugin_resource.go`; what it does to paths and headers is
//! [`grafana_resource_routes::testing::grafana`].

use std::collections::HashMap;
use std::net::IpAddr;

use axum::body::{Body, to_bytes};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use grafana_plugin_sdk::pluginv2::StringList;
use grafana_resource_routes::testing::grafana::{
    BadTarget, Forwarding, Target, canonical_name, failure_body, request_headers, target,
};
use http::request::Parts;
use http::{HeaderMap, StatusCode};

use crate::address::Address;
use crate::answer;
use crate::message::{CallResourceRequest, Client, PluginContext};

/// What [`call`] needs beside the request.
pub(crate) struct Setting {
    /// The running plugin, if it runs.
    pub(crate) client: Option<Client>,
    pub(crate) context: PluginContext,
    pub(crate) forwarding: Forwarding,
    pub(crate) peer: IpAddr,
}

/// Calls the plugin and answers with its first message; the others follow as the body.
pub(crate) async fn call(address: &Address<'_>, parts: &Parts, body: Body, setting: Setting) -> Response {
    let tail = match parts.uri.query() {
        Some(query) => format!("{}?{query}", address.tail),
        None => address.tail.to_owned(),
    };
    let target = match target(address.plugin.way(), &tail) {
        Ok(target) => target,
        Err(bad) => return refused(bad),
    };
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let Some(client) = setting.client else {
        return failed("the plugin does not run");
    };
    let mut forwarding = setting.forwarding;
    forwarding.client = Some(setting.peer);
    forwarding.way = address.plugin.way();
    let Some(headers) = headers(parts.headers.clone(), &forwarding) else {
        return failed("a header is not UTF-8 and fits into no message");
    };
    let request = message(target, parts.method.as_str(), headers, body, setting.context);
    match client.call_resource(request).await {
        Ok(messages) => answer::answer(&parts.method, messages).await,
        Err(status) => failed(&answer::in_words(&status)),
    }
}

fn message(
    target: Target,
    method: &str,
    headers: HashMap<String, StringList>,
    body: Bytes,
    context: PluginContext,
) -> CallResourceRequest {
    CallResourceRequest {
        plugin_context: Some(context),
        path: target.path,
        method: method.to_owned(),
        url: target.url,
        headers,
        body,
    }
}

/// The headers as the message has them; `None` if a value is not UTF-8.
fn headers(mut headers: HeaderMap, forwarding: &Forwarding) -> Option<HashMap<String, StringList>> {
    request_headers(&mut headers, forwarding);
    let mut sent: HashMap<String, StringList> = HashMap::with_capacity(headers.keys_len());
    for (name, value) in &headers {
        let value = str::from_utf8(value.as_bytes()).ok()?;
        sent.entry(canonical_name(name)).or_default().values.push(value.to_owned());
    }
    Some(sent)
}

/// What Go's server, or Grafana, says of a URL that it does not forward.
fn refused(bad: BadTarget) -> Response {
    match bad.status() {
        StatusCode::INTERNAL_SERVER_ERROR => failed(&bad.to_string()),
        status => (status, format!("{status}: {bad}")).into_response(),
    }
}

/// A call that the plugin did not answer. Why stands in the log alone.
pub(crate) fn failed(why: &str) -> Response {
    tracing::error!("a call failed: {why}");
    let head = [(http::header::CONTENT_TYPE, "application/json")];
    (StatusCode::INTERNAL_SERVER_ERROR, head, failure_body()).into_response()
}
