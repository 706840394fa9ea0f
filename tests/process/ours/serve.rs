//! What is served, and what must not end it.

use grafana_plugin_sdk::pluginv2::{
    CheckHealthRequest, CollectMetricsRequest, diagnostics_client::DiagnosticsClient,
};
use tokio::net::TcpStream;
use tokio::process::Command;
use tonic::Code;
use tonic::transport::Channel;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use super::{Plugin, PluginAddress, command, connect, context, get, within};

pub(super) fn health(plugin: &Plugin) -> HealthClient<Channel> {
    HealthClient::new(plugin.channel.clone())
}

pub(super) fn of(service: &str) -> HealthCheckRequest {
    HealthCheckRequest { service: service.to_owned() }
}

#[tokio::test]
async fn the_plugin_and_its_services_say_that_they_serve() {
    let plugin = Plugin::start(command()).await;
    for service in
        ["", "plugin", "pluginv2.Resource", "pluginv2.Data", "pluginv2.Diagnostics", "pluginv2.Stream"]
    {
        let answer = within(health(&plugin).check(of(service))).await.unwrap().into_inner();
        assert_eq!(answer.status(), ServingStatus::Serving, "{service}");
    }
    let unknown = within(health(&plugin).check(of("pluginv2.Nothing"))).await.unwrap_err();
    assert_eq!(unknown.code(), Code::NotFound);
}

#[tokio::test]
async fn what_is_not_served_is_unimplemented() {
    let plugin = Plugin::start(command()).await;
    for method in [
        "/plugin.GRPCBroker/StartStream",
        "/plugin.GRPCStdio/StreamStdio",
        "/plugin.GRPCController/Restart",
        "/pluginv2.Resource/CallNothing",
        "/pluginv2.Data/Nothing",
    ] {
        assert_eq!(plugin.unary(method).await.unwrap_err().code(), Code::Unimplemented, "{method}");
    }
}

#[tokio::test]
async fn the_sdks_services_answer_beside_resource_calls() {
    let plugin = Plugin::start(command()).await;
    let mut client = DiagnosticsClient::new(plugin.channel.clone());
    let request = CheckHealthRequest { plugin_context: Some(context()), ..CheckHealthRequest::default() };
    assert_eq!(within(client.check_health(request)).await.unwrap().into_inner().message, "healthy");
    let request = CollectMetricsRequest { plugin_context: Some(context()) };
    let metrics = within(client.collect_metrics(request)).await.unwrap().into_inner().metrics.unwrap();
    assert_eq!(metrics.prometheus, b"up 1\n"[..]);
}

#[tokio::test]
async fn services_of_the_sdk_take_large_requests_too() {
    let plugin = Plugin::start(command()).await;
    let mut client = DiagnosticsClient::new(plugin.channel.clone());
    let large = |bytes: usize| CheckHealthRequest {
        plugin_context: Some(context()),
        headers: [("x".to_owned(), "x".repeat(bytes))].into(),
    };
    // Four times what tonic takes as it is.
    assert!(within(client.check_health(large(15 << 20))).await.is_ok());
    assert_eq!(within(client.check_health(large(17 << 20))).await.unwrap_err().code(), Code::OutOfRange);
    assert_ne!(plugin.get("pid").await, "");
}

#[tokio::test]
async fn the_end_of_one_connection_is_nothing_to_another() {
    let plugin = Plugin::start(command()).await;
    let other = within(connect(&plugin.address)).await;
    let sleeping = plugin.sleeping().await;
    assert_eq!(get(&other, "pid").await, plugin.get("pid").await);
    drop(other);
    assert_eq!(within(sleeping).await, "slept");
}

#[tokio::test]
async fn bytes_that_are_no_http_end_their_connection_only() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let plugin = Plugin::start(command()).await;
    let PluginAddress::Tcp(address) = plugin.address else { panic!("{:?}", plugin.address) };
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    // However it ends, it ends.
    let _ = within(stream.read_to_end(&mut Vec::new())).await;
    assert_ne!(plugin.get("pid").await, "");
}

#[tokio::test]
async fn a_lack_of_file_descriptors_is_waited_out() {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"ulimit -n 32; exec "$0""#, env!("CARGO_BIN_EXE_process-server")]);
    shell.env("grafana_plugin_type", "datasource").env_remove("RUST_LOG");
    let mut plugin = Plugin::start(shell).await;
    let PluginAddress::Tcp(address) = plugin.address else { panic!("{:?}", plugin.address) };
    let mut streams = Vec::new();
    for _ in 0..40 {
        streams.push(within(TcpStream::connect(address)).await.unwrap());
    }
    let line = within(plugin.errors.line("could not be accepted")).await;
    assert!(line.contains("Too many open files"), "{line}");
    // Who is connected is served all the while.
    assert_ne!(plugin.get("pid").await, "");
    drop(streams);
    let other = within(connect(&plugin.address)).await;
    assert_ne!(get(&other, "pid").await, "");
    plugin.shutdown().await.unwrap();
    assert_eq!(plugin.ended().await.code(), Some(0));
}
