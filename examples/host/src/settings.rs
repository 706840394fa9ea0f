//! The plugin context of a call: who calls, for which organisation, with which settings.
//!
//! In come the host's configuration and what one call says about itself, out goes the protobuf message. Called by
//! [`crate::call`]; follows Grafana's `pkg/services/pluginsintegration/plugincontext`.

use std::net::SocketAddr;

use grafana_plugin_sdk::pluginv2;
use grafana_resource_routes::testing::grafana::Forwarding;

use crate::address::Named;
use crate::config::{Config, Instance, Kind, User};
use crate::message::PluginContext;
use crate::plugin_json;

/// The Grafana that the host stands for, as it names itself to plugins.
const GRAFANA: &str = "12.0.0";

/// What is the same for all calls.
#[derive(Debug)]
pub(crate) struct Site {
    /// Where the host serves.
    pub(crate) addr: SocketAddr,
    /// When the settings were last changed.
    pub(crate) updated_ms: i64,
}

/// The context of a call to the plugin that the URL names.
pub(crate) fn plugin_context(
    config: &Config,
    site: &Site,
    named: &Named,
    user: Option<&User>,
) -> PluginContext {
    let through_plugin = matches!(named, Named::Plugin(_));
    let instance = config.instance.as_ref();
    let is_app = config.plugin.kind == Kind::App;
    PluginContext {
        org_id: config.org_id,
        plugin_id: config.plugin.id.clone(),
        user: user.map(proto_user),
        // A data source that is called as a plugin is not told of any instance.
        data_source_instance_settings: instance
            .filter(|_| !is_app && !through_plugin)
            .map(|instance| data_source(instance, site.updated_ms)),
        app_instance_settings: instance.filter(|_| is_app).map(|instance| app(instance, site.updated_ms)),
        grafana_config: [("GF_APP_URL".to_owned(), format!("http://{}/", site.addr))].into(),
        plugin_version: config.plugin.version.clone(),
        user_agent: user_agent(),
        api_version: config.plugin.api_version.clone(),
        namespace: namespace(config.org_id),
    }
}

/// `Grafana/<version> (<os>; <architecture>)`, the latter two as Go names them (grafana-plugin-sdk-go:
/// `backend/useragent/user_agent.go`).
fn user_agent() -> String {
    let (system, architecture) = plugin_json::go_names();
    format!("Grafana/{GRAFANA} ({system}; {architecture})")
}

/// As an installation of one's own names the namespaces of organisations.
fn namespace(org_id: i64) -> String {
    if org_id == 1 { "default".to_owned() } else { format!("org-{org_id}") }
}

/// Which headers the settings let through. Only data sources have such settings.
pub(crate) fn forwarding(config: &Config, named: &Named) -> Forwarding {
    let mut forwarding = Forwarding::default();
    let Some(instance) = config.instance.as_ref().filter(|_| !matches!(named, Named::Plugin(_))) else {
        return forwarding;
    };
    let cookies = instance.json_data.get("keepCookies").and_then(serde_json::Value::as_array);
    forwarding.keep_cookies =
        cookies.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect();
    forwarding.oauth_pass_through =
        instance.json_data.get("oauthPassThru").and_then(serde_json::Value::as_bool).unwrap_or(false);
    forwarding
}

fn proto_user(user: &User) -> pluginv2::User {
    pluginv2::User {
        login: user.login.clone(),
        name: user.name.clone(),
        email: user.email.clone(),
        role: user.role.as_str().to_owned(),
    }
}

fn data_source(instance: &Instance, updated_ms: i64) -> pluginv2::DataSourceInstanceSettings {
    pluginv2::DataSourceInstanceSettings {
        id: instance.id,
        uid: instance.uid.clone(),
        name: instance.name.clone(),
        url: instance.url.clone(),
        json_data: instance.json_data.to_string().into_bytes(),
        decrypted_secure_json_data: instance.secrets.0.clone(),
        last_updated_ms: updated_ms,
        ..Default::default()
    }
}

fn app(instance: &Instance, updated_ms: i64) -> pluginv2::AppInstanceSettings {
    pluginv2::AppInstanceSettings {
        json_data: instance.json_data.to_string().into_bytes(),
        decrypted_secure_json_data: instance.secrets.0.clone(),
        last_updated_ms: updated_ms,
    }
}
