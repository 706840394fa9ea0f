//! From the start to the handshake, or to words that say why there is none.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;
use tokio::process::Command;

use super::{Plugin, PluginAddress, Started, by_hand, command, within};
use crate::support::{SOCKETS, sockets};

fn socket(plugin: &Plugin) -> &Path {
    match &plugin.address {
        PluginAddress::Unix(path) => path,
        PluginAddress::Tcp(address) => panic!("no socket, but {address}"),
    }
}

#[tokio::test]
async fn the_handshake_is_one_line_with_a_port_of_this_machine() {
    let started = Started::new(command()).await;
    let port = started.line.strip_prefix("1|2|tcp|127.0.0.1:").and_then(|rest| rest.strip_suffix("|grpc\n"));
    assert!(port.is_some_and(|port| port.parse::<u16>().is_ok()), "{:?}", started.line);
}

#[tokio::test]
async fn the_port_is_one_that_the_host_allows() {
    let mut command = command();
    command.env("PLUGIN_MIN_PORT", "20100").env("PLUGIN_MAX_PORT", "20199");
    let plugin = Plugin::start(command).await;
    match &plugin.address {
        PluginAddress::Tcp(address) => assert!((20100..=20199).contains(&address.port()), "{address}"),
        PluginAddress::Unix(path) => panic!("{path:?}"),
    }
}

#[tokio::test]
async fn a_socket_stands_in_a_closed_directory_where_the_host_wants_it() {
    let folder = sockets();
    let mut command = command();
    command.env("GRR_LISTEN", "unix").env(SOCKETS, folder.path());
    let mut plugin = Plugin::start(command).await;
    let socket = socket(&plugin).to_owned();
    let directory = socket.parent().unwrap();
    assert_eq!(directory.parent(), Some(folder.path()));
    assert_eq!(directory.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    assert_ne!(plugin.get("pid").await, "");
    plugin.shutdown().await.unwrap();
    plugin.ended().await;
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn auto_is_a_socket_where_one_can_be() {
    let mut command = command();
    command.env("GRR_LISTEN", "auto");
    let mut plugin = Plugin::start(command).await;
    socket(&plugin);
    plugin.shutdown().await.unwrap();
    plugin.ended().await;
}

#[tokio::test]
async fn a_directory_with_a_long_name_makes_it_tcp_and_a_line_says_so() {
    let folder = tempfile::Builder::new().prefix(&"x".repeat(100)).tempdir().unwrap();
    for listen in ["auto", "unix"] {
        let mut command = command();
        command.env("GRR_LISTEN", listen).env(SOCKETS, folder.path());
        let plugin = Plugin::start(command).await;
        assert!(matches!(plugin.address, PluginAddress::Tcp(_)), "{:?}", plugin.address);
        within(plugin.errors.line("listening on TCP")).await;
        assert_ne!(plugin.get("pid").await, "");
    }
}

#[tokio::test]
async fn a_directory_that_is_not_there_makes_auto_tcp_and_unix_an_error() {
    let mut auto = command();
    auto.env("GRR_LISTEN", "auto").env(SOCKETS, "/nowhere");
    let plugin = Plugin::start(auto).await;
    assert!(matches!(plugin.address, PluginAddress::Tcp(_)), "{:?}", plugin.address);

    let mut unix = command();
    unix.env("GRR_LISTEN", "unix").env(SOCKETS, "/nowhere");
    assert!(failed(unix).await.starts_with("cannot make the directory /nowhere/plugin-"));
}

/// Why a process does not start: ends with this code, without a handshake and with one line of hclog at error.
async fn why(command: Command, exit_code: i32) -> String {
    let (code, output, errors) = Started::new(command).await.end().await;
    assert_eq!((code, output.as_str()), (Some(exit_code), ""), "{errors}");
    let lines = errors.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let lines: Vec<_> = lines.filter(|line| line["@level"] == "error").collect();
    assert_eq!(lines.len(), 1, "{errors}");
    let message = lines[0]["@message"].as_str().unwrap();
    message.strip_prefix("the plugin did not start: ").unwrap().to_owned()
}

async fn failed(command: Command) -> String {
    why(command, 1).await
}

#[tokio::test]
async fn a_plugin_that_cannot_be_made_is_an_error_in_the_log() {
    let mut command = command();
    command.env("GRR_FAIL", "1");
    assert_eq!(failed(command).await, "the probe has no database: the disk is full");
}

#[tokio::test]
async fn a_plugin_that_panics_before_it_serves_is_an_error_in_the_log() {
    let mut command = command();
    command.env("GRR_FAIL", "panic");
    assert_eq!(why(command, 101).await, "`main` panicked: the probe is broken");
}

#[tokio::test]
async fn a_failed_start_is_told_whatever_levels_are_asked_for() {
    for levels in ["error", "my_plugin=debug", "grafana_resource_routes=debug"] {
        let mut command = command();
        command.env("GRR_FAIL", "1").env("RUST_LOG", levels);
        assert!(failed(command).await.starts_with("the probe has no database"), "{levels}");
    }
}

/// How Grafana starts a plugin whose `main` returns what the server returns.
fn plain() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_process-hello"));
    command.env_remove("RUST_LOG").env("grafana_plugin_type", "datasource");
    command
}

#[tokio::test]
async fn a_host_that_wants_mutual_tls_is_refused_in_words() {
    for mut command in [command(), plain()] {
        command.env("PLUGIN_CLIENT_CERT", "-----BEGIN CERTIFICATE-----");
        assert!(failed(command).await.starts_with("the host asks for mutual TLS"));
    }
}

#[tokio::test]
async fn a_port_that_is_none_is_told_in_words() {
    for mut command in [command(), plain()] {
        command.env("PLUGIN_MIN_PORT", "x");
        assert_eq!(failed(command).await, "PLUGIN_MIN_PORT is not the number of a port");
    }
}

#[tokio::test]
async fn who_starts_it_by_hand_is_told_what_it_is() {
    let plugin = Plugin::start(by_hand()).await;
    within(plugin.errors.line("This program is a plugin, meant to be started by Grafana")).await;
    assert_ne!(plugin.get("pid").await, "");
}

#[tokio::test]
async fn at_debug_a_line_names_the_services_as_go_plugins_do() {
    let mut command = command();
    command.env("RUST_LOG", "debug");
    let plugin = Plugin::start(command).await;
    let line = within(plugin.errors.line("Serving plugin")).await;
    assert!(line.contains("[diagnostics data resource stream]"), "{line}");
}
