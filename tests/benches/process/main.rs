//! Instructions of a call to a whole process, as users start it: every default feature, `RUST_LOG` unset, the subscriber that
//! the server installs, calls over a connection. Callgrind counts all of the process; two runs with different numbers of calls
//! give what one call costs.

mod build;
#[path = "../../load/client.rs"]
#[allow(dead_code, reason = "the load test's too")]
mod client;
#[path = "../fixture/mod.rs"]
#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
#[path = "../../load/process.rs"]
#[allow(dead_code, reason = "the load test's too")]
mod process;
#[path = "../report.rs"]
#[allow(dead_code, reason = "each program uses a part")]
mod report;

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use bytes::Bytes;
use client::{Client, Windows, framed};
use fixture::requests::MEASURED;
use process::Process;
use prost::Message;
use report::{Report, version};
use tokio::{runtime, task::LocalSet};

const AT_ONCE: usize = 8;

/// Calls of the two runs, each a multiple of the nine requests and of [`AT_ONCE`]. The first is long enough for tables, threads
/// and buffers to stand.
const CALLS: [usize; 2] = [720, 2880];

const WINDOWS: Windows = Windows { call: 1 << 20, all: 16 << 20 };

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Peer {
    HandBehindTheSdk,
    RoutesBehindTheSdk,
    Server,
    ServerAtWarn,
}

impl Peer {
    const ALL: [Self; 4] =
        [Self::HandBehindTheSdk, Self::RoutesBehindTheSdk, Self::Server, Self::ServerAtWarn];

    fn name(self) -> &'static str {
        match self {
            Self::HandBehindTheSdk => "hand, SDK's server",
            Self::RoutesBehindTheSdk => "routes, SDK's server",
            Self::Server => "routes, Server",
            Self::ServerAtWarn => "routes, Server, RUST_LOG=warn: no span",
        }
    }
}

fn main() -> ExitCode {
    measure().unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}

fn measure() -> Result<ExitCode, Box<dyn Error>> {
    let program = build::plugin()?;
    let mut figures = Vec::new();
    for peer in Peer::ALL {
        let [few, many] = [instructions(&program, peer, CALLS[0])?, instructions(&program, peer, CALLS[1])?];
        figures.push((many - few) / f64::from(u32::try_from(CALLS[1] - CALLS[0])?));
    }
    let [hand, routes, server, silent] = figures[..] else { unreachable!("a figure for each peer") };
    let mut report = Report::new("process");
    report.paragraph(&format!(
        "Instructions of a call, all of the process counted by callgrind, {AT_ONCE} at once over one connection: the nine \
         requests in turns, {} calls less {}. Plugins in a crate of their own, every default feature, `RUST_LOG` unset, the subscriber that the server \
         installs, nothing logged. {}, {}.",
        CALLS[1],
        CALLS[0],
        version("rustc"),
        version("valgrind")
    ));
    let rows: Vec<_> = Peer::ALL
        .iter()
        .zip(&figures)
        .map(|(peer, figure)| {
            vec![peer.name().to_owned(), format!("{figure:.0}"), format!("{:.2}", figure / hand)]
        })
        .collect();
    report.table(&["process", "instructions", "/ hand"], &rows);
    report.budgets(&[
        ("`Server` against `hand` behind the SDK's", server / hand, 0.40),
        ("`routes` against `hand`, both behind the SDK's", routes / hand, 1.0),
        ("the span, with nobody who listens: instructions", server - silent, 4000.0),
    ]);
    Ok(report.finish())
}

/// Of one process from its start to its end.
fn instructions(program: &Path, peer: Peer, calls: usize) -> Result<f64, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // The counts of each stay, for who wants to see where they come from (`callgrind_annotate`).
    let file = |kind: &str| folder.join(format!("callgrind.{kind}.process.{peer:?}"));
    let (counts, log) = (file("out"), file("log"));
    let argument = |name: &str, path: &PathBuf| format!("{name}={}", path.display());
    let mut command = Command::new("valgrind");
    command
        .arg("--tool=callgrind")
        .arg(argument("--callgrind-out-file", &counts))
        .arg(argument("--log-file", &log))
        .arg(program)
        .arg(peer.name())
        .stderr(Stdio::null());
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let process = Process::start_with(command, (peer == Peer::ServerAtWarn).then_some("warn"))?;
    LocalSet::new().block_on(&runtime, async {
        let client = Client::connect(&process.address, WINDOWS).await?;
        let messages: Vec<Bytes> =
            MEASURED.iter().map(|call| framed(&call.message().encode_to_vec())).collect();
        let callers: Vec<_> = (0..AT_ONCE)
            .map(|caller| {
                let (client, messages) = (client.clone(), messages.clone());
                tokio::task::spawn_local(async move {
                    for message in messages.iter().cycle().skip(caller).take(calls / AT_ONCE) {
                        client.call(message.clone(), |_| ()).await.map_err(|failure| failure.to_string())?;
                    }
                    Ok::<(), String>(())
                })
            })
            .collect();
        for caller in callers {
            caller.await??;
        }
        Ok::<(), Box<dyn Error>>(())
    })?;
    process.terminate()?;
    let text = fs::read_to_string(&log)?;
    let line =
        text.lines().find_map(|line| line.split_once("Collected :")).ok_or("callgrind says no count")?;
    Ok(line.1.trim().parse()?)
}
