//! `lean`: the least that a table can cost. matchit's look-up and all extraction come before anything is boxed; the boxed
//! future holds one handler and what it takes. No panic is caught, HEAD is not answered, nothing is logged.

#![allow(clippy::unused_async, reason = "handlers that would wait for something in a real plugin")]
#![allow(clippy::unnecessary_wraps, clippy::result_large_err, reason = "the SDK's trait gives the types")]

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{Arc, LazyLock},
};

use bytes::Bytes;
use futures_util::stream::Empty;
use grafana_plugin_sdk::{backend, prelude::*};
use http::{HeaderValue, Method, Response, StatusCode, header};
use matchit::{Params, Router};
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
pub(crate) struct Lean {
    state: Arc<State>,
}

type Stream = Empty<Result<Bytes, Infallible>>;
type Reply = Result<(Response<Bytes>, Stream), Infallible>;
type Request = backend::CallResourceRequest<Lean>;
type Boxed<'a> = Pin<Box<dyn Future<Output = Reply> + Send + 'a>>;

/// Look-up is by path; the index is a number in the `match` of `call_resource`.
static TABLE: LazyLock<Router<u16>> = LazyLock::new(|| {
    let mut table = Router::new();
    for (path, index) in PATHS.into_iter().zip(0..) {
        table.insert(path, index).expect("the paths do not conflict");
    }
    table
});

const PATHS: [&str; 26] = [
    "/namespaces",
    "/namespaces/{namespace}",
    "/namespaces/{namespace}/pods",
    "/namespaces/{namespace}/pods/{pod}",
    "/namespaces/{namespace}/pods/{pod}/log",
    "/namespaces/{namespace}/services",
    "/namespaces/{namespace}/services/{service}",
    "/namespaces/{namespace}/events",
    "/queries",
    "/queries/{id}",
    "/metrics",
    "/metrics/{name}",
    "/metrics/{name}/labels",
    "/metrics/{name}/labels/{label}/values",
    "/projects",
    "/projects/{project}",
    "/projects/{project}/clusters",
    "/projects/{project}/clusters/{cluster}",
    "/user",
    "/settings",
    "/health",
    "/version",
    "/devices",
    "/devices/{id}",
    "/files/{*path}",
    "/annotations",
];

fn json(status: StatusCode, value: &impl Serialize) -> Response<Bytes> {
    // Plain data always serialises.
    let mut response = Response::new(Bytes::from(serde_json::to_vec(value).unwrap_or_default()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn ok(value: &impl Serialize) -> Reply {
    Ok((json(StatusCode::OK, value), futures_util::stream::empty()))
}

fn found<T: Serialize>(value: Option<&T>) -> Reply {
    value.map_or_else(|| whole(refuse(StatusCode::NOT_FOUND, "no such object")), ok)
}

fn whole(response: Response<Bytes>) -> Reply {
    Ok((response, futures_util::stream::empty()))
}

#[cold]
fn refuse(status: StatusCode, message: &str) -> Response<Bytes> {
    json(status, &Refusal::new(status, message))
}

#[cold]
fn bad() -> Response<Bytes> {
    refuse(StatusCode::BAD_REQUEST, "bad request")
}

fn text(params: &Params<'_, '_>, name: &str) -> Result<String, Response<Bytes>> {
    let raw = params.get(name).unwrap_or_default();
    percent_decode_str(raw).decode_utf8().map(Into::into).map_err(|_| bad())
}

fn number(params: &Params<'_, '_>) -> Result<u32, Response<Bytes>> {
    params.get("id").and_then(|id| id.parse().ok()).ok_or_else(bad)
}

fn body<T: DeserializeOwned>(request: &Request) -> Result<T, Response<Bytes>> {
    serde_json::from_slice(request.request.body()).map_err(|_| bad())
}

impl Lean {
    pub(crate) fn new() -> Self {
        Self { state: Arc::new(State::new()) }
    }

    async fn pods(&self, namespace: String, page: Page) -> Reply {
        ok(&self.state.pods(&namespace, page))
    }

    async fn pod(&self, namespace: String, pod: String) -> Reply {
        found(self.state.pod(&namespace, &pod))
    }

    async fn caller(&self, context: backend::PluginContext<SettingsOf, Settings, Secrets>) -> Reply {
        let (Some(user), Some(settings)) = (&context.user, &context.instance_settings) else {
            return whole(bad());
        };
        let tenant = &settings.json_data.tenant;
        ok(&state::caller((&user.login, &user.name), context.org_id, &context.plugin_id, tenant))
    }

    fn start(&self, request: Request) -> Result<Boxed<'_>, Response<Bytes>> {
        let uri = request.request.uri();
        let method = request.request.method();
        let Ok(hit) = TABLE.at(uri.path()) else {
            return Err(refuse(StatusCode::NOT_FOUND, &refusals::not_found(method, uri.path())));
        };
        let params = &hit.params;
        let plugin = &*self.state;
        Ok(match (*hit.value, method) {
            (0, &Method::GET) => Box::pin(async { ok(&plugin.namespaces()) }),
            (1, &Method::GET) => {
                let name = text(params, "namespace")?;
                Box::pin(async move { found(plugin.namespace(&name)) })
            }
            (2, &Method::GET) => {
                let namespace = text(params, "namespace")?;
                let page = serde_urlencoded::from_str(uri.query().unwrap_or_default()).map_err(|_| bad())?;
                Box::pin(self.pods(namespace, page))
            }
            (3, &Method::GET) => Box::pin(self.pod(text(params, "namespace")?, text(params, "pod")?)),
            (3, &Method::DELETE) => child("deleted", text(params, "namespace")?, text(params, "pod")?),
            (4, &Method::GET) => child("log", text(params, "namespace")?, text(params, "pod")?),
            (5, &Method::GET) => entry("services", text(params, "namespace")?),
            (6, &Method::GET) => child("service", text(params, "namespace")?, text(params, "service")?),
            (7, &Method::GET) => entry("events", text(params, "namespace")?),
            (8, &Method::GET) => Box::pin(async { ok(&state::entry("queries", "all")) }),
            (8 | 25, &Method::POST) => {
                let query = body(&request)?;
                Box::pin(async { whole(json(StatusCode::CREATED, &state::save_query(query))) })
            }
            (9, &Method::GET | &Method::DELETE) => {
                let id = number(params)?;
                Box::pin(async move { ok(&state::query(id)) })
            }
            (9, &Method::PUT) => {
                let (_, query) = (number(params)?, body(&request)?);
                Box::pin(async { ok(&state::save_query(query)) })
            }
            (10, &Method::GET) => Box::pin(async { ok(&plugin.metrics()) }),
            (11, &Method::GET) => entry("metric", text(params, "name")?),
            (12, &Method::GET) => entry("labels", text(params, "name")?),
            (13, &Method::GET) => child("values", text(params, "name")?, text(params, "label")?),
            (14, &Method::GET) => Box::pin(async { ok(&state::entry("projects", "all")) }),
            (15, &Method::GET) => entry("project", text(params, "project")?),
            (16, &Method::GET) => entry("clusters", text(params, "project")?),
            (17, &Method::GET) => child("cluster", text(params, "project")?, text(params, "cluster")?),
            (18, &Method::GET) => Box::pin(self.caller(request.plugin_context)),
            (19, &Method::GET) => {
                let settings = request.plugin_context.instance_settings.ok_or_else(bad)?;
                Box::pin(async move { ok(&settings.json_data) })
            }
            (20, &Method::GET) => Box::pin(async { ok(&state::entry("health", "ok")) }),
            (21, &Method::GET) => Box::pin(async { ok(&state::entry("version", "1.0.0")) }),
            (22, &Method::GET) => Box::pin(async { ok(&state::entry("devices", "all")) }),
            (23, &Method::POST) => {
                let (id, state) = (number(params)?, body(&request)?);
                Box::pin(async move { ok(&state::set_device(id, state)) })
            }
            (24, &Method::GET) => {
                let path = text(params, "path")?;
                Box::pin(async move { ok(&state::file(&path)) })
            }
            (index, _) => {
                let allow = allow(index);
                let mut response =
                    refuse(StatusCode::METHOD_NOT_ALLOWED, &refusals::not_allowed(method, allow));
                response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
                return Err(response);
            }
        })
    }
}

type SettingsOf = backend::DataSourceInstanceSettings<Settings, Secrets>;

fn entry<'a>(kind: &'static str, name: String) -> Boxed<'a> {
    Box::pin(async move { ok(&state::entry(kind, &name)) })
}

fn child<'a>(kind: &'static str, parent: String, name: String) -> Boxed<'a> {
    Box::pin(async move { ok(&state::child(kind, &parent, &name)) })
}

const fn allow(index: u16) -> &'static str {
    match index {
        3 => "DELETE, GET, HEAD, OPTIONS",
        8 => "GET, HEAD, OPTIONS, POST",
        9 => "DELETE, GET, HEAD, OPTIONS, PUT",
        23 | 25 => "OPTIONS, POST",
        _ => "GET, HEAD, OPTIONS",
    }
}

impl backend::ResourceService for Lean {
    type Error = Infallible;
    type InitialResponse = Response<Bytes>;
    type Stream = Stream;

    fn call_resource<'a, 'f>(&'a self, request: Request) -> Boxed<'f>
    where
        'a: 'f,
        Self: 'f,
    {
        self.start(request).unwrap_or_else(|response| Box::pin(std::future::ready(whole(response))))
    }
}
