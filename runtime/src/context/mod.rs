//! Who calls, for which organisation, and with which settings: Grafana's plugin context.

mod settings;
mod user;

use std::fmt;

use grafana_plugin_sdk::backend::{GrafanaPlugin, PluginContext};

pub(crate) use settings::SdkSettings;
pub use settings::{DataSource, Settings};
pub use user::{Role, UnknownRole, User};

use crate::Rejection;

/// What Grafana says about a call: the organisation, the caller and the settings of the instance called.
///
/// Ask for it as `&Context<Self>` in a handler, or ask for a part of it: [`User`], [`OrgId`], [`Settings`],
/// [`JsonData`](crate::JsonData), [`SecureJsonData`](crate::SecureJsonData).
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// use grafana_resource_routes::{Context, resource_routes};
///
/// #[derive(Clone, Debug, GrafanaPlugin)]
/// #[grafana_plugin(plugin_type = "app")]
/// struct Plugin;
///
/// #[resource_routes]
/// impl Plugin {
///     #[get("/whoami")]
///     fn whoami(&self, context: &Context<Self>) -> String {
///         match context.user() {
///             Some(user) => format!("{} in organisation {}", user.login, context.org_id()),
///             None => "Grafana itself".to_owned(),
///         }
///     }
/// }
/// ```
pub struct Context<P: GrafanaPlugin> {
    org_id: i64,
    plugin_id: String,
    user: Option<User>,
    settings: Option<Settings<P>>,
}

impl<P: GrafanaPlugin> Context<P> {
    /// The organisation that the caller works in.
    #[must_use]
    pub fn org_id(&self) -> i64 {
        self.org_id
    }

    /// The plugin's id, as in its `plugin.json`.
    #[must_use]
    pub fn plugin_id(&self) -> &str {
        &self.plugin_id
    }

    /// The caller; `None` where Grafana itself calls (alerting, for example).
    #[must_use]
    pub fn user(&self) -> Option<&User> {
        self.user.as_ref()
    }

    /// The settings of the instance called.
    ///
    /// # Errors
    ///
    /// [`Rejection::NoSettings`] where the call carries none: a data source plugin called under
    /// `/api/plugins/{id}/resources`, or a plugin that is neither a data source nor an app.
    pub fn settings(&self) -> Result<&Settings<P>, Rejection> {
        self.settings.as_ref().ok_or(Rejection::NoSettings)
    }

    /// The instance's `jsonData`.
    ///
    /// # Errors
    ///
    /// As [`settings`](Self::settings).
    pub fn json_data(&self) -> Result<&P::JsonData, Rejection> {
        self.settings().map(Settings::json_data)
    }

    /// The instance's decrypted `secureJsonData`.
    ///
    /// # Errors
    ///
    /// As [`settings`](Self::settings).
    pub fn secure_json_data(&self) -> Result<&P::SecureJsonData, Rejection> {
        self.settings().map(Settings::secure_json_data)
    }

    /// The context for a plugin type of the same settings.
    pub(crate) fn retyped<Q>(self) -> Context<Q>
    where
        Q: GrafanaPlugin<
                PluginType = P::PluginType,
                JsonData = P::JsonData,
                SecureJsonData = P::SecureJsonData,
            >,
    {
        let Self { org_id, plugin_id, user, settings } = self;
        Context { org_id, plugin_id, user, settings: settings.map(Settings::retyped) }
    }

    pub(crate) fn from_sdk(context: PluginContext<SdkSettings<P>, P::JsonData, P::SecureJsonData>) -> Self {
        Self {
            org_id: context.org_id,
            plugin_id: context.plugin_id,
            user: context.user.map(User::from_sdk),
            settings: context.instance_settings.map(Settings::from_sdk),
        }
    }
}

impl<P: GrafanaPlugin> fmt::Debug for Context<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("org_id", &self.org_id)
            .field("plugin_id", &self.plugin_id)
            .field("user", &self.user)
            .field("settings", &self.settings)
            .finish()
    }
}

/// The id of the organisation that the caller works in; an extractor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrgId(pub i64);
