//! The context as our server has it: a part of the message, of which nothing is read before it is asked for.

use std::{
    sync::OnceLock,
    time::{Duration, SystemTime},
};

use grafana_plugin_sdk::backend::GrafanaPlugin;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    Carried, Role, Settings, User,
    settings::{DataSource, is_data_source},
};
pub(super) use crate::server::frame::ContextFrame;
use crate::{
    Rejection, rejection,
    server::frame::{AppFrame, CallFrame, DataSourceFrame},
};

/// A context still in its message.
pub(super) struct LazyContext<P: GrafanaPlugin> {
    frame: CallFrame,
    carried: Carried,
    user: OnceLock<Option<User>>,
    settings: OnceLock<Option<Settings<P>>>,
    /// Whether the settings are those of a data source: what the plugin is, not what the message says.
    is_data_source: bool,
}

impl<P: GrafanaPlugin> LazyContext<P> {
    pub(super) fn new(frame: CallFrame, carried: Carried) -> Self
    where
        P: 'static,
    {
        Self {
            frame,
            carried,
            user: OnceLock::new(),
            settings: OnceLock::new(),
            is_data_source: is_data_source::<P>(),
        }
    }

    /// The context in the message, if it has one: Grafana's always do.
    pub(super) fn read(&self) -> Option<ContextFrame<'_>> {
        self.frame.context()
    }

    /// What came beside the message.
    pub(super) fn carried(&self) -> &Carried {
        &self.carried
    }

    pub(super) fn user(&self) -> Option<&User> {
        let read = || {
            self.read().and_then(ContextFrame::user).map(|user| User {
                login: user.login.to_owned(),
                name: user.name.to_owned(),
                email: user.email.to_owned(),
                role: role_of(user.role),
            })
        };
        self.user.get_or_init(read).as_ref()
    }

    pub(super) fn settings(&self) -> Option<&Settings<P>> {
        let read = || {
            let context = self.read()?;
            let is_there =
                if self.is_data_source { context.data_source().is_some() } else { context.app().is_some() };
            is_there.then(|| {
                Settings::lazy(LazySettings {
                    frame: self.frame.clone(),
                    is_data_source: self.is_data_source,
                    json_data: OnceLock::new(),
                    secure_json_data: OnceLock::new(),
                })
            })
        };
        self.settings.get_or_init(read).as_ref()
    }

    pub(super) fn retyped<Q>(self) -> LazyContext<Q>
    where
        Q: GrafanaPlugin<
                PluginType = P::PluginType,
                JsonData = P::JsonData,
                SecureJsonData = P::SecureJsonData,
            >,
    {
        let Self { frame, carried, user, settings, is_data_source } = self;
        let settings = match settings.into_inner() {
            Some(settings) => OnceLock::from(settings.map(Settings::retyped)),
            None => OnceLock::new(),
        };
        LazyContext { frame, carried, user, settings, is_data_source }
    }
}

/// The caller's role, without anything else of the caller.
pub(crate) fn role(frame: &CallFrame) -> Option<Role> {
    frame.context().and_then(ContextFrame::user).map(|user| role_of(user.role))
}

/// A role that this version does not know must not open anything.
fn role_of(name: &str) -> Role {
    name.parse().unwrap_or(Role::None)
}

/// Settings still in their message.
pub(super) struct LazySettings<P: GrafanaPlugin> {
    frame: CallFrame,
    is_data_source: bool,
    json_data: OnceLock<Result<P::JsonData, Rejection>>,
    secure_json_data: OnceLock<Result<P::SecureJsonData, Rejection>>,
}

impl<P: GrafanaPlugin> LazySettings<P> {
    fn read(&self) -> Instance<'_> {
        let context = self.frame.context();
        if self.is_data_source {
            Instance::DataSource(context.and_then(ContextFrame::data_source))
        } else {
            Instance::App(context.and_then(ContextFrame::app))
        }
    }

    pub(super) fn json_data(&self) -> Result<&P::JsonData, Rejection> {
        let read = || read_json(self.read().json_data());
        self.json_data.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    pub(super) fn secure_json_data(&self) -> Result<&P::SecureJsonData, Rejection> {
        let read = || match self.read() {
            Instance::DataSource(Some(settings)) => read_secrets(settings.secure()),
            Instance::App(Some(settings)) => read_secrets(settings.secure()),
            Instance::DataSource(None) | Instance::App(None) => read_secrets(std::iter::empty()),
        };
        self.secure_json_data.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    pub(super) fn data_source(&self) -> Option<DataSource<'_>> {
        let Instance::DataSource(Some(settings)) = self.read() else {
            return None;
        };
        Some(DataSource {
            id: settings.id,
            uid: settings.uid,
            name: settings.name,
            url: settings.url,
            user: settings.user,
            database: settings.database,
            basic_auth_enabled: settings.basic_auth_enabled,
            basic_auth_user: settings.basic_auth_user,
        })
    }

    pub(super) fn updated(&self) -> SystemTime {
        let milliseconds = match self.read() {
            Instance::DataSource(settings) => settings.map_or(0, |settings| settings.updated_ms),
            Instance::App(settings) => settings.map_or(0, |settings| settings.updated_ms),
        };
        let distance = Duration::from_millis(milliseconds.unsigned_abs());
        let time = if milliseconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        };
        time.unwrap_or(SystemTime::UNIX_EPOCH)
    }

    pub(super) fn retyped<Q>(self) -> LazySettings<Q>
    where
        Q: GrafanaPlugin<JsonData = P::JsonData, SecureJsonData = P::SecureJsonData>,
    {
        let Self { frame, is_data_source, json_data, secure_json_data } = self;
        LazySettings { frame, is_data_source, json_data, secure_json_data }
    }
}

enum Instance<'a> {
    DataSource(Option<DataSourceFrame<'a>>),
    App(Option<AppFrame<'a>>),
}

impl<'a> Instance<'a> {
    fn json_data(&self) -> &'a [u8] {
        match self {
            Self::DataSource(settings) => settings.as_ref().map_or(b"", |settings| settings.json_data),
            Self::App(settings) => settings.as_ref().map_or(b"", |settings| settings.json_data),
        }
    }
}

/// An empty text is what Go sends for settings that were never saved, and `null` for an app's that has none: a nil map, which is an
/// empty struct to a plugin in Go (`pkg/plugins/manager/plugincontext`).
///
/// A type that takes no empty object but has a meaning for `null`, an `Option`, gets the `null`.
fn read_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, Rejection> {
    match json.trim_ascii() {
        b"" => read_object(b"{}"),
        b"null" => read_object(b"{}").or_else(|unfit| serde_json::from_slice(json).map_err(|_| unfit)),
        _ => read_object(json),
    }
}

fn read_object<T: DeserializeOwned>(json: &[u8]) -> Result<T, Rejection> {
    serde_json::from_slice(json).or_else(|_| {
        // Once more, to know where: only a call that fails pays for it.
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        serde_path_to_error::deserialize(&mut deserializer)
            .map_err(|error| unfit("jsonData", error.path(), &error.inner().to_string()))
    })
}

fn read_secrets<'a, T: DeserializeOwned>(
    secrets: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<T, Rejection> {
    // As if they were a JSON object, so that an `Option` or a newtype is what it is in `jsonData`.
    let secrets = secrets.map(|(key, value)| (key.to_owned(), Value::from(value))).collect();
    serde_path_to_error::deserialize(Value::Object(secrets))
        .map_err(|error| unfit("secureJsonData", error.path(), &error.inner().to_string()))
}

/// Names the field, and what was expected; never what was found: settings are nobody's to see.
#[cold]
fn unfit(part: &'static str, path: &serde_path_to_error::Path, reason: &str) -> Rejection {
    let path = path.to_string();
    let mut field = if path == "." { part.to_owned() } else { format!("{part}.{path}") };
    // The path ends before what is not there.
    if let Some(name) = rejection::named_field(reason).filter(|_| reason.starts_with("missing field")) {
        field = format!("{field}.{name}");
    }
    let expected = match reason.rsplit_once(", expected ") {
        _ if reason.starts_with("missing field `") => reason,
        Some((_, expected)) if part == "jsonData" => &format!("expected {expected}"),
        _ => "of another shape",
    };
    let expected = expected.split(" at line ").next().unwrap_or_default();
    Rejection::UnfitSettings { field: field.into(), reason: expected.into() }
}
