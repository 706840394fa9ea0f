//! The processes that serve the plugins of `routes.json`, each started when it is first called.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{LazyLock, Mutex, PoisonError},
};

use grafana_plugin_sdk::pluginv2::{CallResourceRequest, resource_client::ResourceClient};
use tokio::runtime::Runtime;
use tonic::{
    Status,
    transport::{Channel, Endpoint},
};

use crate::reply::Reply;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

/// The processes by plugin and block. They end with this one, since they read from it.
static PROCESSES: LazyLock<Mutex<HashMap<(String, &'static str), Process>>> = LazyLock::new(Mutex::default);

struct Process {
    channel: Channel,
    _child: Child,
}

impl Process {
    fn start(plugin: &str, block: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_process-cases"))
            .envs([
                ("CASES_PLUGIN", plugin),
                ("CASES_BLOCK", block),
                ("RUST_LOG", "off"),
                ("grafana_plugin_type", "datasource"),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut handshake = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut handshake).expect("a handshake");
        let address = handshake.split('|').nth(3).unwrap_or_else(|| panic!("{plugin}: {handshake:?}"));
        let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("an address");
        let channel = RUNTIME.block_on(endpoint.connect()).expect("a connection");
        Self { channel, _child: child }
    }
}

fn channel(plugin: &str, block: &'static str) -> Channel {
    let mut processes = PROCESSES.lock().unwrap_or_else(PoisonError::into_inner);
    let process =
        processes.entry((plugin.to_owned(), block)).or_insert_with(|| Process::start(plugin, block));
    process.channel.clone()
}

/// Calls a plugin over TCP, and reads `most` messages of its answer at most.
///
/// # Errors
///
/// Where the call fails.
pub(crate) fn call(
    plugin: &str,
    block: &'static str,
    message: CallResourceRequest,
    most: usize,
) -> Result<Reply, Box<Status>> {
    let mut client = ResourceClient::new(channel(plugin, block));
    RUNTIME.block_on(async {
        let answer = client.call_resource(message).await?;
        Ok(Reply::read(answer.into_inner(), most).await?)
    })
}
