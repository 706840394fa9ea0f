//! The library's own server, asked by a client of gRPC without a host in between.

use std::fmt;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use grafana_plugin_sdk::pluginv2::{
    CallResourceRequest, CallResourceResponse, DataSourceInstanceSettings, PluginContext, RunStreamRequest,
    StreamPacket, resource_client::ResourceClient, stream_client::StreamClient,
};
use host::handshake::{self, PluginAddress};
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::Notify;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::{Channel, Endpoint};
use tonic::{Status, Streaming};

use crate::support::{SOCKETS, sockets, within};

mod canary;
mod logs;
mod secrets;
mod serve;
mod services;
mod start;
mod stop;
mod wire;

/// How Grafana starts it.
fn command() -> Command {
    let mut command = by_hand();
    command.env("grafana_plugin_type", "datasource");
    command
}

/// How a shell starts it.
fn by_hand() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_process-server"));
    command.env_remove("RUST_LOG").env_remove("grafana_plugin_type");
    command
}

/// A process that may have shaken hands.
struct Started {
    child: Child,
    line: String,
    output: BufReader<ChildStdout>,
    errors: Errors,
    /// Dropped after the process.
    sockets: TempDir,
}

impl Started {
    /// Waits for the first line, or for the end.
    async fn new(mut command: Command) -> Self {
        let sockets = sockets();
        if !command.as_std().get_envs().any(|(name, _)| name == SOCKETS) {
            command.env(SOCKETS, sockets.path());
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let errors = Errors::of(&mut child);
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        within(output.read_line(&mut line)).await.unwrap();
        Self { child, line, output, errors, sockets }
    }

    /// Waits for the end. Gives the code, what there was on standard output, and on standard error.
    async fn end(mut self) -> (Option<i32>, String, String) {
        let status = within(self.child.wait()).await.unwrap();
        within(self.output.read_to_string(&mut self.line)).await.unwrap();
        (status.code(), self.line, within(self.errors.whole()).await)
    }
}

/// A process that serves.
struct Plugin {
    child: Child,
    address: PluginAddress,
    channel: Channel,
    errors: Errors,
    _sockets: TempDir,
}

impl Plugin {
    async fn start(command: Command) -> Self {
        let Started { child, line, errors, sockets, .. } = Started::new(command).await;
        let address = handshake::parse(&line).unwrap_or_else(|error| panic!("{error}\n{errors}"));
        let channel = within(connect(&address)).await;
        Self { child, address, channel, errors, _sockets: sockets }
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// What go-plugin calls to end a plugin.
    async fn shutdown(&self) -> Result<(), Status> {
        self.unary("/plugin.GRPCController/Shutdown").await
    }

    /// A call of a method without arguments or results.
    async fn unary(&self, method: &'static str) -> Result<(), Status> {
        let mut client = tonic::client::Grpc::new(self.channel.clone());
        client.ready().await.unwrap();
        let codec = tonic::codec::ProstCodec::<(), ()>::default();
        let method = PathAndQuery::from_static(method);
        within(client.unary(tonic::Request::new(()), method, codec)).await.map(drop)
    }

    async fn ended(&mut self) -> ExitStatus {
        within(self.child.wait()).await.unwrap()
    }

    async fn get(&self, path: &str) -> String {
        get(&self.channel, path).await
    }

    /// Opens a stream that never ends, and waits for the first packet.
    async fn endless(&self) -> Streaming<StreamPacket> {
        let request = RunStreamRequest {
            plugin_context: Some(context()),
            path: "endless".to_owned(),
            ..RunStreamRequest::default()
        };
        let mut stream =
            within(StreamClient::new(self.channel.clone()).run_stream(request)).await.unwrap().into_inner();
        assert!(within(stream.message()).await.unwrap().is_some());
        stream
    }

    /// A call that takes 700 ms, and is under way.
    async fn sleeping(&self) -> impl Future<Output = String> + use<> {
        let channel = self.channel.clone();
        let call = tokio::spawn(async move { get(&channel, "sleep/700").await });
        self.get("hanging").await;
        async { call.await.unwrap() }
    }

    /// A call that never ends by itself, and is under way.
    async fn hanging(&self) -> tokio::task::JoinHandle<()> {
        let mut client = ResourceClient::new(self.channel.clone());
        let call = tokio::spawn(async move {
            // It fails when the process ends.
            let _ = client.call_resource(get_request("hang")).await;
        });
        self.get("hanging").await;
        call
    }
}

async fn connect(address: &PluginAddress) -> Channel {
    match address {
        PluginAddress::Tcp(address) => {
            Endpoint::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap()
        }
        PluginAddress::Unix(path) => {
            let path = path.clone();
            let connector = tower::service_fn(move |_| {
                let path = path.clone();
                async { tokio::net::UnixStream::connect(path).await.map(TokioIo::new) }
            });
            Endpoint::from_static("http://plugin").connect_with_connector(connector).await.unwrap()
        }
    }
}

fn get_request(path: &str) -> CallResourceRequest {
    CallResourceRequest {
        plugin_context: Some(context()),
        path: path.to_owned(),
        method: "GET".to_owned(),
        url: path.to_owned(),
        ..CallResourceRequest::default()
    }
}

async fn get(channel: &Channel, path: &str) -> String {
    let answer = call(channel, get_request(path)).await;
    assert!((200..300).contains(&answer.code), "{path}: {}", answer.code);
    String::from_utf8(answer.body.to_vec()).unwrap()
}

/// The one message of an answer.
async fn call(channel: &Channel, request: CallResourceRequest) -> CallResourceResponse {
    let mut client = ResourceClient::new(channel.clone());
    let mut stream = within(client.call_resource(request)).await.unwrap().into_inner();
    within(stream.message()).await.unwrap().unwrap()
}

fn context() -> PluginContext {
    PluginContext {
        org_id: 1,
        plugin_id: "probe".to_owned(),
        data_source_instance_settings: Some(DataSourceInstanceSettings {
            id: 1,
            uid: "example".to_owned(),
            json_data: b"{}".to_vec(),
            ..DataSourceInstanceSettings::default()
        }),
        ..PluginContext::default()
    }
}

/// What a process writes to standard error.
#[derive(Clone, Default)]
struct Errors(Arc<(Mutex<Vec<String>>, Notify)>);

impl Errors {
    fn of(child: &mut Child) -> Self {
        let errors = Self::default();
        let collected = errors.clone();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                collected.push(line);
            }
            collected.push(Self::END.to_owned());
        });
        errors
    }

    /// Stands after the last line.
    const END: &str = "(the end)";

    fn push(&self, line: String) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        self.0.1.notify_waiters();
    }

    fn all(&self) -> Vec<String> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for a line with these words.
    async fn line(&self, words: &str) -> String {
        loop {
            let mut added = std::pin::pin!(self.0.1.notified());
            added.as_mut().enable();
            if let Some(line) = self.all().into_iter().find(|line| line.contains(words)) {
                return line;
            }
            added.await;
        }
    }

    /// Waits for the end, and gives everything.
    async fn whole(&self) -> String {
        self.line(Self::END).await;
        self.to_string()
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.all().join("\n"))
    }
}
