//! Reads a frame in each way, and tells where they differ.

use std::{collections::BTreeMap, fmt::Debug};

use bytes::Bytes;
use grafana_plugin_sdk::pluginv2;
use prost::Message;

use super::super::{
    AppFrame, CallFrame, ContextFrame, DataSourceFrame,
    map::Pairs,
    proto,
    request::RequestSpans,
    wire::{Cursor, LENGTH},
};

const GROUP: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    InPlace,
    ThroughProst,
    Refused,
}

/// Reads the frame with the reader in place, with prost and with the SDK's messages.
///
/// # Errors
///
/// Says in what they differ.
pub(super) fn compare(frame: &[u8]) -> Result<Outcome, String> {
    let ours = CallFrame::read(Bytes::copy_from_slice(frame));
    let prosts = proto::CallResourceRequest::decode(frame);
    let sdks = pluginv2::CallResourceRequest::decode(frame);
    match (ours, prosts) {
        (Ok(ours), Ok(prosts)) => {
            same("frame", &to_proto(&ours)?, &prosts)?;
            find_headers(&ours)?;
            if !has_odd_config(frame) {
                let sdks = sdks.map_err(|error| format!("refused by the SDK only: {error}"))?;
                same("SDK's message", &to_sdk(prosts), &sdks)?;
            }
            let in_place = RequestSpans::read(frame, false).is_some();
            Ok(if in_place { Outcome::InPlace } else { Outcome::ThroughProst })
        }
        (Err(ours), Err(_)) => {
            let text = ours.to_string();
            let newer = ["grafana_config", "plugin_version", "user_agent", "api_version", "namespace"];
            if sdks.is_ok() && !newer.iter().any(|field| text.contains(field)) && !has_odd_config(frame) {
                return Err(format!("taken by the SDK, though it knows the field: {text}"));
            }
            Ok(Outcome::Refused)
        }
        (Ok(_), Err(error)) => Err(format!("refused by prost only: {error}")),
        (Err(error), Ok(_)) => Err(format!("taken by prost only: {error}")),
    }
}

/// Whether the Grafana configuration is of another wire type than a map's. prost reads a map without a look at the type,
/// where the SDK passes over a field of that type, so that they differ in what follows.
fn has_odd_config(frame: &[u8]) -> bool {
    let mut cursor = Cursor::new(frame);
    while let Some(key) = cursor.key() {
        match key {
            (1, LENGTH) => match cursor.message() {
                Some(context) if is_config_odd(context) => return true,
                Some(_) => {}
                None => return false,
            },
            (5, _) if cursor.bytes().is_some() => {}
            key => match cursor.skip(key) {
                Some(()) => {}
                // What follows a group is not looked at.
                None => return key.1 == GROUP,
            },
        }
    }
    false
}

fn is_config_odd(mut context: Cursor<'_>) -> bool {
    while let Some(key) = context.key() {
        if key.0 == 6 && key.1 != LENGTH || key.1 == GROUP {
            return true;
        }
        if context.skip(key).is_none() {
            return false;
        }
    }
    false
}

fn same<T: PartialEq + Debug>(what: &str, one: &T, other: &T) -> Result<(), String> {
    if one == other { Ok(()) } else { Err(format!("{what} differs:\n{one:?}\n{other:?}")) }
}

/// Asks for each header by its name in capitals.
fn find_headers(frame: &CallFrame) -> Result<(), String> {
    for (name, _) in frame.headers() {
        let mut equal = frame.headers().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let first = equal.find_map(|(_, mut values)| values.next());
        same("header", &frame.header(&name.to_ascii_uppercase()), &first)?;
    }
    same("no header", &frame.header("X-Not-In-Any-Frame"), &None)
}

fn to_proto(frame: &CallFrame) -> Result<proto::CallResourceRequest, String> {
    let headers = frame.headers().map(|(name, values)| {
        let values = values.map(str::to_owned).collect();
        (name.to_owned(), proto::StringList { values })
    });
    Ok(proto::CallResourceRequest {
        plugin_context: frame.context().map(context).transpose()?,
        path: frame.path().to_owned(),
        method: frame.method().to_owned(),
        url: frame.url().to_owned(),
        headers: map(headers)?,
        body: frame.body(),
    })
}

fn context(context: ContextFrame<'_>) -> Result<proto::PluginContext, String> {
    Ok(proto::PluginContext {
        org_id: context.org_id(),
        plugin_id: context.plugin_id().to_owned(),
        user: context.user().map(|user| proto::User {
            login: user.login.to_owned(),
            name: user.name.to_owned(),
            email: user.email.to_owned(),
            role: user.role.to_owned(),
        }),
        app: context.app().map(|frame| app(&frame)).transpose()?,
        data_source: context.data_source().map(|frame| data_source(&frame)).transpose()?,
        grafana_config: texts(context.grafana_config())?,
        plugin_version: context.plugin_version().to_owned(),
        user_agent: context.user_agent().to_owned(),
        api_version: context.api_version().to_owned(),
        namespace: context.namespace().to_owned(),
    })
}

fn app(app: &AppFrame<'_>) -> Result<proto::AppInstanceSettings, String> {
    Ok(proto::AppInstanceSettings {
        json_data: app.json_data.to_vec(),
        secure: texts(app.secure())?,
        updated_ms: app.updated_ms,
        api_version: app.api_version.to_owned(),
    })
}

fn data_source(settings: &DataSourceFrame<'_>) -> Result<proto::DataSourceInstanceSettings, String> {
    Ok(proto::DataSourceInstanceSettings {
        id: settings.id,
        name: settings.name.to_owned(),
        url: settings.url.to_owned(),
        user: settings.user.to_owned(),
        database: settings.database.to_owned(),
        basic_auth_enabled: settings.basic_auth_enabled,
        basic_auth_user: settings.basic_auth_user.to_owned(),
        json_data: settings.json_data.to_vec(),
        secure: texts(settings.secure())?,
        updated_ms: settings.updated_ms,
        uid: settings.uid.to_owned(),
        api_version: settings.api_version.to_owned(),
    })
}

fn texts(pairs: Pairs<'_>) -> Result<BTreeMap<String, String>, String> {
    map(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())))
}

/// A key that is met twice is an error: equal keys must not show.
fn map<V>(entries: impl Iterator<Item = (String, V)>) -> Result<BTreeMap<String, V>, String> {
    let mut map = BTreeMap::new();
    for (key, value) in entries {
        if map.contains_key(&key) {
            return Err(format!("the key {key:?} is met twice"));
        }
        map.insert(key, value);
    }
    Ok(map)
}

/// What the SDK's messages hold of it.
fn to_sdk(request: proto::CallResourceRequest) -> pluginv2::CallResourceRequest {
    let list = |list: proto::StringList| pluginv2::StringList { values: list.values };
    pluginv2::CallResourceRequest {
        plugin_context: request.plugin_context.map(|context| pluginv2::PluginContext {
            org_id: context.org_id,
            plugin_id: context.plugin_id,
            user: context.user.map(|user| pluginv2::User {
                login: user.login,
                name: user.name,
                email: user.email,
                role: user.role,
            }),
            app_instance_settings: context.app.map(|app| pluginv2::AppInstanceSettings {
                json_data: app.json_data,
                decrypted_secure_json_data: app.secure.into_iter().collect(),
                last_updated_ms: app.updated_ms,
            }),
            data_source_instance_settings: context.data_source.map(|settings| {
                pluginv2::DataSourceInstanceSettings {
                    id: settings.id,
                    name: settings.name,
                    url: settings.url,
                    user: settings.user,
                    database: settings.database,
                    basic_auth_enabled: settings.basic_auth_enabled,
                    basic_auth_user: settings.basic_auth_user,
                    json_data: settings.json_data,
                    decrypted_secure_json_data: settings.secure.into_iter().collect(),
                    last_updated_ms: settings.updated_ms,
                    uid: settings.uid,
                }
            }),
        }),
        path: request.path,
        method: request.method,
        url: request.url,
        headers: request.headers.into_iter().map(|(name, values)| (name, list(values))).collect(),
        body: request.body,
    }
}
