//! One health check: what "Save & test" of a data source asks, and an app's page.
//!
//! In comes a URL that names a plugin of this host, out goes Grafana's JSON. Called by [`crate::http`]. Follows Grafana's
//! `pkg/api/datasources.go` (`checkDatasourceHealth`), `pkg/api/plugins.go` (`CheckHealth`) and `pkg/plugins/errors.go`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use grafana_plugin_sdk::pluginv2::check_health_response::HealthStatus;
use http::StatusCode;
use serde_json::{Map, Value, json};
use tonic::Code;

use crate::address::{Named, decode};
use crate::answer;
use crate::call::failed;
use crate::message::{CheckHealthResponse, Client, PluginContext};

/// The plugin that a path asks after, with GET.
pub(crate) fn named(path: &str) -> Option<Named> {
    Some(match *path.strip_prefix('/')?.split('/').collect::<Vec<_>>() {
        ["api", "datasources", "uid", uid, "health"] => Named::DataSourceUid(decode(uid)),
        ["api", "datasources", id, "health"] => Named::DataSourceId(decode(id)),
        ["api", "plugins", id, "health"] => Named::Plugin(decode(id)),
        _ => return None,
    })
}

/// Asks the plugin.
pub(crate) async fn check(client: Option<Client>, context: PluginContext) -> Response {
    let Some(client) = client else {
        return failed("the plugin does not run");
    };
    match client.check_health(context).await {
        Ok(health) => in_json(&health),
        Err(status) if status.code() == Code::Unimplemented => not_implemented(),
        Err(status) => failed(&answer::in_words(&status)),
    }
}

/// 200 where the plugin is well, else 400.
fn in_json(health: &CheckHealthResponse) -> Response {
    let status = HealthStatus::try_from(health.status).unwrap_or(HealthStatus::Unknown);
    let mut body = Map::new();
    body.insert("status".to_owned(), status.as_str_name().into());
    body.insert("message".to_owned(), health.message.clone().into());
    if !health.json_details.is_empty() {
        match serde_json::from_slice::<Value>(&health.json_details) {
            Ok(details) => body.insert("details".to_owned(), details),
            Err(error) => return failed(&format!("the details of the health check are no JSON: {error}")),
        };
    }
    let code = if status == HealthStatus::Ok { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    (code, Json(body)).into_response()
}

/// A plugin without the diagnostics service.
fn not_implemented() -> Response {
    let body = json!({
        "message": "Method not implemented", "messageId": "plugin.notImplemented", "statusCode": 404, "traceID": "",
    });
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_the_plugin_that_it_asks_after() {
        for (path, expected) in [
            ("/api/datasources/uid/a%20b/health", Some(Named::DataSourceUid("a b".to_owned()))),
            ("/api/datasources/7/health", Some(Named::DataSourceId("7".to_owned()))),
            ("/api/plugins/p/health", Some(Named::Plugin("p".to_owned()))),
            ("/api/datasources/uid/u/resources/health", None),
            ("/api/plugins/p/health/more", None),
            ("/api/health", None),
        ] {
            assert_eq!(named(path), expected, "{path}");
        }
    }
}
