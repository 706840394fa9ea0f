//! Under what a plugin keeps what belongs to an instance.

use std::time::SystemTime;

use grafana_plugin_sdk::backend::GrafanaPlugin;

use super::{Context, Settings};
use crate::Rejection;

/// One instance with the settings of one moment: under this a plugin keeps what it has made of settings and secrets.
///
/// The key holds the organisation, Grafana's namespace where the caller says it, the uid, and when the settings were saved.
/// A uid alone is not enough: Grafana lets each organisation use it once (unique index `org_id, uid` in
/// `pkg/services/sqlstore/migrations/datasource_mig.go`), so that a value kept under the uid would be handed to the
/// instance of another organisation, secrets and all.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// # use grafana_resource_routes::{Context, Error, resource_routes, testing::Client};
/// use std::{
///     collections::HashMap,
///     sync::{Arc, Mutex, PoisonError},
/// };
///
/// use grafana_resource_routes::context::InstanceKey;
///
/// # #[derive(Clone, Debug, serde::Deserialize)]
/// # struct Secrets { token: String }
/// /// Signed in with the token of one instance.
/// #[derive(Debug)]
/// struct Session(String);
///
/// #[derive(Clone, Debug, Default, GrafanaPlugin)]
/// #[grafana_plugin(plugin_type = "datasource", secure_json_data = "Secrets")]
/// struct Plugin {
///     sessions: Arc<Mutex<HashMap<InstanceKey, Arc<Session>>>>,
/// }
///
/// impl Plugin {
///     /// The session of the instance that is called, made once for each version of its settings.
///     fn session(&self, context: &Context<Self>) -> Result<Arc<Session>, Error> {
///         let key = context.instance_key()?;
///         let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
///         if let Some(session) = sessions.get(&key) {
///             return Ok(Arc::clone(session));
///         }
///         let session = Arc::new(Session(context.secure_json_data()?.token.clone()));
///         // What was made of settings that have been replaced is of no use any more.
///         sessions.retain(|kept, _| !kept.is_older_than(&key));
///         sessions.insert(key, Arc::clone(&session));
///         Ok(session)
///     }
/// }
///
/// #[resource_routes]
/// impl Plugin {
///     #[get("/token")]
///     fn token(&self, context: &Context<Self>) -> Result<String, Error> {
///         Ok(self.session(context)?.0.clone())
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let client = Client::new(Plugin::default()).uid("one uid");
/// let (one, two) = (client.clone().secret("token", "a"), client.org_id(2).secret("token", "b"));
/// assert_eq!(one.get("/token").await.text(), "a");
/// assert_eq!(two.get("/token").await.text(), "b");
/// // The settings are saved anew.
/// assert_eq!(one.secret("token", "c").get("/token").await.text(), "c");
/// # });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InstanceKey {
    org_id: i64,
    namespace: Option<Box<str>>,
    uid: Box<str>,
    updated: SystemTime,
}

impl InstanceKey {
    /// The organisation.
    #[must_use]
    pub const fn org_id(&self) -> i64 {
        self.org_id
    }

    /// Grafana's namespace of the organisation, `org-2` for example; `None` through the SDK's server and from older Grafanas.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// The uid of the data source; empty for an app, of which an organisation has one.
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.uid
    }

    /// When the settings were saved.
    #[must_use]
    pub const fn updated(&self) -> SystemTime {
        self.updated
    }

    /// Whether this is the instance of `other`, with settings that were saved before those.
    #[must_use]
    pub fn is_older_than(&self, other: &Self) -> bool {
        let is_one =
            (self.org_id, &self.namespace, &self.uid) == (other.org_id, &other.namespace, &other.uid);
        is_one && self.updated < other.updated
    }
}

impl<P: GrafanaPlugin + 'static> Context<P> {
    /// The instance called, as its settings are now: under this a plugin keeps what it makes of them.
    ///
    /// # Errors
    ///
    /// [`Rejection::NoSettings`], as [`settings`](Self::settings).
    pub fn instance_key(&self) -> Result<InstanceKey, Rejection> {
        let settings: &Settings<P> = self.settings()?;
        #[cfg(feature = "server")]
        let namespace = self.namespace().map(Box::from);
        #[cfg(not(feature = "server"))]
        let namespace = None;
        Ok(InstanceKey {
            org_id: self.org_id(),
            namespace,
            uid: settings.data_source().map_or("", |data_source| data_source.uid).into(),
            updated: settings.updated(),
        })
    }
}
