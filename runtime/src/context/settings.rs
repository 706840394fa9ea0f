//! The settings of the instance that is called.

use std::{any::Any, fmt, time::SystemTime};

use grafana_plugin_sdk::backend::{
    AppInstanceSettings, DataSourceInstanceSettings, GrafanaPlugin, InstanceSettings, PluginType,
};

/// The SDK's settings type of a plugin.
pub(crate) type SdkSettings<P> = <<P as GrafanaPlugin>::PluginType as PluginType<
    <P as GrafanaPlugin>::JsonData,
    <P as GrafanaPlugin>::SecureJsonData,
>>::InstanceSettings;

/// The settings of one configured data source, or of the app in one organisation. As an extractor: `&Settings<Self>`.
///
/// One plugin process answers for all instances of all organisations, so whatever a plugin keeps for an instance
/// must be kept under the instance's [`uid`](DataSource::uid) and [`updated`](Self::updated).
///
/// Its `Debug` output shows nothing of them.
pub struct Settings<P: GrafanaPlugin>(SdkSettings<P>);

impl<P: GrafanaPlugin> Settings<P> {
    pub(crate) fn from_sdk(settings: SdkSettings<P>) -> Self {
        Self(settings)
    }

    pub(crate) fn retyped<Q>(self) -> Settings<Q>
    where
        Q: GrafanaPlugin<
                PluginType = P::PluginType,
                JsonData = P::JsonData,
                SecureJsonData = P::SecureJsonData,
            >,
    {
        Settings(self.0)
    }

    /// The `jsonData`, as the plugin's type.
    #[must_use]
    pub fn json_data(&self) -> &P::JsonData {
        self.0.json_data()
    }

    /// The decrypted `secureJsonData`, as the plugin's type.
    #[must_use]
    pub fn secure_json_data(&self) -> &P::SecureJsonData {
        self.0.decrypted_secure_json_data()
    }
}

type DataSourceOf<P> =
    DataSourceInstanceSettings<<P as GrafanaPlugin>::JsonData, <P as GrafanaPlugin>::SecureJsonData>;
type AppOf<P> = AppInstanceSettings<<P as GrafanaPlugin>::JsonData, <P as GrafanaPlugin>::SecureJsonData>;

impl<P: GrafanaPlugin + 'static> Settings<P> {
    fn as_data_source(&self) -> Option<&DataSourceOf<P>> {
        (&self.0 as &dyn Any).downcast_ref()
    }

    /// What is configured of a data source beyond its JSON; `None` for an app.
    #[must_use]
    pub fn data_source(&self) -> Option<DataSource<'_>> {
        self.as_data_source().map(|settings| DataSource {
            id: settings.id,
            uid: &settings.uid,
            name: &settings.name,
            url: &settings.url,
            user: &settings.user,
            database: &settings.database,
            basic_auth_enabled: settings.basic_auth_enabled,
            basic_auth_user: &settings.basic_auth_user,
        })
    }

    /// When the settings were last saved.
    #[must_use]
    pub fn updated(&self) -> SystemTime {
        let app = || (&self.0 as &dyn Any).downcast_ref::<AppOf<P>>().map(|settings| settings.updated);
        self.as_data_source()
            .map(|settings| settings.updated)
            .or_else(app)
            .map_or(SystemTime::UNIX_EPOCH, SystemTime::from)
    }
}

impl<P: GrafanaPlugin> fmt::Debug for Settings<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").finish_non_exhaustive()
    }
}

/// A data source instance as it is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DataSource<'a> {
    /// The number that Grafana's database has for it; prefer [`uid`](Self::uid).
    pub id: i64,
    /// The identifier that stays the same over provisioning.
    pub uid: &'a str,
    /// The name in the list of data sources.
    pub name: &'a str,
    /// The URL of the service behind it; may be empty.
    pub url: &'a str,
    /// The user of the service behind it; may be empty.
    pub user: &'a str,
    /// The database; may be empty.
    pub database: &'a str,
    /// Whether basic authentication is switched on.
    pub basic_auth_enabled: bool,
    /// The user for basic authentication; may be empty.
    pub basic_auth_user: &'a str,
}
