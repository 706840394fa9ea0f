//! `hand`: what a careful author writes today. A `match` over the method and the path's segments, serde for query and body,
//! an error type that becomes JSON, under the SDK's `async_trait`.

#![allow(clippy::unused_async, reason = "handlers that would wait for something in a real plugin")]

use std::{borrow::Cow, sync::Arc};

use bytes::Bytes;
use grafana_plugin_sdk::{backend, prelude::*};
use http::{Method, Response, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde::{Serialize, de::DeserializeOwned};

use crate::fixture::{
    Secrets, Settings,
    data::Page,
    refusals::{self, Refusal},
    state,
    state::State,
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Settings", secure_json_data = "Secrets")]
pub(crate) struct Hand {
    state: Arc<State>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("{0}")]
    Missing(&'static str),
    #[error("{}", refusals::not_found(.method, .path))]
    NotFound { method: Method, path: String },
    #[error("{}", refusals::not_allowed(.method, .allow))]
    MethodNotAllowed { method: Method, allow: &'static str },
    #[error("{0}")]
    BadRequest(String),
    #[error("cannot serialise the answer: {0}")]
    Json(#[from] serde_json::Error),
    #[error("cannot build the answer: {0}")]
    Http(#[from] http::Error),
}

impl backend::ErrIntoHttpResponse for Error {
    fn into_http_response(self) -> Result<Response<Bytes>, Box<dyn std::error::Error>> {
        let status = match &self {
            Self::Missing(_) | Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Json(_) | Self::Http(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response =
            Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
        if let Self::MethodNotAllowed { allow, .. } = &self {
            response = response.header(header::ALLOW, *allow);
        }
        let body = serde_json::to_vec(&Refusal::new(status, &self.to_string()))?;
        Ok(response.body(body.into())?)
    }
}

type Reply = Result<Response<Bytes>, Error>;

fn json(status: StatusCode, value: &impl Serialize) -> Reply {
    let body = serde_json::to_vec(value)?;
    Ok(Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.into())?)
}

fn ok(value: &impl Serialize) -> Reply {
    json(StatusCode::OK, value)
}

fn found<T: Serialize>(value: Option<&T>, message: &'static str) -> Reply {
    ok(value.ok_or(Error::Missing(message))?)
}

fn decode(segment: &str) -> Result<Cow<'_, str>, Error> {
    percent_decode_str(segment).decode_utf8().map_err(|error| Error::BadRequest(error.to_string()))
}

fn number(segment: &str) -> Result<u32, Error> {
    decode(segment)?.parse().map_err(|_| Error::BadRequest("id must be a number".to_owned()))
}

fn query<T: DeserializeOwned>(uri: &http::Uri) -> Result<T, Error> {
    serde_urlencoded::from_str(uri.query().unwrap_or_default())
        .map_err(|error| Error::BadRequest(error.to_string()))
}

fn body<T: DeserializeOwned>(body: &Bytes) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|error| Error::BadRequest(error.to_string()))
}

/// The methods that a path answers, for a 405.
fn allow(segments: &[&str]) -> Option<&'static str> {
    Some(match segments {
        ["namespaces" | "metrics" | "projects" | "user" | "settings" | "health" | "version" | "devices"]
        | ["namespaces" | "metrics" | "projects", _]
        | ["namespaces", _, "pods" | "services" | "events"]
        | ["namespaces", _, "services", _]
        | ["namespaces", _, "pods", _, "log"]
        | ["metrics", _, "labels"]
        | ["metrics", _, "labels", _, "values"]
        | ["projects", _, "clusters"]
        | ["projects", _, "clusters", _]
        | ["files", _, ..] => "GET, HEAD, OPTIONS",
        ["namespaces", _, "pods", _] => "DELETE, GET, HEAD, OPTIONS",
        ["queries"] => "GET, HEAD, OPTIONS, POST",
        ["queries", _] => "DELETE, GET, HEAD, OPTIONS, PUT",
        ["devices", _] | ["annotations"] => "OPTIONS, POST",
        _ => return None,
    })
}

impl Hand {
    pub(crate) fn new() -> Self {
        Self { state: Arc::new(State::new()) }
    }

    async fn pods(&self, namespace: &str, page: Page) -> Reply {
        ok(&self.state.pods(namespace, page))
    }

    async fn pod(&self, namespace: &str, pod: &str) -> Reply {
        found(self.state.pod(namespace, pod), "no such pod")
    }

    async fn save_query(&self, request: &Bytes) -> Reply {
        json(StatusCode::CREATED, &state::save_query(body(request)?))
    }

    async fn caller(&self, request: &backend::CallResourceRequest<Self>) -> Reply {
        let context = &request.plugin_context;
        let missing = |what: &str| Error::BadRequest(format!("the call has no {what}"));
        let user = context.user.as_ref().ok_or_else(|| missing("user"))?;
        let settings = context.instance_settings.as_ref().ok_or_else(|| missing("settings"))?;
        let tenant = &settings.json_data.tenant;
        ok(&state::caller((&user.login, &user.name), context.org_id, &context.plugin_id, tenant))
    }

    async fn settings(&self, request: &backend::CallResourceRequest<Self>) -> Reply {
        let settings = request.plugin_context.instance_settings.as_ref();
        ok(&settings.ok_or_else(|| Error::BadRequest("the call has no settings".to_owned()))?.json_data)
    }

    async fn respond(&self, call: &backend::CallResourceRequest<Self>) -> Reply {
        let (request, plugin) = (&call.request, &self.state);
        let segments: Vec<&str> = request.uri().path().trim_matches('/').split('/').collect();
        match (request.method(), segments.as_slice()) {
            (&Method::GET, ["namespaces"]) => ok(&plugin.namespaces()),
            (&Method::GET, ["namespaces", name]) => {
                found(plugin.namespace(&decode(name)?), "no such namespace")
            }
            (&Method::GET, ["namespaces", namespace, "pods"]) => {
                self.pods(&decode(namespace)?, query(request.uri())?).await
            }
            (&Method::GET, ["namespaces", namespace, "pods", pod]) => {
                self.pod(&decode(namespace)?, &decode(pod)?).await
            }
            (&Method::DELETE, ["namespaces", namespace, "pods", pod]) => {
                ok(&state::child("deleted", &decode(namespace)?, &decode(pod)?))
            }
            (&Method::GET, ["namespaces", namespace, "pods", pod, "log"]) => {
                ok(&state::child("log", &decode(namespace)?, &decode(pod)?))
            }
            (&Method::GET, ["namespaces", namespace, "services"]) => {
                ok(&state::entry("services", &decode(namespace)?))
            }
            (&Method::GET, ["namespaces", namespace, "services", service]) => {
                ok(&state::child("service", &decode(namespace)?, &decode(service)?))
            }
            (&Method::GET, ["namespaces", namespace, "events"]) => {
                ok(&state::entry("events", &decode(namespace)?))
            }
            (&Method::GET, ["queries"]) => ok(&state::entry("queries", "all")),
            (&Method::POST, ["queries"]) => self.save_query(request.body()).await,
            (&Method::GET | &Method::DELETE, ["queries", id]) => ok(&state::query(number(id)?)),
            (&Method::PUT, ["queries", id]) => {
                let _ = number(id)?;
                ok(&state::save_query(body(request.body())?))
            }
            (&Method::GET, ["metrics"]) => ok(&plugin.metrics()),
            (&Method::GET, ["metrics", name]) => ok(&state::entry("metric", &decode(name)?)),
            (&Method::GET, ["metrics", name, "labels"]) => ok(&state::entry("labels", &decode(name)?)),
            (&Method::GET, ["metrics", name, "labels", label, "values"]) => {
                ok(&state::child("values", &decode(name)?, &decode(label)?))
            }
            (&Method::GET, ["projects"]) => ok(&state::entry("projects", "all")),
            (&Method::GET, ["projects", project]) => ok(&state::entry("project", &decode(project)?)),
            (&Method::GET, ["projects", project, "clusters"]) => {
                ok(&state::entry("clusters", &decode(project)?))
            }
            (&Method::GET, ["projects", project, "clusters", cluster]) => {
                ok(&state::child("cluster", &decode(project)?, &decode(cluster)?))
            }
            (&Method::GET, ["user"]) => self.caller(call).await,
            (&Method::GET, ["settings"]) => self.settings(call).await,
            (&Method::GET, ["health"]) => ok(&state::entry("health", "ok")),
            (&Method::GET, ["version"]) => ok(&state::entry("version", "1.0.0")),
            (&Method::GET, ["devices"]) => ok(&state::entry("devices", "all")),
            (&Method::POST, ["devices", id]) => ok(&state::set_device(number(id)?, body(request.body())?)),
            (&Method::GET, ["files", rest @ ..]) if !rest.is_empty() => {
                let path = request.uri().path().trim_matches('/');
                ok(&state::file(&decode(path.strip_prefix("files/").unwrap_or(path))?))
            }
            (&Method::POST, ["annotations"]) => {
                json(StatusCode::CREATED, &state::save_query(body(request.body())?))
            }
            (method, segments) => Err(match allow(segments) {
                Some(allow) => Error::MethodNotAllowed { method: method.clone(), allow },
                None => Error::NotFound { method: method.clone(), path: request.uri().path().to_owned() },
            }),
        }
    }
}

#[backend::async_trait]
impl backend::ResourceService for Hand {
    type Error = Error;
    type InitialResponse = Response<Bytes>;
    type Stream = backend::BoxResourceStream<Self::Error>;

    async fn call_resource(
        &self,
        request: backend::CallResourceRequest<Self>,
    ) -> Result<(Self::InitialResponse, Self::Stream), Self::Error> {
        let response = self.respond(&request).await?;
        Ok((response, Box::pin(futures_util::stream::empty())))
    }
}
