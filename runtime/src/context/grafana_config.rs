//! Grafana's own configuration, as far as it is passed on to plugins.

use std::{borrow::Cow, env, fmt};

use super::frame::ContextFrame;

const FEATURES: &str = "GF_INSTANCE_FEATURE_TOGGLES_ENABLE";
const APP_URL: &str = "GF_APP_URL";
const CLIENT_SECRET: &str = "GF_PLUGIN_APP_CLIENT_SECRET";
const QUERY_COUNT: &str = "GF_CONCURRENT_QUERY_COUNT";
const ROW_LIMIT: &str = "GF_SQL_ROW_LIMIT";
const MAX_OPEN: &str = "GF_SQL_MAX_OPEN_CONNS_DEFAULT";
const MAX_IDLE: &str = "GF_SQL_MAX_IDLE_CONNS_DEFAULT";
const MAX_LIFETIME: &str = "GF_SQL_MAX_CONN_LIFETIME_SECONDS_DEFAULT";
const RESPONSE_LIMIT: &str = "GF_RESPONSE_LIMIT";
const DEFAULT_ERROR: &str = "GF_USER_FACING_DEFAULT_ERROR";

/// Grafana's own configuration: what [`Context::config`](super::Context::config) gives.
///
/// Each method means what the method of that name means in Grafana's SDK for Go (`config.GrafanaCfg`, `grafana_cfg.go`). Which keys there are
/// depends on Grafana's version and configuration, and behind the SDK's server there is none. The secure SOCKS proxy and
/// `OpenFeature` are not among the methods: [`get`](Self::get) has their keys.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// use grafana_resource_routes::{Context, Error, resource_routes};
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
///
/// #[resource_routes]
/// impl Plugin {
///     #[get("/link")]
///     fn link(&self, context: &Context<Self>) -> Result<String, Error> {
///         let config = context.config();
///         let page = if config.is_enabled("newReports") { "reports/v2" } else { "reports" };
///         Ok(format!("{}{page}", config.app_url()?))
///     }
/// }
/// ```
///
/// Its `Debug` output shows no values.
#[derive(Clone, Copy)]
pub struct GrafanaConfig<'a>(Option<ContextFrame<'a>>);

impl<'a> GrafanaConfig<'a> {
    pub(super) fn new(context: Option<ContextFrame<'a>>) -> Self {
        Self(context)
    }

    /// A key, as it is. An empty value is there.
    #[must_use]
    pub fn get(self, key: &str) -> Option<&'a str> {
        self.0?.grafana_config().filter(|(found, _)| *found == key).last().map(|(_, value)| value)
    }

    /// Whether a feature toggle of Grafana is on. Case counts.
    #[must_use]
    pub fn is_enabled(self, feature: &str) -> bool {
        let enabled = self.get(FEATURES).filter(|enabled| !enabled.is_empty());
        enabled.is_some_and(|enabled| enabled.split(',').any(|enabled| enabled == feature))
    }

    /// The URL at which browsers find Grafana: `https://grafana.example.com/`, with Grafana's sub-path, if it has one. Where
    /// Grafana does not send it, that of the environment variable `GF_APP_URL`.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Missing`].
    pub fn app_url(self) -> Result<Cow<'a, str>, ConfigError> {
        self.or_environment(APP_URL)
    }

    /// The secret of the plugin's own service account, for calls to Grafana's API (`iam` in plugin.json). Where Grafana does
    /// not send it, that of the environment variable `GF_PLUGIN_APP_CLIENT_SECRET`.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Missing`].
    pub fn plugin_app_client_secret(self) -> Result<ClientSecret<'a>, ConfigError> {
        self.or_environment(CLIENT_SECRET).map(ClientSecret)
    }

    /// How many queries of one request a data source should run at once (`[database] concurrent_query_limit`).
    ///
    /// # Errors
    ///
    /// [`ConfigError::Missing`], [`ConfigError::NotAnInteger`].
    pub fn concurrent_query_count(self) -> Result<i64, ConfigError> {
        self.integer(QUERY_COUNT)
    }

    /// What Grafana is configured to allow a data source for SQL.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Missing`], [`ConfigError::NotAnInteger`]: of the first key that is not as it should be.
    pub fn sql(self) -> Result<SqlConfig, ConfigError> {
        let default_max_open_conns = self.integer(MAX_OPEN)?;
        let default_max_idle_conns = self.integer(MAX_IDLE)?;
        let default_max_conn_lifetime_seconds = self.integer(MAX_LIFETIME)?;
        let row_limit = self.integer(ROW_LIMIT)?;
        Ok(SqlConfig {
            row_limit,
            default_max_open_conns,
            default_max_idle_conns,
            default_max_conn_lifetime_seconds,
        })
    }

    /// The most bytes that a data source should read of an upstream's answer. 0 is no limit, and what there is where Grafana
    /// sends none, or no number.
    #[must_use]
    pub fn response_limit(self) -> i64 {
        self.integer(RESPONSE_LIMIT).unwrap_or(0)
    }

    /// What users are told where an error must not be shown to them.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Missing`].
    pub fn user_facing_default_error(self) -> Result<&'a str, ConfigError> {
        self.get(DEFAULT_ERROR).ok_or(ConfigError::Missing { key: DEFAULT_ERROR })
    }

    /// As in Go: 64 bits, a sign, and nothing else around the digits.
    fn integer(self, key: &'static str) -> Result<i64, ConfigError> {
        let text = self.get(key).ok_or(ConfigError::Missing { key })?;
        text.parse().map_err(|_| ConfigError::NotAnInteger { key })
    }

    /// An empty variable is none, but an empty value is one.
    fn or_environment(self, key: &'static str) -> Result<Cow<'a, str>, ConfigError> {
        if let Some(value) = self.get(key) {
            return Ok(value.into());
        }
        let variable = env::var(key).ok().filter(|value| !value.is_empty());
        variable.map(Cow::from).ok_or(ConfigError::Missing { key })
    }
}

impl fmt::Debug for GrafanaConfig<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GrafanaConfig").finish_non_exhaustive()
    }
}

/// A secret that neither `Debug` nor `Display` shows.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret<'a>(Cow<'a, str>);

impl ClientSecret<'_> {
    /// The secret itself. Hand it on, and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientSecret").finish_non_exhaustive()
    }
}

/// What Grafana is configured to allow a data source for SQL (`[sql_datasources]`, `[dataproxy] row_limit`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SqlConfig {
    /// The most rows of an answer.
    pub row_limit: i64,
    /// The most open connections of a new data source.
    pub default_max_open_conns: i64,
    /// The most idle connections of a new data source.
    pub default_max_idle_conns: i64,
    /// How many seconds a connection of a new data source may live.
    pub default_max_conn_lifetime_seconds: i64,
}

/// A key of Grafana's configuration that is not as it should be. It names the key, and never shows the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// Grafana does not send it.
    Missing {
        /// The key.
        key: &'static str,
    },
    /// The value is no whole number from -2⁶³ to 2⁶³ - 1.
    NotAnInteger {
        /// The key.
        key: &'static str,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { key } => {
                write!(f, "Grafana's configuration has no {key}: a newer Grafana may send it")
            }
            Self::NotAnInteger { key } => write!(f, "{key} in Grafana's configuration is not a whole number"),
        }
    }
}

impl std::error::Error for ConfigError {}
