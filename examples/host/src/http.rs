//! The web server: Grafana's resource routes, and the host's page.
//!
//! In come the requests of browsers, out go the plugin's answers. Called by [`crate::Host`].

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::{HeaderMap, Method, StatusCode};
use serde_json::json;

use crate::address::{Address, Named};
use crate::call::{Setting, call};
use crate::config::{Config, Kind, User};
use crate::supervisor::Supervisor;
use crate::{caller, health, page, settings};

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) supervisor: Supervisor,
    site: settings::Site,
}

impl Shared {
    /// The settings count as changed when the host was started.
    pub(crate) fn new(config: Config, supervisor: Supervisor, addr: SocketAddr) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let updated_ms = i64::try_from(now.as_millis()).unwrap_or_default();
        Self { config, supervisor, site: settings::Site { addr, updated_ms } }
    }
}

/// The methods that Grafana has routes for (`pkg/web/router.go`).
const METHODS: [Method; 7] =
    [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS, Method::HEAD];

/// The whole site.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(page::page))
        .route("/-/plugin", get(page::plugin))
        .fallback(resource)
        .with_state(shared)
}

/// Anything that is not the host's own is a resource call, or nothing.
async fn resource(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let uri = parts.uri.clone();
    if let Some(named) = health::named(uri.path()).filter(|_| parts.method == Method::GET) {
        return health_of(&shared, &named, &mut parts.headers).await;
    }
    let address = match Address::parse(uri.path()) {
        Some(address) if METHODS.contains(&parts.method) => address,
        _ => return error(StatusCode::NOT_FOUND, "Not found"),
    };
    let user = match caller_of(&shared, &address.plugin, &mut parts.headers) {
        Ok(user) => user,
        Err(response) => return *response,
    };
    let response = call(&address, &parts, body, setting(&shared, &address.plugin, user.as_ref(), peer)).await;
    tracing::info!("{} {} → {}", parts.method, uri.path(), response.status().as_u16());
    response
}

/// Who calls, if the URL names the plugin of this host and the request's own headers name somebody there can be.
fn caller_of(shared: &Shared, named: &Named, headers: &mut HeaderMap) -> Result<Option<User>, Box<Response>> {
    let user = caller::caller(&shared.config, headers)
        .map_err(|text| Box::new(error(StatusCode::BAD_REQUEST, &text)))?;
    find(&shared.config, named)?;
    Ok(user)
}

async fn health_of(shared: &Shared, named: &Named, headers: &mut HeaderMap) -> Response {
    let user = match caller_of(shared, named, headers) {
        Ok(user) => user,
        Err(response) => return *response,
    };
    let context = settings::plugin_context(&shared.config, &shared.site, named, user.as_ref());
    let response = health::check(shared.supervisor.client(), context).await;
    tracing::info!("health check → {}", response.status().as_u16());
    response
}

fn setting(shared: &Shared, named: &Named, user: Option<&User>, peer: SocketAddr) -> Setting {
    Setting {
        client: shared.supervisor.client(),
        context: settings::plugin_context(&shared.config, &shared.site, named, user),
        forwarding: settings::forwarding(&shared.config, named),
        peer: peer.ip(),
    }
}

/// Whether the URL names the plugin of this host; else what Grafana says (`pkg/api/datasources.go`).
fn find(config: &Config, named: &Named) -> Result<(), Box<Response>> {
    let plugin = &config.plugin;
    let (uid, id) = (config.uid(), config.id());
    let is_data_source = plugin.kind == Kind::DataSource;
    let missing = || error(StatusCode::INTERNAL_SERVER_ERROR, "Unable to load datasource meta data");
    let answer = match named {
        Named::Plugin(named) if *named == plugin.id => return Ok(()),
        Named::Plugin(_) => error(StatusCode::NOT_FOUND, "Plugin not found"),
        Named::DataSourceUid(named) if !is_uid(named) => error(StatusCode::BAD_REQUEST, "UID is invalid"),
        Named::DataSourceUid(named) if is_data_source && named == uid => return Ok(()),
        Named::DataSourceId(named) => match named.parse::<i64>() {
            Ok(named) if is_data_source && named == id => return Ok(()),
            Ok(_) => missing(),
            Err(_) => error(StatusCode::BAD_REQUEST, "id is invalid"),
        },
        Named::DataSourceUid(_) => missing(),
        Named::Api { group, uid: named } => {
            if is_data_source && is_group(group, &plugin.id) && named == uid {
                return Ok(());
            }
            not_found_status(group, named)
        }
    };
    Err(Box::new(answer))
}

/// Both spellings are in use: the server's and the front end's.
fn is_group(group: &str, id: &str) -> bool {
    let name = group.strip_suffix(".grafana.app").unwrap_or_default();
    name == id || name.strip_suffix(".datasource") == Some(id)
}

/// `pkg/util/shortid_generator.go`
fn is_uid(uid: &str) -> bool {
    uid.len() <= 40 && uid.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn error(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}

/// The way Kubernetes says it.
fn not_found_status(group: &str, uid: &str) -> Response {
    let status = json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "reason": "NotFound", "code": 404,
        "message": format!("datasources.{group} \"{uid}\" not found"),
    });
    (StatusCode::NOT_FOUND, HeaderMap::new(), Json(status)).into_response()
}
