//! Who calls, for which organisation, and with which settings: Grafana's plugin context.

#[cfg(feature = "server")]
mod carried;
#[cfg(feature = "server")]
mod frame;
#[cfg(feature = "server")]
mod grafana_config;
mod key;
mod sdk;
mod settings;
mod user;

use std::fmt;
#[cfg(feature = "server")]
use std::time::Instant;

use grafana_plugin_sdk::backend::{GrafanaPlugin, PluginContext};

#[cfg(feature = "server")]
pub(crate) use carried::Carried;
#[cfg(feature = "server")]
pub(crate) use frame::role;
#[cfg(feature = "server")]
pub use grafana_config::{ClientSecret, ConfigError, GrafanaConfig, SqlConfig};
pub use key::InstanceKey;
pub use settings::{DataSource, Settings};
pub(crate) use settings::{SdkSettings, is_data_source};
pub use user::{Role, UnknownRole, User};

use crate::Rejection;
#[cfg(feature = "server")]
use crate::server::frame::CallFrame;

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
pub struct Context<P: GrafanaPlugin>(Source<P>);

#[allow(clippy::large_enum_variant, reason = "there is one a call, in the box of that call")]
enum Source<P: GrafanaPlugin> {
    /// The SDK has read all of it.
    Sdk(sdk::Decoded<P>),
    /// Each part is read when it is asked for.
    #[cfg(feature = "server")]
    Frame(frame::LazyContext<P>),
}

impl<P: GrafanaPlugin> Context<P> {
    /// The organisation that the caller works in.
    #[must_use]
    pub fn org_id(&self) -> i64 {
        match &self.0 {
            Source::Sdk(context) => context.org_id,
            #[cfg(feature = "server")]
            Source::Frame(context) => context.read().map_or(0, frame::ContextFrame::org_id),
        }
    }

    /// The plugin's id, as in its `plugin.json`.
    #[must_use]
    pub fn plugin_id(&self) -> &str {
        match &self.0 {
            Source::Sdk(context) => &context.plugin_id,
            #[cfg(feature = "server")]
            Source::Frame(context) => context.read().map_or("", frame::ContextFrame::plugin_id),
        }
    }

    /// The caller; `None` where Grafana itself calls (alerting, for example).
    #[must_use]
    pub fn user(&self) -> Option<&User> {
        match &self.0 {
            Source::Sdk(context) => context.user.as_ref(),
            #[cfg(feature = "server")]
            Source::Frame(context) => context.user(),
        }
    }

    /// The settings of the instance called.
    ///
    /// # Errors
    ///
    /// [`Rejection::NoSettings`] where the call carries none: a data source plugin called under
    /// `/api/plugins/{id}/resources`, or a plugin that is neither a data source nor an app.
    pub fn settings(&self) -> Result<&Settings<P>, Rejection> {
        let settings = match &self.0 {
            Source::Sdk(context) => context.settings.as_ref(),
            #[cfg(feature = "server")]
            Source::Frame(context) => context.settings(),
        };
        settings.ok_or(Rejection::NoSettings)
    }

    /// The instance's `jsonData`.
    ///
    /// # Errors
    ///
    /// As [`settings`](Self::settings), and [`Rejection::UnfitSettings`].
    pub fn json_data(&self) -> Result<&P::JsonData, Rejection> {
        self.settings()?.json_data()
    }

    /// The instance's decrypted `secureJsonData`.
    ///
    /// # Errors
    ///
    /// As [`json_data`](Self::json_data).
    pub fn secure_json_data(&self) -> Result<&P::SecureJsonData, Rejection> {
        self.settings()?.secure_json_data()
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
        match self.0 {
            Source::Sdk(context) => Context(Source::Sdk(context.retyped())),
            #[cfg(feature = "server")]
            Source::Frame(context) => Context(Source::Frame(context.retyped())),
        }
    }

    pub(crate) fn from_sdk(context: PluginContext<SdkSettings<P>, P::JsonData, P::SecureJsonData>) -> Self {
        Self(Source::Sdk(sdk::Decoded::new(context)))
    }

    #[cfg(feature = "server")]
    pub(crate) fn from_frame(frame: CallFrame, carried: Carried) -> Self
    where
        P: 'static,
    {
        Self(Source::Frame(frame::LazyContext::new(frame, carried)))
    }
}

/// What the library's own [server](crate::server) has beyond the SDK. Through the SDK's server all of it is `None`.
#[cfg(feature = "server")]
impl<P: GrafanaPlugin> Context<P> {
    /// A key of Grafana's own configuration that it passes on to plugins, as it is: its URL (`GF_APP_URL`), a feature toggle.
    /// [`config`](Self::config) has the meaning of those that Grafana's SDK for Go knows.
    #[must_use]
    pub fn grafana_config(&self, key: &str) -> Option<&str> {
        self.config().get(key)
    }

    /// Grafana's own configuration, as far as Grafana passes it on to plugins, with the meaning that Grafana's SDK for Go gives it.
    #[must_use]
    pub fn config(&self) -> GrafanaConfig<'_> {
        match &self.0 {
            Source::Frame(context) => GrafanaConfig::new(context.read()),
            Source::Sdk(_) => GrafanaConfig::new(None),
        }
    }

    /// The version of the plugin, as Grafana has it from `plugin.json`. Older Grafanas do not send it.
    #[must_use]
    pub fn plugin_version(&self) -> Option<&str> {
        self.newer(frame::ContextFrame::plugin_version)
    }

    /// The Grafana that calls, such as `Grafana/12.1.0`. Older Grafanas do not send it.
    #[must_use]
    pub fn user_agent(&self) -> Option<&str> {
        self.newer(frame::ContextFrame::user_agent)
    }

    /// The version of the plugin's API that the caller spoke. Older Grafanas do not send it.
    #[must_use]
    pub fn api_version(&self) -> Option<&str> {
        self.newer(frame::ContextFrame::api_version)
    }

    /// Grafana's namespace of the organisation: `default`, `org-2` or `stacks-123`. Older Grafanas do not send it.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.newer(frame::ContextFrame::namespace)
    }

    /// The first value of a header of the gRPC call: `traceparent` of Grafana's span, `tenantID`, whatever Grafana or somebody on the
    /// way adds. (The HTTP headers of the browser's request are in [`Call::headers`](crate::Call::headers).)
    ///
    /// The name's case does not matter. A value of a name that ends in `-bin` is base64, as it was sent. What is not
    /// visible ASCII is none. Nobody vouches for a value: verify a token before you believe it.
    ///
    /// ```
    /// # use grafana_plugin_sdk::prelude::*;
    /// use grafana_resource_routes::{Context, resource_routes};
    /// # #[derive(Clone, Debug, GrafanaPlugin)]
    /// # #[grafana_plugin(plugin_type = "app")]
    /// # struct Plugin;
    ///
    /// #[resource_routes]
    /// impl Plugin {
    ///     #[get("/trace")]
    ///     fn trace(&self, context: &Context<Self>) -> String {
    ///         context.metadata("traceparent").unwrap_or("not traced").to_owned()
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn metadata(&self, name: &str) -> Option<&str> {
        self.carried()?.metadata.get(name)?.to_str().ok()
    }

    /// All values of a header of the gRPC call, in their order. See [`metadata`](Self::metadata).
    pub fn metadata_all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a, P> {
        let values = self.carried().map(|carried| carried.metadata.get_all(name).iter());
        values.into_iter().flatten().filter_map(|value| value.to_str().ok())
    }

    /// When the caller gives up, if it has said so (`grpc-timeout`). Grafana says nothing by itself.
    ///
    /// Past the deadline the handler is dropped, or the stream of its answer, and the call ends as gRPC's `DEADLINE_EXCEEDED`. So ask for it only
    /// to hand it on, as the time limit of a query say.
    ///
    /// ```
    /// # use std::time::{Duration, Instant};
    /// # use grafana_plugin_sdk::prelude::*;
    /// use grafana_resource_routes::{Context, resource_routes};
    /// # #[derive(Clone, Debug, GrafanaPlugin)]
    /// # #[grafana_plugin(plugin_type = "app")]
    /// # struct Plugin;
    /// # async fn query(_: Duration) {}
    ///
    /// #[resource_routes]
    /// impl Plugin {
    ///     #[get("/slow")]
    ///     async fn slow(&self, context: &Context<Self>) {
    ///         let left = context.deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()));
    ///         query(left.unwrap_or(Duration::from_secs(30))).await;
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.carried()?.deadline.map(tokio::time::Instant::into_std)
    }

    fn carried(&self) -> Option<&Carried> {
        let Source::Frame(context) = &self.0 else { return None };
        Some(context.carried())
    }

    /// An empty text is none.
    fn newer<'a>(&'a self, read: impl FnOnce(frame::ContextFrame<'a>) -> &'a str) -> Option<&'a str> {
        let Source::Frame(context) = &self.0 else { return None };
        context.read().map(read).filter(|text| !text.is_empty())
    }
}

impl<P: GrafanaPlugin> fmt::Debug for Context<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("org_id", &self.org_id())
            .field("plugin_id", &self.plugin_id())
            .field("user", &self.user())
            .field("settings", &self.settings().ok())
            .finish()
    }
}

/// The id of the organisation that the caller works in; an extractor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrgId(pub i64);
