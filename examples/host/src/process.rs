//! One start of a plugin: spawn, handshake, connection, end.
//!
//! In comes the plugin's description, out goes a running process with a gRPC channel. Called by
//! [`crate::supervisor`], which starts it again after a crash. Follows hashicorp/go-plugin's `client.go`.

use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::{Channel, Endpoint};

use crate::config::Plugin;
use crate::handshake::{self, HandshakeError, PluginAddress};
use crate::plugin_log;

/// How long a plugin may take to its first line.
const START: Duration = Duration::from_mins(1);
/// How long a plugin may take to its end.
const STOP: Duration = Duration::from_secs(2);

/// Why a plugin does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// There is no such program, or it cannot be run.
    #[error("cannot start the plugin {}", .0.display())]
    Spawn(PathBuf, #[source] io::Error),
    /// It ended at once.
    #[error("the plugin ended ({0}) before it printed its handshake")]
    Ended(ExitStatus),
    /// It said nothing.
    #[error("the plugin printed no handshake within {} seconds", START.as_secs())]
    Silent,
    /// Its output cannot be read.
    #[error("cannot read what the plugin prints")]
    Read(#[source] io::Error),
    /// It said something else.
    #[error(transparent)]
    Handshake(#[from] HandshakeError),
    /// Nobody answers where it says that it listens.
    #[error("cannot connect to the plugin at {0:?}")]
    Connect(PluginAddress, #[source] tonic::transport::Error),
}

/// A plugin that has shaken hands. Dropping it kills the process.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    pub(crate) channel: Channel,
}

impl Process {
    /// Starts the plugin and connects to it.
    pub(crate) async fn start(plugin: &Plugin) -> Result<Self, StartError> {
        let mut child = Command::new(&plugin.executable)
            .envs(handshake::ENVIRONMENT)
            .envs(&plugin.environment.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| StartError::Spawn(plugin.executable.clone(), error))?;
        // From now on, since a plugin with a full pipe hangs.
        if let Some(errors) = child.stderr.take() {
            tokio::spawn(plugin_log::drain(errors));
        }
        let address = match child.stdout.take() {
            Some(output) => first_line(&mut child, output).await?,
            None => unreachable!("standard output was asked for"),
        };
        let channel = connect(&address).await.map_err(|error| StartError::Connect(address.clone(), error))?;
        tracing::info!(plugin = plugin.id, pid = child.id(), ?address, "the plugin runs");
        Ok(Self { child, channel })
    }

    /// Waits until the process has ended by itself.
    pub(crate) async fn ended(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks the process to end, and after two seconds makes it.
    pub(crate) async fn stop(mut self) {
        // Most plugins know no such call, and go-plugin waits for those too.
        let _ = timeout(STOP, shutdown(self.channel.clone())).await;
        if timeout(STOP, self.child.wait()).await.is_err() {
            let _ = self.child.kill().await;
        }
    }
}

async fn first_line(child: &mut Child, output: ChildStdout) -> Result<PluginAddress, StartError> {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    let read = timeout(START, output.read_until(b'\n', &mut line)).await;
    if read.map_err(|_| StartError::Silent)?.map_err(StartError::Read)? == 0 {
        let ended = timeout(STOP, child.wait()).await.map_err(|_| StartError::Silent)?;
        return Err(StartError::Ended(ended.map_err(StartError::Read)?));
    }
    let address = handshake::parse(&String::from_utf8_lossy(&line))?;
    tokio::spawn(discard(output));
    Ok(address)
}

/// Later lines on standard output mean nothing, but have to be taken.
async fn discard(mut output: impl AsyncRead + Unpin) {
    let _ = tokio::io::copy(&mut output, &mut tokio::io::sink()).await;
}

async fn connect(address: &PluginAddress) -> Result<Channel, tonic::transport::Error> {
    match address {
        PluginAddress::Tcp(address) => endpoint(format!("http://{address}"))?.connect().await,
        #[cfg(unix)]
        PluginAddress::Unix(path) => {
            let path = path.clone();
            let connector = tower::service_fn(move |_| {
                let path = path.clone();
                async { tokio::net::UnixStream::connect(path).await.map(hyper_util::rt::TokioIo::new) }
            });
            // The connector goes to the socket whatever the URL says.
            endpoint("http://plugin".to_owned())?.connect_with_connector(connector).await
        }
        #[cfg(not(unix))]
        PluginAddress::Unix(path) => endpoint(format!("unix:{}", path.display()))?.connect().await,
    }
}

/// h2 ends a connection, with all of its calls, on which too many small frames wait to be read, and the connection's
/// window sets how many are too many. So one stream may hold little back, and all together much: then a browser that
/// reads a stream of tiny chunks slowly disturbs nobody else.
fn endpoint(url: String) -> Result<Endpoint, tonic::transport::Error> {
    let endpoint = Endpoint::from_shared(url)?;
    Ok(endpoint.initial_stream_window_size(256 * 1024).initial_connection_window_size(1 << 30))
}

/// go-plugin's `plugin.GRPCController/Shutdown`.
async fn shutdown(channel: Channel) -> Result<(), tonic::Status> {
    let mut client = tonic::client::Grpc::new(channel);
    client.ready().await.map_err(|error| tonic::Status::unavailable(error.to_string()))?;
    let codec = tonic::codec::ProstCodec::<(), ()>::default();
    let method = PathAndQuery::from_static("/plugin.GRPCController/Shutdown");
    client.unary(tonic::Request::new(()), method, codec).await.map(drop)
}
