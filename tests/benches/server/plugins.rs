//! The peers: each a process of its own, of this program or of the Go plugin.

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use grafana_plugin_sdk::backend;
use grafana_resource_routes::{
    Server,
    server::{self, Listen},
};

use crate::routes::Routes;

/// The argument that makes this program one of the peers.
pub(crate) const SERVE: &str = "--serve";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    Tcp,
    OneThread,
    Unix,
    UnixOneThread,
    Sdk,
    SdkNoDelay,
    Go,
}

impl Peer {
    pub(crate) const ALL: [Self; 7] =
        [Self::Tcp, Self::OneThread, Self::Unix, Self::UnixOneThread, Self::Sdk, Self::SdkNoDelay, Self::Go];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tcp => "Server, TCP",
            Self::OneThread => "Server, TCP, one thread",
            Self::Unix => "Server, unix",
            Self::UnixOneThread => "Server, unix, one thread",
            Self::Sdk => "SDK's, as it is",
            Self::SdkNoDelay => "SDK's with NODELAY",
            Self::Go => "Go plugin (unix)",
        }
    }

    /// How its process is started.
    pub(crate) fn command(self, cores: Option<&str>) -> Result<Command, Box<dyn Error>> {
        let program = if self == Self::Go { go_plugin() } else { env::current_exe()? };
        let mut command = match cores {
            Some(cores) => {
                let mut command = Command::new("taskset");
                command.args(["-c", cores]).arg(program);
                command
            }
            None => Command::new(program),
        };
        if self == Self::Go {
            command.env("GO_PLUGIN", "cluster");
        } else {
            command.args([SERVE, self.name()]);
        }
        command.stderr(Stdio::null());
        Ok(command)
    }
}

/// What a process does that was started as a peer.
pub(crate) fn serve(name: &str) -> Result<(), Box<dyn Error>> {
    let peer = Peer::ALL.into_iter().find(|peer| peer.name() == name).ok_or("no such peer")?;
    let ours = || Server::new(Routes::new()).resource().listen(Listen::Tcp);
    match peer {
        Peer::Tcp => ours().run_blocking()?,
        Peer::OneThread => ours().worker_threads(1).run_blocking()?,
        Peer::Unix => ours().listen(Listen::Unix).run_blocking()?,
        Peer::UnixOneThread => ours().listen(Listen::Unix).worker_threads(1).run_blocking()?,
        Peer::Sdk => by_the_sdk(false)?,
        Peer::SdkNoDelay => by_the_sdk(true)?,
        Peer::Go => return Err("the Go plugin is another program".into()),
    }
    Ok(())
}

/// What `#[grafana_plugin_sdk::main]` expands to.
#[tokio::main]
async fn by_the_sdk(no_delay: bool) -> Result<(), Box<dyn Error>> {
    let listener = if no_delay { server::listener()? } else { backend::initialize().await? };
    let plugin = backend::Plugin::new().init_subscriber(true).resource_service(Routes::new());
    Ok(plugin.start(listener).await?)
}

fn go_plugin() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-plugin-of-the-benchmark")
}

/// Builds the Go plugin.
pub(crate) fn build_go() -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("go");
    let status = Command::new("go")
        .current_dir(folder)
        .args(["build", "-o"])
        .arg(go_plugin())
        .arg("./cmd/plugin")
        .status()
        .map_err(|error| format!("Go is needed, or the flag --without-go: {error}"))?;
    if status.success() { Ok(()) } else { Err("the Go plugin does not build".to_owned()) }
}
