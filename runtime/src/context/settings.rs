//! The settings of the instance that is called.

use std::{any::Any, fmt, time::SystemTime};

use grafana_plugin_sdk::backend::{
    AppInstanceSettings, DataSourceInstanceSettings, GrafanaPlugin, InstanceSettings, PluginType,
};

#[cfg(feature = "server")]
use super::frame::LazySettings;
use crate::Rejection;

/// The SDK's settings type of a plugin.
pub(crate) type SdkSettings<P> = <<P as GrafanaPlugin>::PluginType as PluginType<
    <P as GrafanaPlugin>::JsonData,
    <P as GrafanaPlugin>::SecureJsonData,
>>::InstanceSettings;

/// The settings of one configured data source, or of the app in one organisation. As an extractor: `&Settings<Self>`.
///
/// One plugin process answers for all instances of all organisations. What a plugin keeps for an instance it keeps under
/// [`Context::instance_key`](crate::Context::instance_key): the organisation, the uid, and when the settings were saved. A
/// uid alone says too little, because two organisations may use the same one.
///
/// Its `Debug` output shows nothing of them.
pub struct Settings<P: GrafanaPlugin>(Kept<P>);

#[allow(clippy::large_enum_variant, reason = "there is one a call, and a box would be one more allocation")]
enum Kept<P: GrafanaPlugin> {
    /// The SDK has read them.
    Sdk(SdkSettings<P>),
    /// Read when they are asked for.
    #[cfg(feature = "server")]
    Frame(LazySettings<P>),
}

impl<P: GrafanaPlugin> Settings<P> {
    pub(super) fn from_sdk(settings: SdkSettings<P>) -> Self {
        Self(Kept::Sdk(settings))
    }

    #[cfg(feature = "server")]
    pub(super) fn lazy(settings: LazySettings<P>) -> Self {
        Self(Kept::Frame(settings))
    }

    pub(super) fn retyped<Q>(self) -> Settings<Q>
    where
        Q: GrafanaPlugin<
                PluginType = P::PluginType,
                JsonData = P::JsonData,
                SecureJsonData = P::SecureJsonData,
            >,
    {
        match self.0 {
            Kept::Sdk(settings) => Settings(Kept::Sdk(settings)),
            #[cfg(feature = "server")]
            Kept::Frame(settings) => Settings(Kept::Frame(settings.retyped())),
        }
    }

    /// The `jsonData`, as the plugin's type. Read once a call, when it is first asked for.
    ///
    /// # Errors
    ///
    /// [`Rejection::UnfitSettings`] where it has another shape. (The SDK's own server refuses such a call before it
    /// gets here.)
    pub fn json_data(&self) -> Result<&P::JsonData, Rejection> {
        match &self.0 {
            Kept::Sdk(settings) => Ok(settings.json_data()),
            #[cfg(feature = "server")]
            Kept::Frame(settings) => settings.json_data(),
        }
    }

    /// The decrypted `secureJsonData`, as the plugin's type. Read once a call, when it is first asked for.
    ///
    /// # Errors
    ///
    /// As [`json_data`](Self::json_data).
    pub fn secure_json_data(&self) -> Result<&P::SecureJsonData, Rejection> {
        match &self.0 {
            Kept::Sdk(settings) => Ok(settings.decrypted_secure_json_data()),
            #[cfg(feature = "server")]
            Kept::Frame(settings) => settings.secure_json_data(),
        }
    }
}

type DataSourceOf<P> =
    DataSourceInstanceSettings<<P as GrafanaPlugin>::JsonData, <P as GrafanaPlugin>::SecureJsonData>;
type AppOf<P> = AppInstanceSettings<<P as GrafanaPlugin>::JsonData, <P as GrafanaPlugin>::SecureJsonData>;

/// Whether the plugin is a data source rather than an app.
pub(crate) fn is_data_source<P: GrafanaPlugin + 'static>() -> bool {
    std::any::TypeId::of::<SdkSettings<P>>() == std::any::TypeId::of::<DataSourceOf<P>>()
}

impl<P: GrafanaPlugin + 'static> Settings<P> {
    /// What is configured of a data source beyond its JSON; `None` for an app.
    #[must_use]
    pub fn data_source(&self) -> Option<DataSource<'_>> {
        match &self.0 {
            Kept::Sdk(settings) => {
                (settings as &dyn Any).downcast_ref::<DataSourceOf<P>>().map(|settings| DataSource {
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
            #[cfg(feature = "server")]
            Kept::Frame(settings) => settings.data_source(),
        }
    }

    /// When the settings were last saved, to the millisecond. Part of [`InstanceKey`](super::InstanceKey).
    #[must_use]
    pub fn updated(&self) -> SystemTime {
        match &self.0 {
            Kept::Sdk(settings) => {
                let any = settings as &dyn Any;
                let data_source = any.downcast_ref::<DataSourceOf<P>>().map(|settings| settings.updated);
                let app = || any.downcast_ref::<AppOf<P>>().map(|settings| settings.updated);
                data_source.or_else(app).map_or(SystemTime::UNIX_EPOCH, SystemTime::from)
            }
            #[cfg(feature = "server")]
            Kept::Frame(settings) => settings.updated(),
        }
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
    /// The number that Grafana's database has for it. No other data source of this Grafana has it, in any organisation; one
    /// that is deleted and provisioned anew gets another number.
    pub id: i64,
    /// The identifier that stays over provisioning. It is unique within one organisation only: keep nothing under it alone,
    /// but under [`Context::instance_key`](crate::Context::instance_key).
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
