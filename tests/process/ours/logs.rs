//! What a plugin writes to its log, as Grafana reads it.

use grafana_plugin_sdk::pluginv2::CallResourceRequest;
use serde_json::{Value, json};

use super::{Plugin, call, command, get_request, within};

/// go-plugin's buffer of a line.
const LONGEST_LINE: usize = 64 << 10;

fn post(path: &str, body: &Value) -> CallResourceRequest {
    let headers = [(
        "Content-Type".to_owned(),
        grafana_plugin_sdk::pluginv2::StringList { values: vec!["application/json".to_owned()] },
    )];
    CallResourceRequest {
        method: "POST".to_owned(),
        headers: headers.into(),
        body: body.to_string().into_bytes().into(),
        ..get_request(path)
    }
}

/// The line with these words, read as Grafana reads it.
async fn line(plugin: &Plugin, words: &str) -> Value {
    let line = within(plugin.errors.line(words)).await;
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[tokio::test]
async fn a_long_line_of_a_plugin_keeps_its_level_and_what_else_it_says() {
    let plugin = Plugin::start(command()).await;
    let message = format!("{}\n\"", "long ".repeat(50_000));
    call(&plugin.channel, post("log/error", &json!({ "message": message }))).await;
    let text = within(plugin.errors.line("long long")).await;
    assert!(text.len() < LONGEST_LINE, "{}", text.len());
    let line: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&line["@level"], &line["count"]), (&json!("error"), &json!(7)));
    assert_eq!(line["span"]["route"], "/log/{level}");
    let cut = format!("(cut: {} bytes)", message.len());
    assert!(line["@message"].as_str().unwrap().ends_with(&cut));
}

#[tokio::test]
async fn at_debug_each_call_is_a_line() {
    let mut command = command();
    command.env("RUST_LOG", "debug");
    let plugin = Plugin::start(command).await;
    call(&plugin.channel, get_request("nowhere?token=secret")).await;
    call(&plugin.channel, get_request("pid")).await;
    let found = line(&plugin, r#""status":200"#).await;
    assert_eq!((&found["@level"], &found["@message"]), (&json!("debug"), &json!("answered")));
    assert_eq!((&found["route"], &found["method"]), (&json!("/pid"), &json!("GET")));
    assert!(found["duration_us"].is_u64(), "{found}");
    let missed = line(&plugin, r#""status":404"#).await;
    assert_eq!((&missed["@message"], &missed["route"]), (&json!("answered"), &json!("")));
    assert!(!plugin.errors.to_string().contains("secret"));
}

#[tokio::test]
async fn at_info_a_call_is_no_line() {
    let plugin = Plugin::start(command()).await;
    call(&plugin.channel, get_request("nowhere")).await;
    call(&plugin.channel, post("log/info", &json!({ "message": "the first line" }))).await;
    within(plugin.errors.line("the first line")).await;
    assert_eq!(plugin.errors.all().len(), 1, "{}", plugin.errors);
}

#[tokio::test]
async fn levels_come_from_the_plugins_own_section_of_the_configuration() {
    let mut command = command();
    command.env("GF_PLUGIN_LOG_LEVEL", "warn").env("RUST_LOG", "debug");
    let plugin = Plugin::start(command).await;
    for level in ["debug", "info", "warn"] {
        call(&plugin.channel, post(&format!("log/{level}"), &json!({ "message": level }))).await;
    }
    within(plugin.errors.line(r#""@message":"warn""#)).await;
    assert_eq!(plugin.errors.all().len(), 1, "{}", plugin.errors);
}
