//! What the type of a plugin has to be, asked at one place for each plugin: so a mistake in its struct is one error.

use grafana_plugin_sdk::backend::GrafanaPlugin;

/// A plugin that threads can share, as generated code asks for it.
pub trait SharedPlugin: DerivesGrafanaPlugin + Send + Sync + 'static {}

impl<P: DerivesGrafanaPlugin + Send + Sync + 'static> SharedPlugin for P {}

/// A type with `#[derive(GrafanaPlugin)]`. The name says what to do: the compiler shows it where the derive is missing, and no text of
/// ours, since it goes by the SDK's trait.
pub trait DerivesGrafanaPlugin: GrafanaPlugin {}

impl<P: GrafanaPlugin> DerivesGrafanaPlugin for P {}
