//! Testing a plugin as Grafana calls it, without a server.
//!
//! [`Client`] takes what a browser asks for after `/resources/`, does to it what Grafana does ([`grafana`]), hands the
//! message to the plugin as the library's own server does, or [as the SDK's does](Client::behind_the_sdk), and gives what
//! the browser would get.
//!
//! ```
//! # use grafana_plugin_sdk::prelude::*;
//! use grafana_resource_routes::{Role, resource_routes, testing::Client};
//! # #[derive(Clone, Debug, GrafanaPlugin)]
//! # #[grafana_plugin(plugin_type = "app")]
//! # struct Plugin;
//!
//! #[resource_routes]
//! impl Plugin {
//!     #[post("/devices/{id}", role = Editor)]
//!     fn set(&self, id: u32) -> String {
//!         format!("device {id} is set")
//!     }
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let client = Client::new(Plugin);
//! assert_eq!(client.post("/devices/7").await.text(), "device 7 is set");
//! assert_eq!(client.post("/devices/7").role(Role::Viewer).await.status(), 403);
//! # });
//! ```
//!
//! Who calls and what is configured is said of all calls at the client, and of one at the [`Request`]: by methods of the
//! same names. A request also has a query and a body:
//!
//! ```
//! # use grafana_plugin_sdk::prelude::*;
//! use grafana_resource_routes::{Query, Settings, resource_routes, testing::Client};
//! use serde::Deserialize;
//! # #[derive(Clone, Debug, GrafanaPlugin)]
//! # #[grafana_plugin(plugin_type = "datasource")]
//! # struct Plugin;
//!
//! #[derive(Deserialize)]
//! struct Page {
//!     limit: u32,
//! }
//!
//! #[resource_routes]
//! impl Plugin {
//!     #[get("/tables")]
//!     fn tables(Query(page): Query<Page>, settings: &Settings<Self>) -> String {
//!         let source = settings.data_source().unwrap();
//!         format!("{} of {} as {}", page.limit, source.url, source.basic_auth_user)
//!     }
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let client = Client::new(Plugin).url("http://db").basic_auth("ada", "password");
//! let answer = client.get("/tables").query([("limit", 10)]).await;
//! assert_eq!(answer.text(), "10 of http://db as ada");
//!
//! let answer = client.get("/tables").query([("limit", 10)]).url("http://other").await;
//! assert_eq!(answer.text(), "10 of http://other as ada");
//! # });
//! ```

mod answer;
mod caller;
pub mod grafana;
mod multipart;
mod pairs;
mod request;
#[cfg(feature = "server")]
#[doc(hidden)]
pub mod served;
mod setters;
mod way_in;

use std::{fmt, sync::Arc};

use grafana_plugin_sdk::backend::ResourceService;
use http::Method;

pub use answer::{Answer, Opened};
pub use grafana::Way;
pub use multipart::Multipart;
pub use request::Request;

use caller::Caller;
use way_in::{Served, WayIn};

/// Calls a plugin as Grafana would.
///
/// A call is made by an admin of organisation 1 and carries the settings of an instance that has nothing configured,
/// unless told otherwise, here for all calls or at a single [`Request`].
pub struct Client<S> {
    service: Arc<S>,
    /// Boxed: a test may have a list of requests.
    caller: Box<Caller>,
    way: Way,
    way_in: WayIn<S>,
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self {
            service: Arc::clone(&self.service),
            caller: self.caller.clone(),
            way: self.way,
            way_in: self.way_in,
        }
    }
}

/// The caller, without secrets.
impl<S: fmt::Debug> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.service)
            .field("caller", &self.caller)
            .field("way", &self.way)
            .finish_non_exhaustive()
    }
}

impl<S: Served> Client<S> {
    /// A client for this plugin, or for a [`ServiceAdapter`](crate::ServiceAdapter), that calls as Grafana does: through the
    /// code of the library's own [`Server`](crate::Server). Each message is written as bytes, read and answered as on a
    /// connection, and the answer's bytes are read again.
    ///
    /// (Without the feature `server` there is only the SDK's server: [`behind_the_sdk`](Self::behind_the_sdk).)
    #[must_use]
    pub fn new(service: S) -> Self {
        Self::by(S::way_in(), service)
    }
}

impl<S: ResourceService + Send + Sync + 'static> Client<S> {
    /// A client that calls as the SDK's server does: for a plugin that `grafana_plugin_sdk::backend::Plugin` serves, and for
    /// a [`ResourceService`] that was written by hand.
    ///
    /// The two servers differ where the SDK's fails a whole call: a role that it does not know, settings that do not fit.
    ///
    /// ```
    /// # use grafana_plugin_sdk::prelude::*;
    /// use grafana_resource_routes::{Role, resource_routes, testing::Client};
    /// # #[derive(Clone, Debug, GrafanaPlugin)]
    /// # #[grafana_plugin(plugin_type = "app")]
    /// # struct Plugin;
    ///
    /// #[resource_routes]
    /// impl Plugin {
    ///     #[get("/open")]
    ///     fn open(&self) {}
    ///
    ///     #[get("/edit", role = Editor)]
    ///     fn edit(&self) {}
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # #[cfg(feature = "server")] {
    /// let client = Client::new(Plugin).role(Role::None);
    /// assert_eq!(client.get("/open").await.status(), 204);
    /// assert_eq!(client.get("/edit").await.status(), 403);
    /// # }
    /// let client = Client::behind_the_sdk(Plugin).role(Role::None);
    /// assert_eq!(client.get("/open").await.status(), 500);
    /// # });
    /// ```
    #[must_use]
    pub fn behind_the_sdk(service: S) -> Self {
        Self::by(way_in::sdk, service)
    }

    fn by(way_in: WayIn<S>, service: S) -> Self {
        Self { service: Arc::new(service), caller: Box::default(), way: Way::default(), way_in }
    }

    /// The plugin.
    #[must_use]
    pub fn service(&self) -> &S {
        &self.service
    }

    /// By which of Grafana's URLs the calls come: `/api/…` unless it is told.
    #[must_use]
    pub fn way(mut self, way: Way) -> Self {
        self.way = way;
        self
    }

    /// A call with this method; `path` is what follows `/resources/`, with the query.
    pub fn request(&self, method: Method, path: &str) -> Request<S> {
        Request::new(self.clone(), method, path)
    }

    /// `GET`, as `getResource(path)` does.
    pub fn get(&self, path: &str) -> Request<S> {
        self.request(Method::GET, path)
    }

    /// `POST`, without a body as long as none is given.
    pub fn post(&self, path: &str) -> Request<S> {
        self.request(Method::POST, path)
    }

    /// `PUT`
    pub fn put(&self, path: &str) -> Request<S> {
        self.request(Method::PUT, path)
    }

    /// `PATCH`
    pub fn patch(&self, path: &str) -> Request<S> {
        self.request(Method::PATCH, path)
    }

    /// `DELETE`
    pub fn delete(&self, path: &str) -> Request<S> {
        self.request(Method::DELETE, path)
    }

    /// `HEAD`
    pub fn head(&self, path: &str) -> Request<S> {
        self.request(Method::HEAD, path)
    }

    /// `OPTIONS`
    pub fn options(&self, path: &str) -> Request<S> {
        self.request(Method::OPTIONS, path)
    }
}
