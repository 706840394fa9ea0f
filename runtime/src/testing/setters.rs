//! What a test may say of the caller, the settings and Grafana: of all calls at a [`Client`], of one at a [`Request`].

use std::time::SystemTime;

use http::{HeaderName, HeaderValue};
use serde::Serialize;

use super::{Client, Request, caller::Caller};
use crate::Role;

/// Writes each setter twice.
macro_rules! setters {
    ($(
        $(#[$doc:meta])*
        fn $name:ident($caller:ident $(, $argument:ident: $type:ty)*) $body:block
    )*) => {
        impl<S> Client<S> {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(mut self $(, $argument: $type)*) -> Self {
                let $caller: &mut Caller = &mut self.caller;
                $body
                self
            }
        )*}

        impl<S> Request<S> {$(
            $(#[$doc])*
            pub fn $name(mut self $(, $argument: $type)*) -> Self {
                let $caller: &mut Caller = &mut self.client.caller;
                $body
                self
            }
        )*}
    };
}

setters! {
    /// The role of the user that calls.
    fn role(caller, role: Role) {
        caller.user().role = role.to_string();
    }

    /// The login of the user that calls.
    fn login(caller, login: &str) {
        login.clone_into(&mut caller.user().login);
    }

    /// The name of the user that calls.
    fn user_name(caller, name: &str) {
        name.clone_into(&mut caller.user().name);
    }

    /// The e-mail address of the user that calls.
    fn email(caller, email: &str) {
        email.clone_into(&mut caller.user().email);
    }

    /// No user: Grafana itself calls.
    fn without_user(caller) {
        caller.user = None;
    }

    /// The signed token in which Grafana says who calls: `X-Grafana-Id`. The header of that name that a request brings itself
    /// arrives only where the caller has no token (`clientmiddleware/forward_id_middleware.go`), so it proves nothing.
    ///
    /// # Panics
    ///
    /// Where the token is not one that HTTP allows in a header.
    fn id_token(caller, token: &str) {
        let mut token = HeaderValue::from_str(token).expect("a token that fits in a header");
        token.set_sensitive(true);
        caller.id_token = Some(token);
    }

    /// The organisation.
    fn org_id(caller, org_id: i64) {
        caller.org_id = org_id;
    }

    /// The instance's `jsonData`; `{}` unless it is set. That of an app for which nothing was ever configured can be `null`, here
    /// `json_data(())` (`pkg/services/pluginsintegration/plugincontext`): behind the SDK's server each call then fails, unless the
    /// plugin's type takes `null`.
    ///
    /// A data source's decides which headers arrive, too: its `keepCookies` and `oauthPassThru`.
    ///
    /// # Panics
    ///
    /// Where it cannot be serialised.
    fn json_data(caller, json_data: impl Serialize) {
        caller.set_json_data(serde_json::to_vec(&json_data).expect("jsonData that serialises"));
    }

    /// One key of the instance's `secureJsonData`.
    fn secret(caller, key: &str, value: &str) {
        caller.set_secret(key, value);
    }

    /// The instance's uid and name; for a data source.
    fn uid(caller, uid: &str) {
        uid.clone_into(&mut caller.data_source.uid);
        uid.clone_into(&mut caller.data_source.name);
    }

    /// The URL of the service behind a data source.
    fn url(caller, url: &str) {
        url.clone_into(&mut caller.data_source().url);
    }

    /// The database behind a data source.
    fn database(caller, database: &str) {
        database.clone_into(&mut caller.data_source().database);
    }

    /// The user of the database behind a data source. (The user that calls: [`login`](Self::login).)
    fn database_user(caller, user: &str) {
        user.clone_into(&mut caller.data_source().user);
    }

    /// Basic authentication of a data source is switched on, for this user. The password is the secret `basicAuthPassword`, as
    /// Grafana keeps it.
    fn basic_auth(caller, user: &str, password: &str) {
        let data_source = caller.data_source();
        data_source.basic_auth_enabled = true;
        user.clone_into(&mut data_source.basic_auth_user);
        caller.set_secret("basicAuthPassword", password);
    }

    /// When the instance's settings were saved.
    ///
    /// Unless it is told, a client that is given other settings has saved them later than all before, as Grafana would.
    ///
    /// ```
    /// # use grafana_plugin_sdk::prelude::*;
    /// use std::time::{Duration, SystemTime};
    ///
    /// use grafana_resource_routes::{Settings, resource_routes, testing::Client};
    /// # #[derive(Clone, Debug, GrafanaPlugin)]
    /// # #[grafana_plugin(plugin_type = "app")]
    /// # struct Plugin;
    ///
    /// #[resource_routes]
    /// impl Plugin {
    ///     #[get("/saved")]
    ///     fn saved(settings: &Settings<Self>) -> String {
    ///         format!("{:?}", settings.updated().duration_since(SystemTime::UNIX_EPOCH))
    ///     }
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let saved = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    /// assert_eq!(Client::new(Plugin).updated(saved).get("/saved").await.text(), "Ok(1700000000s)");
    /// # });
    /// ```
    fn updated(caller, updated: SystemTime) {
        caller.updated = Some(updated);
    }

    /// No instance: a plugin that has none, or a data source plugin called under `/api/plugins`.
    fn without_settings(caller) {
        caller.has_settings = false;
    }

    /// One entry of Grafana's configuration, `GF_APP_URL` for example. This, what follows and
    /// [`metadata`](Self::metadata) get to a plugin that the library's own server serves; the SDK does not read them.
    fn grafana_config(caller, name: &str, value: &str) {
        caller.newer.config.insert(name.to_owned(), value.to_owned());
    }

    /// What Grafana calls itself: `Grafana/12.0.0 (linux; amd64)`.
    fn user_agent(caller, user_agent: &str) {
        user_agent.clone_into(&mut caller.newer.user_agent);
    }

    /// The version of the plugin, as Grafana has read it in `plugin.json`.
    fn plugin_version(caller, version: &str) {
        version.clone_into(&mut caller.newer.plugin_version);
    }

    /// The version of the API by which Grafana calls.
    fn api_version(caller, version: &str) {
        version.clone_into(&mut caller.newer.api_version);
    }

    /// The namespace, which newer versions of Grafana have in the place of organisations.
    fn namespace(caller, namespace: &str) {
        namespace.clone_into(&mut caller.newer.namespace);
    }

    /// Metadata of gRPC, which is sent beside the message, beside what has the same name.
    ///
    /// # Panics
    ///
    /// Where the name or the value is not one that gRPC allows.
    fn metadata(caller, name: &str, value: &str) {
        let name: HeaderName = name.parse().expect("a name of metadata");
        caller.metadata.append(name, HeaderValue::from_str(value).expect("a value of metadata"));
    }
}
