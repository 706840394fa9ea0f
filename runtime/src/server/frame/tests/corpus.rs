//! Frames as Grafana sends them, and a few beside them.

use std::collections::BTreeMap;

use super::super::proto::{
    AppInstanceSettings, CallResourceRequest, DataSourceInstanceSettings, PluginContext, StringList, User,
};

/// Each with a name.
pub(super) fn corpus() -> Vec<(&'static str, CallResourceRequest)> {
    vec![
        ("data source", data_source_call()),
        ("app", app_call()),
        ("Grafana itself", without_user()),
        ("not ASCII", not_ascii()),
        ("no context", CallResourceRequest { path: "a".into(), method: "GET".into(), ..Default::default() }),
        ("empty", CallResourceRequest::default()),
        ("small", small()),
        ("many entries", many_entries()),
    ]
}

/// A call of the front end to a data source, with what a browser and Grafana's middleware send.
pub(super) fn data_source_call() -> CallResourceRequest {
    CallResourceRequest {
        plugin_context: Some(PluginContext {
            org_id: 1,
            plugin_id: "example-devices-datasource".into(),
            user: Some(user()),
            app: None,
            data_source: Some(data_source()),
            grafana_config: grafana_config(),
            plugin_version: "1.4.2".into(),
            user_agent: "Grafana/12.1.0".into(),
            api_version: "v0alpha1".into(),
            namespace: "default".into(),
        }),
        path: "devices/7/readings".into(),
        method: "GET".into(),
        url: "devices/7/readings?from=now-6h&to=now&limit=100".into(),
        headers: headers(),
        body: bytes::Bytes::new(),
    }
}

fn user() -> User {
    User {
        login: "ada".into(),
        name: "Ada Lovelace".into(),
        email: "ada@example.com".into(),
        role: "Editor".into(),
    }
}

fn data_source() -> DataSourceInstanceSettings {
    DataSourceInstanceSettings {
        id: 42,
        name: "Devices (production)".into(),
        url: "https://devices.example.com/api".into(),
        user: "reader".into(),
        database: "metrics".into(),
        basic_auth_enabled: true,
        basic_auth_user: "grafana".into(),
        json_data: br#"{"timeout":30,"tlsSkipVerify":false,"region":"eu-west-1","tags":["a","b"]}"#.to_vec(),
        secure: pairs(&[("apiKey", "a-secret-of-a-few-dozen-characters"), ("basicAuthPassword", "password")]),
        updated_ms: 1_764_000_000_000,
        uid: "bd4c7a50-7a0d-4b1f-9a44-1f3f7f3f2f10".into(),
        api_version: "v0alpha1".into(),
    }
}

fn app_call() -> CallResourceRequest {
    let settings = AppInstanceSettings {
        json_data: br#"{"apiUrl":"https://example.com","enabled":true}"#.to_vec(),
        secure: pairs(&[("apiToken", "another secret")]),
        updated_ms: 1_764_000_000_001,
        api_version: String::new(),
    };
    let mut call = data_source_call();
    let context = call.plugin_context.get_or_insert_default();
    context.plugin_id = "example-app".into();
    context.data_source = None;
    context.app = Some(settings);
    call.method = "POST".into();
    call.body = br#"{"name":"a new device","labels":{"site":"north","rack":"12"}}"#.as_slice().into();
    call
}

fn without_user() -> CallResourceRequest {
    let mut call = data_source_call();
    let context = call.plugin_context.get_or_insert_default();
    context.user = None;
    context.org_id = -1;
    call.headers.clear();
    call
}

fn not_ascii() -> CallResourceRequest {
    let mut call = app_call();
    let context = call.plugin_context.get_or_insert_default();
    context.user =
        Some(User { name: "Ада Лавлейс".into(), email: "ä@exämple.com".into(), ..user() });
    context.data_source = Some(DataSourceInstanceSettings {
        name: "Geräte".into(),
        json_data: r#"{"größe":"∞"}"#.into(),
        secure: pairs(&[("schlüssel", "geheim 🔑"), ("", "")]),
        ..DataSourceInstanceSettings::default()
    });
    call.path = "geräte/日本".into();
    call.url = "ger%C3%A4te/%E6%97%A5%E6%9C%AC".into();
    call.headers.insert("X-Größe".into(), list(&["groß", "größer"]));
    call.body = vec![0xFF; 300].into();
    call
}

/// So short that a random change often meets what matters.
fn small() -> CallResourceRequest {
    CallResourceRequest {
        plugin_context: Some(PluginContext {
            org_id: 300,
            plugin_id: "p".into(),
            user: Some(User { role: "Viewer".into(), ..User::default() }),
            app: Some(AppInstanceSettings { secure: pairs(&[("k", "v")]), ..AppInstanceSettings::default() }),
            data_source: Some(DataSourceInstanceSettings { id: 1, uid: "u".into(), ..Default::default() }),
            grafana_config: pairs(&[("a", "b")]),
            ..PluginContext::default()
        }),
        path: "p".into(),
        headers: BTreeMap::from([("a".into(), list(&["b", ""])), ("c".into(), list(&[]))]),
        body: b"{}".as_slice().into(),
        ..CallResourceRequest::default()
    }
}

/// More than are compared each with each.
fn many_entries() -> CallResourceRequest {
    CallResourceRequest { headers: (0..70).map(|at| (format!("X-{at}"), list(&["v"]))).collect(), ..small() }
}

fn headers() -> BTreeMap<String, StringList> {
    let headers: &[(&str, &[&str])] = &[
        ("Accept", &["application/json, text/plain, */*"]),
        ("Accept-Encoding", &["gzip, deflate, br, zstd"]),
        ("Accept-Language", &["en-US,en;q=0.9,de;q=0.8"]),
        ("Cache-Control", &["no-cache"]),
        ("Sec-Fetch-Dest", &["empty"]),
        ("Sec-Fetch-Mode", &["cors"]),
        ("Sec-Fetch-Site", &["same-origin"]),
        (
            "User-Agent",
            &["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36"],
        ),
        ("X-Datasource-Uid", &["bd4c7a50-7a0d-4b1f-9a44-1f3f7f3f2f10"]),
        ("X-Forwarded-For", &["10.1.2.3, 192.0.2.60"]),
        ("X-Grafana-Device-Id", &["5d41402abc4b2a76b9719d911017c592"]),
        ("X-Grafana-Org-Id", &["1"]),
        ("X-Grafana-Referer", &["https://grafana.example.com/d/abc/devices?orgId=1"]),
        ("X-Plugin-Id", &["example-devices-datasource"]),
        ("Traceparent", &["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]),
    ];
    headers.iter().map(|(name, values)| ((*name).to_owned(), list(values))).collect()
}

fn grafana_config() -> BTreeMap<String, String> {
    pairs(&[
        ("GF_APP_URL", "https://grafana.example.com/"),
        ("GF_CONCURRENT_QUERY_COUNT", "10"),
        ("GF_INSTANCE_FEATURE_TOGGLES_ENABLE", "dataplaneFrontendFallback,logRowsPopoverMenu"),
        ("GF_SQL_MAX_CONN_LIFETIME_SECONDS_DEFAULT", "14400"),
        ("GF_SQL_ROW_LIMIT", "1000000"),
    ])
}

fn list(values: &[&str]) -> StringList {
    StringList { values: values.iter().map(|&value| value.to_owned()).collect() }
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect()
}
