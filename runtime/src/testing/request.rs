//! One call in the making.

use std::{
    collections::HashMap,
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
};

use bytes::Bytes;
use grafana_plugin_sdk::{
    backend::ResourceService,
    pluginv2::{CallResourceRequest, StringList},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::Serialize;

use super::{
    Client,
    answer::{Answer, Opened},
    grafana,
    multipart::Multipart,
    pairs,
    way_in::Sent,
};

/// A call; await it for the whole [`Answer`], or [`open`](Self::open) it to read a stream chunk by chunk.
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<S> {
    pub(super) client: Client<S>,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

/// Method and path: not what a test puts into query, headers or body in place of a secret.
impl<S> fmt::Debug for Request<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.split('?').next().unwrap_or_default();
        f.debug_struct("Request").field("method", &self.method).field("path", &path).finish_non_exhaustive()
    }
}

impl<S: ResourceService + Send + Sync + 'static> Request<S> {
    pub(super) fn new(client: Client<S>, method: Method, path: &str) -> Self {
        Self { client, method, path: path.to_owned(), headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Parameters of the query, after those that the path has: `[("from", 1), ("to", 2)]`, or a type with a field for each.
    /// A list is the same parameter again for each of its elements, and what is `None` is left out.
    ///
    /// # Panics
    ///
    /// Where the value is not of this shape.
    pub fn query(mut self, parameters: impl Serialize) -> Self {
        let parameters = pairs::urlencoded(parameters);
        if !parameters.is_empty() {
            self.path.push(if self.path.contains('?') { '&' } else { '?' });
            self.path.push_str(&parameters);
        }
        self
    }

    /// A header, beside those of the same name.
    ///
    /// # Panics
    ///
    /// Where the name or the value is not one that HTTP allows.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header name");
        self.headers.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a header value"));
        self
    }

    /// The body as it is.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// A JSON body, with its `Content-Type`.
    ///
    /// # Panics
    ///
    /// Where the value cannot be serialised.
    pub fn json(mut self, value: &impl Serialize) -> Self {
        self.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.body = serde_json::to_vec(value).expect("a value that serialises").into();
        self
    }

    /// The body of an HTML form, with its `Content-Type`: fields in the shapes that [`query`](Self::query) takes.
    ///
    /// # Panics
    ///
    /// Where the value is not of such a shape.
    pub fn form(mut self, fields: impl Serialize) -> Self {
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        self.headers.insert(header::CONTENT_TYPE, form);
        self.body = pairs::urlencoded(fields).into();
        self
    }

    /// The body of an HTML form that uploads files, with its `Content-Type`.
    pub fn multipart(mut self, form: Multipart) -> Self {
        let (content_type, body) = form.into_body();
        self.headers.insert(header::CONTENT_TYPE, content_type);
        self.body = body;
        self
    }

    /// Makes the call and gives the answer as soon as its head is there. Dropping the answer cancels the call.
    pub async fn open(self) -> Opened {
        const METHODS: [Method; 7] = [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::HEAD,
            Method::OPTIONS,
        ];
        if !METHODS.contains(&self.method) {
            return Opened::from_grafana(http::StatusCode::NOT_FOUND);
        }
        let is_head = self.method == Method::HEAD;
        let sent = match self.sent() {
            Ok(sent) => sent,
            Err(bad) => return Opened::from_grafana(bad.status()),
        };
        match (self.client.way_in)(&self.client.service, sent).await {
            Ok(messages) => Opened::read(messages, is_head).await,
            Err(_) => Opened::failed(is_head),
        }
    }

    /// What Grafana makes of it.
    fn sent(&self) -> Result<Sent, grafana::BadTarget> {
        let target = grafana::target(self.client.way, &self.path)?;
        let mut headers = self.headers.clone();
        grafana::request_headers(&mut headers, &self.client.caller.forwarding::<S>(self.client.way));
        let mut lists: HashMap<String, StringList> = HashMap::new();
        for (name, value) in &headers {
            let list = lists.entry(grafana::canonical_name(name)).or_default();
            list.values.push(String::from_utf8_lossy(value.as_bytes()).into_owned());
        }
        let caller = &self.client.caller;
        let message = CallResourceRequest {
            plugin_context: Some(caller.context::<S>()),
            path: target.path,
            method: self.method.to_string(),
            url: target.url,
            headers: lists,
            body: self.body.clone(),
        };
        Ok(Sent { message, newer: caller.newer.clone(), metadata: caller.metadata.clone() })
    }
}

impl<S: ResourceService + Send + Sync + 'static> IntoFuture for Request<S> {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.open().await.collect().await })
    }
}
