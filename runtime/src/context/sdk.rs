//! The context as the SDK hands it over: read whole.

use grafana_plugin_sdk::backend::{GrafanaPlugin, PluginContext};

use super::{Settings, User, settings::SdkSettings};

/// A context that has been read.
pub(super) struct Decoded<P: GrafanaPlugin> {
    pub(super) org_id: i64,
    pub(super) plugin_id: String,
    pub(super) user: Option<User>,
    pub(super) settings: Option<Settings<P>>,
}

impl<P: GrafanaPlugin> Decoded<P> {
    pub(super) fn new(context: PluginContext<SdkSettings<P>, P::JsonData, P::SecureJsonData>) -> Self {
        Self {
            org_id: context.org_id,
            plugin_id: context.plugin_id,
            user: context.user.map(User::from_sdk),
            settings: context.instance_settings.map(Settings::from_sdk),
        }
    }

    pub(super) fn retyped<Q>(self) -> Decoded<Q>
    where
        Q: GrafanaPlugin<
                PluginType = P::PluginType,
                JsonData = P::JsonData,
                SecureJsonData = P::SecureJsonData,
            >,
    {
        let Self { org_id, plugin_id, user, settings } = self;
        Decoded { org_id, plugin_id, user, settings: settings.map(Settings::retyped) }
    }
}
