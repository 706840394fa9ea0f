//! The message that Grafana sends.

use std::{
    any::TypeId,
    collections::HashMap,
    fmt,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, SystemTime},
};

use grafana_plugin_sdk::{
    backend::{DataSourceInstanceSettings, GrafanaPlugin},
    pluginv2,
};

use crate::{Role, context::SdkSettings};

/// Who calls, and what is configured.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) org_id: i64,
    pub(super) user: Option<pluginv2::User>,
    pub(super) has_settings: bool,
    pub(super) uid: String,
    /// When the settings were saved, where the test says so.
    pub(super) updated: Option<SystemTime>,
    /// How many settings had been saved before these, in all tests.
    saved: u32,
    json_data: Vec<u8>,
    secrets: HashMap<String, String>,
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
        Self {
            org_id: 1,
            user: Some(user),
            has_settings: true,
            uid: "test".to_owned(),
            updated: None,
            saved: 0,
            json_data: b"{}".to_vec(),
            secrets: HashMap::new(),
        }
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("org_id", &self.org_id)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl Caller {
    pub(super) fn set_role(&mut self, role: Role) {
        self.user.get_or_insert_with(|| Self::default().user.unwrap_or_default()).role = role.to_string();
    }

    pub(super) fn set_login(&mut self, login: &str) {
        let user = self.user.get_or_insert_with(|| Self::default().user.unwrap_or_default());
        login.clone_into(&mut user.login);
    }

    pub(super) fn set_json_data(&mut self, json_data: Vec<u8>) {
        self.json_data = json_data;
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
        let is_data_source = TypeId::of::<SdkSettings<P>>()
            == TypeId::of::<DataSourceInstanceSettings<P::JsonData, P::SecureJsonData>>();
        match (self.has_settings, is_data_source) {
            (false, _) => {}
            (true, true) => context.data_source_instance_settings = Some(self.data_source()),
            (true, false) => context.app_instance_settings = Some(self.app()),
        }
        context
    }

    fn data_source(&self) -> pluginv2::DataSourceInstanceSettings {
        pluginv2::DataSourceInstanceSettings {
            id: 1,
            uid: self.uid.clone(),
            name: self.uid.clone(),
            json_data: self.json_data.clone(),
            decrypted_secure_json_data: self.secrets.clone(),
            last_updated_ms: self.updated_ms(),
            ..Default::default()
        }
    }

    fn app(&self) -> pluginv2::AppInstanceSettings {
        pluginv2::AppInstanceSettings {
            json_data: self.json_data.clone(),
            decrypted_secure_json_data: self.secrets.clone(),
            last_updated_ms: self.updated_ms(),
        }
    }
}
