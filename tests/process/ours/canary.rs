//! Nothing that a call carries is told by a plugin whose settings have a type and whose services fail: not to standard
//! error, not to standard output, not in an answer.

use std::collections::HashMap;
use std::fmt::Debug;

use grafana_plugin_sdk::pluginv2::{
    CallResourceRequest, PluginContext, StringList, User, resource_client::ResourceClient,
};
use tokio::io::AsyncReadExt;
use tokio::process::Command;

use super::{Plugin, Started, connect, handshake, services::call_each, within};

const CANARY: &str = "canary-7f3a";

/// Settings that fit the plugin's types, and some that do not.
const SETTINGS: [(&str, &str); 4] = [
    (r#"{"number":7,"account":"canary-7f3a"}"#, "token"),
    (r#"{"number":7}"#, "pin"),
    (r#"{"number":"canary-7f3a"}"#, "token"),
    ("canary-7f3a", "pin"),
];

/// One of the canary's forms in each place that has room for it.
#[derive(Clone, Copy)]
struct Call {
    json_data: &'static str,
    secret: &'static str,
}

impl Call {
    fn context(self) -> PluginContext {
        let mut context = super::context();
        let settings = context.data_source_instance_settings.as_mut().unwrap();
        self.json_data.as_bytes().clone_into(&mut settings.json_data);
        settings.decrypted_secure_json_data = HashMap::from([
            (self.secret.to_owned(), CANARY.to_owned()),
            ("other".to_owned(), CANARY.to_owned()),
        ]);
        CANARY.clone_into(&mut settings.url);
        CANARY.clone_into(&mut settings.database);
        context.user = Some(User { role: "Admin".to_owned(), ..User::default() });
        context
    }

    fn resource(self, method: &str, path: &str) -> CallResourceRequest {
        let names = ["Authorization", "Cookie", "X-Id-Token", "X Bad"];
        let mut headers: HashMap<_, _> =
            names.map(|name| (name.to_owned(), StringList { values: vec![format!("a {CANARY}")] })).into();
        headers.insert("X-Line".to_owned(), StringList { values: vec![format!("{CANARY}\n{CANARY}")] });
        CallResourceRequest {
            plugin_context: Some(self.context()),
            path: path.to_owned(),
            url: format!("{path}?q={CANARY}"),
            method: method.to_owned(),
            headers,
            body: format!(r#"{{"{CANARY}":"{CANARY}"}}"#).into_bytes().into(),
        }
    }
}

/// What the plugin answers to each call of a resource.
async fn call_resources(plugin: &Plugin, call: Call) {
    let mut client = ResourceClient::new(plugin.channel.clone());
    for (method, path) in [
        ("POST", "debug"),
        ("POST", "options"),
        ("POST", "secrets"),
        ("POST", "fails"),
        ("POST", "panics"),
        ("POST", "breaks"),
        ("POST", "nowhere"),
        ("P ST", "debug"),
    ] {
        let mut stream =
            within(client.call_resource(call.resource(method, path))).await.unwrap().into_inner();
        while let Some(message) = within(stream.message()).await.unwrap() {
            assert_untold(path, &message);
        }
    }
}

#[track_caller]
fn assert_untold(what: &str, answer: &impl Debug) {
    let text = format!("{answer:?}");
    assert!(!text.contains(CANARY), "{what}: {text}");
}

#[tokio::test]
async fn no_failure_tells_what_a_call_carried() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_process-canary"));
    command.env("RUST_LOG", "trace").env("grafana_plugin_type", "datasource");
    let Started { child, line, mut output, errors, sockets } = Started::new(command).await;
    let address = handshake::parse(&line).unwrap();
    let channel = within(connect(&address)).await;
    let mut plugin = Plugin { child, address, channel, errors, _sockets: sockets };
    for (json_data, secret) in SETTINGS {
        let call = Call { json_data, secret };
        // Grafana logs the failures.
        for failed in call_each(&plugin.channel, &call.context(), CANARY).await {
            assert_untold("a service", &failed);
        }
        // What has panicked has ended nothing but itself.
        call_resources(&plugin, call).await;
    }
    plugin.shutdown().await.unwrap();
    assert!(plugin.ended().await.success());
    let mut printed = String::new();
    within(output.read_to_string(&mut printed)).await.unwrap();
    let errors = within(plugin.errors.whole()).await;
    for words in [
        "shown",
        "asked for its health",
        "asked for data",
        "asked to run",
        "a cause of its own",
        "without a word of it",
        "the stream breaks",
        "UnfitSettings",
    ] {
        assert!(errors.contains(words), "no {words:?} in {errors}");
    }
    let told: Vec<_> = errors.lines().chain(printed.lines()).filter(|line| line.contains(CANARY)).collect();
    assert!(told.is_empty(), "{told:#?}");
}
