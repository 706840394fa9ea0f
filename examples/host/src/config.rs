//! What a host is started with, complete and valid. Made from `options` or by a test, read by everybody.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

/// Everything that Grafana would know from its database and its configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to serve.
    pub listen: SocketAddr,
    /// The plugin to run.
    pub plugin: Plugin,
    /// The one configured instance of the plugin; `None` for a plugin that has no settings yet.
    pub instance: Option<Instance>,
    /// Who calls; `None` for calls that Grafana makes for itself.
    pub user: Option<User>,
    /// The organisation of the call.
    pub org_id: i64,
}

impl Config {
    /// A plugin with one instance without settings, called by an administrator, served on any free port.
    ///
    /// ```
    /// use host::{Config, Kind};
    ///
    /// let config = Config::new("target/debug/gpx_devices", "example-devices-datasource", Kind::DataSource);
    /// assert!(config.instance.is_some());
    /// ```
    pub fn new(executable: impl Into<PathBuf>, id: impl Into<String>, kind: Kind) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            plugin: Plugin {
                id: id.into(),
                kind,
                version: String::new(),
                api_version: String::new(),
                executable: executable.into(),
                environment: Secrets::default(),
                routes: None,
            },
            instance: Some(Instance::default()),
            user: Some(User::default()),
            org_id: 1,
        }
    }

    /// A data source's uid, without settings that of the default instance.
    pub(crate) fn uid(&self) -> &str {
        self.instance.as_ref().map_or(DEFAULT_UID, |instance| &instance.uid)
    }

    /// A data source's number, without settings that of the default instance.
    pub(crate) fn id(&self) -> i64 {
        self.instance.as_ref().map_or(DEFAULT_ID, |instance| instance.id)
    }
}

const DEFAULT_UID: &str = "example";
const DEFAULT_ID: i64 = 1;

/// A plugin as its `plugin.json` describes it.
#[derive(Clone, Debug)]
pub struct Plugin {
    /// `id` in `plugin.json`.
    pub id: String,
    /// `type` in `plugin.json`.
    pub kind: Kind,
    /// `info.version` in `plugin.json`.
    pub version: String,
    /// `apiVersion` in `plugin.json`.
    pub api_version: String,
    /// The program to start.
    pub executable: PathBuf,
    /// Variables for the program, as Grafana's `[plugin.<id>]` sections give them.
    pub environment: Secrets,
    /// A file with the plugin's routes as JSON, for the page.
    pub routes: Option<PathBuf>,
}

/// What a plugin is to Grafana.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Has instances with a uid, each with settings of its own.
    #[default]
    #[value(name = "datasource")]
    DataSource,
    /// Has settings once an organisation.
    App,
}

/// The settings of a data source or an app.
#[derive(Clone, Debug)]
pub struct Instance {
    /// A data source's number, and what its deprecated URLs name it by.
    pub id: i64,
    /// A data source's name in URLs.
    pub uid: String,
    /// A data source's name for people.
    pub name: String,
    /// A data source's URL.
    pub url: String,
    /// `jsonData`.
    pub json_data: serde_json::Value,
    /// `secureJsonData`, decrypted.
    pub secrets: Secrets,
}

impl Default for Instance {
    fn default() -> Self {
        Self {
            id: DEFAULT_ID,
            uid: DEFAULT_UID.to_owned(),
            name: "Example".to_owned(),
            url: String::new(),
            json_data: serde_json::json!({}),
            secrets: Secrets::default(),
        }
    }
}

/// Values that are never shown.
#[derive(Clone, Default)]
pub struct Secrets(pub HashMap<String, String>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Who calls.
#[derive(Clone, Debug)]
pub struct User {
    /// The login name.
    pub login: String,
    /// The name for people.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The role in the organisation.
    pub role: Role,
}

impl Default for User {
    fn default() -> Self {
        Self {
            login: "admin".to_owned(),
            name: "Admin".to_owned(),
            email: "admin@localhost".to_owned(),
            role: Role::Admin,
        }
    }
}

/// A role in an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[value(rename_all = "PascalCase")]
pub enum Role {
    /// No basic role.
    None,
    /// May look.
    Viewer,
    /// May change.
    Editor,
    /// May administer.
    Admin,
}

impl Role {
    /// As Grafana writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Viewer => "Viewer",
            Self::Editor => "Editor",
            Self::Admin => "Admin",
        }
    }
}
