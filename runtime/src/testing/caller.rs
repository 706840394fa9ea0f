//! Who calls, with which settings, and what Grafana says of itself.

use std::{
    collections::HashMap,
    fmt,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use grafana_plugin_sdk::{backend::GrafanaPlugin, pluginv2};
use http::{HeaderMap, HeaderValue};
use serde_json::Value;

use super::{
    grafana::{Forwarding, Way},
    way_in::Newer,
};
use crate::{Role, context::is_data_source};

/// All that a call says besides what is asked for.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) org_id: i64,
    pub(super) user: Option<pluginv2::User>,
    /// The caller's `X-Grafana-Id`.
    pub(super) id_token: Option<HeaderValue>,
    pub(super) has_settings: bool,
    /// What a data source has and an app has not.
    pub(super) data_source: pluginv2::DataSourceInstanceSettings,
    /// When the settings were saved, where the test says so.
    pub(super) updated: Option<SystemTime>,
    /// How many settings had been saved before these, in all tests.
    saved: u32,
    json_data: Option<Vec<u8>>,
    secrets: HashMap<String, String>,
    pub(super) newer: Newer,
    pub(super) metadata: HeaderMap,
}

/// 2024-01-01, when settings were saved that a test says nothing of.
const FIRST_SAVED: Duration = Duration::from_secs(1_704_067_200);

impl Default for Caller {
    fn default() -> Self {
        let user = pluginv2::User {
            login: "admin".to_owned(),
            name: "Admin".to_owned(),
            email: "admin@localhost".to_owned(),
            role: Role::Admin.to_string(),
        };
        let data_source = pluginv2::DataSourceInstanceSettings {
            id: 1,
            uid: "test".to_owned(),
            name: "test".to_owned(),
            ..Default::default()
        };
        Self {
            org_id: 1,
            user: Some(user),
            id_token: None,
            has_settings: true,
            data_source,
            updated: None,
            saved: 0,
            json_data: None,
            secrets: HashMap::new(),
            newer: Newer::default(),
            metadata: HeaderMap::new(),
        }
    }
}

/// Neither settings nor metadata, which may hold secrets.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("org_id", &self.org_id)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl Caller {
    /// The user, who is there from now on.
    pub(super) fn user(&mut self) -> &mut pluginv2::User {
        self.user.get_or_insert_with(|| Self::default().user.unwrap_or_default())
    }

    /// The data source, whose settings are saved anew.
    pub(super) fn data_source(&mut self) -> &mut pluginv2::DataSourceInstanceSettings {
        self.save();
        &mut self.data_source
    }

    pub(super) fn set_json_data(&mut self, json_data: Vec<u8>) {
        self.json_data = Some(json_data);
        self.save();
    }

    pub(super) fn set_secret(&mut self, key: &str, value: &str) {
        self.secrets.insert(key.to_owned(), value.to_owned());
        self.save();
    }

    /// Other settings were saved at another time: later than all before.
    fn save(&mut self) {
        static SAVED: AtomicU32 = AtomicU32::new(0);
        self.saved = SAVED.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
    }

    fn updated_ms(&self) -> i64 {
        let saved = SystemTime::UNIX_EPOCH + FIRST_SAVED + Duration::from_secs(self.saved.into());
        let milliseconds = |distance: Duration| i64::try_from(distance.as_millis()).unwrap_or(i64::MAX);
        match self.updated.unwrap_or(saved).duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => milliseconds(since),
            Err(before) => -milliseconds(before.duration()),
        }
    }

    /// The plugin context of a call to a plugin of type `P`.
    pub(super) fn context<P: GrafanaPlugin + 'static>(&self) -> pluginv2::PluginContext {
        let mut context = pluginv2::PluginContext {
            org_id: self.org_id,
            plugin_id: "test-plugin".to_owned(),
            user: self.user.clone(),
            ..Default::default()
        };
        match (self.has_settings, is_data_source::<P>()) {
            (false, _) => {}
            (true, true) => context.data_source_instance_settings = Some(self.data_source_settings()),
            (true, false) => context.app_instance_settings = Some(self.app_settings()),
        }
        context
    }

    /// What decides which headers reach a plugin of type `P`: of a data source, its `jsonData` too.
    pub(super) fn forwarding<P: GrafanaPlugin + 'static>(&self, way: Way) -> Forwarding {
        let mut forwarding = Forwarding { way, id_token: self.id_token.clone(), ..Forwarding::default() };
        if let (true, true, Some(json_data)) = (self.has_settings, is_data_source::<P>(), &self.json_data) {
            let json_data: Value = serde_json::from_slice(json_data).unwrap_or_default();
            let cookies = json_data["keepCookies"].as_array().into_iter().flatten();
            forwarding.keep_cookies = cookies.filter_map(|name| name.as_str().map(str::to_owned)).collect();
            forwarding.oauth_pass_through = json_data["oauthPassThru"] == true;
        }
        forwarding
    }

    fn data_source_settings(&self) -> pluginv2::DataSourceInstanceSettings {
        pluginv2::DataSourceInstanceSettings {
            json_data: self.json_data.clone().unwrap_or_else(|| b"{}".to_vec()),
            decrypted_secure_json_data: self.secrets.clone(),
            last_updated_ms: self.updated_ms(),
            ..self.data_source.clone()
        }
    }

    fn app_settings(&self) -> pluginv2::AppInstanceSettings {
        pluginv2::AppInstanceSettings {
            json_data: self.json_data.clone().unwrap_or_else(|| b"{}".to_vec()),
            decrypted_secure_json_data: self.secrets.clone(),
            last_updated_ms: self.updated_ms(),
        }
    }
}
