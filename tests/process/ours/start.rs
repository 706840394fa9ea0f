//! From the start to the handshake, or to words that say why there is none.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{Plugin, PluginAddress, Started, by_hand, command, within};

/// A new directory, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("start-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

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
    let folder = Folder::new("socket");
    let mut command = command();
    command.env("GRR_LISTEN", "unix").env("PLUGIN_UNIX_SOCKET_DIR", &folder.0);
    let mut plugin = Plugin::start(command).await;
    let socket = socket(&plugin).to_owned();
    let directory = socket.parent().unwrap();
    assert_eq!(directory.parent(), Some(folder.0.as_path()));
    assert_eq!(directory.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    assert_ne!(plugin.get("pid").await, "");
    plugin.shutdown().await.unwrap();
    plugin.ended().await;
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0);
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
    let folder = Folder::new(&"x".repeat(100));
    for listen in ["auto", "unix"] {
        let mut command = command();
        command.env("GRR_LISTEN", listen).env("PLUGIN_UNIX_SOCKET_DIR", &folder.0);
        let plugin = Plugin::start(command).await;
        assert!(matches!(plugin.address, PluginAddress::Tcp(_)), "{:?}", plugin.address);
        within(plugin.errors.line("listening on TCP")).await;
        assert_ne!(plugin.get("pid").await, "");
    }
}

#[tokio::test]
async fn a_directory_that_is_not_there_makes_auto_tcp_and_unix_an_error() {
    let mut auto = command();
    auto.env("GRR_LISTEN", "auto").env("PLUGIN_UNIX_SOCKET_DIR", "/nowhere");
    let plugin = Plugin::start(auto).await;
    assert!(matches!(plugin.address, PluginAddress::Tcp(_)), "{:?}", plugin.address);

    let mut unix = command();
    unix.env("GRR_LISTEN", "unix").env("PLUGIN_UNIX_SOCKET_DIR", "/nowhere");
    let (code, output, errors) = Started::new(unix).await.end().await;
    assert_eq!((code, output.as_str()), (Some(1), ""));
    assert!(errors.contains("Error: cannot make the directory /nowhere/plugin-"), "{errors}");
    assert!(errors.contains("No such file or directory"), "{errors}");
}

#[tokio::test]
async fn a_plugin_that_cannot_be_made_ends_with_words_and_without_a_handshake() {
    let mut command = command();
    command.env("GRR_FAIL", "1");
    let (code, output, errors) = Started::new(command).await.end().await;
    assert_eq!((code, output.as_str()), (Some(1), ""));
    assert!(errors.contains("the probe has no database"), "{errors}");
}

#[tokio::test]
async fn a_host_that_wants_mutual_tls_is_refused_in_words() {
    let mut command = command();
    command.env("PLUGIN_CLIENT_CERT", "-----BEGIN CERTIFICATE-----");
    let (code, output, errors) = Started::new(command).await.end().await;
    assert_eq!((code, output.as_str()), (Some(1), ""));
    assert!(errors.contains("Error: the host asks for mutual TLS"), "{errors}");
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
