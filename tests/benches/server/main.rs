//! Servers in processes of their own, called over one connection by one thread: the library's, the SDK's, and Go's.
//!
//! Of the peers only the last is another program. The client has a core of its own where there is more than one.

#[path = "../../load/client.rs"]
#[allow(dead_code, reason = "the load test's too")]
mod client;
#[path = "../fixture/mod.rs"]
#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
mod plugins;
#[path = "../../load/process.rs"]
#[allow(dead_code, reason = "the load test's too")]
mod process;
#[path = "../report.rs"]
#[allow(dead_code, reason = "each program uses a part")]
mod report;
mod rounds;
#[path = "../peers/routes.rs"]
mod routes;
mod table;

use std::{
    env,
    error::Error,
    process::{Command, ExitCode, Stdio, id},
    thread::available_parallelism,
};

use plugins::{Peer, SERVE};
use rounds::{Round, measure, messages};

const ROUNDS: usize = 9;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    let done = match arguments.iter().position(|argument| argument == SERVE) {
        Some(at) => {
            plugins::serve(arguments.get(at + 1).map_or("", String::as_str)).map(|()| ExitCode::SUCCESS)
        }
        None => run(|flag| arguments.iter().any(|argument| argument == flag)),
    };
    done.unwrap_or_else(|error| {
        eprintln!("{error}");
        ExitCode::FAILURE
    })
}

fn run(asked: impl Fn(&str) -> bool) -> Result<ExitCode, Box<dyn Error>> {
    let mut peers = Peer::ALL.to_vec();
    if asked("--without-go") {
        peers.retain(|peer| *peer != Peer::Go);
    } else {
        plugins::build_go()?;
    }
    let cores = available_parallelism()?.get();
    let others = if cores > 1 { take_a_core(cores) } else { None };
    // With the servers on the other cores only, and with the servers on all, the client's too.
    let pinned = rounds_of(&peers, others.as_deref())?;
    let all = others.as_ref().map(|_| format!("0-{}", cores - 1));
    let free = rounds_of(&peers, all.as_deref())?;
    Ok(table::show(&peers, &pinned, &free, others.as_deref()))
}

/// Takes the first core for this thread. The others are for the servers; `None` where `taskset` is missing.
fn take_a_core(cores: usize) -> Option<String> {
    let mut taskset = Command::new("taskset");
    taskset.args(["-c", "-p", "0", &id().to_string()]).stdout(Stdio::null());
    taskset
        .status()
        .ok()
        .filter(std::process::ExitStatus::success)
        .map(|_| format!("1-{}", cores - 1).replace("1-1", "1"))
}

/// By peer and round.
fn rounds_of(peers: &[Peer], cores: Option<&str>) -> Result<Vec<Vec<Round>>, Box<dyn Error>> {
    let messages = messages();
    let mut rounds: Vec<Vec<Round>> = peers.iter().map(|_| Vec::new()).collect();
    for round in 0..ROUNDS {
        for turn in 0..peers.len() {
            let peer = (turn + round) % peers.len();
            let name = peers[peer].name();
            let measured =
                measure(peers[peer], cores, &messages).map_err(|error| format!("{name}: {error}"))?;
            rounds[peer].push(measured);
        }
    }
    Ok(rounds)
}
