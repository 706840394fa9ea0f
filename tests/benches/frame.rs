//! Runs `frame_callgrind.rs` and makes its counts into a table, the budget beside it.

#[allow(dead_code, reason = "each program uses a part")]
mod counts;
#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
#[allow(dead_code, reason = "each program uses a part")]
mod report;

use std::process::ExitCode;

use counts::Counts;
use fixture::requests::MEASURED;
use report::{Report, mean, version};

const PEERS: [&str; 3] = ["hand", "sdk", "server"];

fn main() -> ExitCode {
    match Counts::run("frame_callgrind") {
        Ok(counts) => show(&counts),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn show(counts: &Counts) -> ExitCode {
    let figures = PEERS.map(|peer| {
        (0..MEASURED.len()).map(|case| counts.net(peer, &format!("call_{case}"))).collect::<Vec<_>>()
    });
    let [hand, _, server] = &figures;
    let mut report = Report::new("frame");
    report.paragraph(&format!(
        "Instructions from the message of a request to those of its answer, net of the harness. `hand` and `routes` behind the \
         SDK's service, decoded and encoded by prost; `routes` behind the library's server. {}, {}.",
        version("rustc"),
        version("valgrind")
    ));
    let rows: Vec<_> = MEASURED
        .iter()
        .enumerate()
        .map(|(case, call)| row(call.name, &figures.each_ref().map(|peer| peer[case])))
        .chain([row("mean", &figures.each_ref().map(|peer| mean(peer)))])
        .collect();
    report.table(&["request", "hand, SDK", "routes, SDK", "routes, server", "server / hand"], &rows);
    report.budgets(&[("mean of the mix, against `hand` behind the SDK", mean(server) / mean(hand), 0.25)]);
    report.finish()
}

fn row(name: &str, counts: &[f64; PEERS.len()]) -> Vec<String> {
    let figures = counts.iter().map(|count| format!("{count:.0}"));
    [name.to_owned()].into_iter().chain(figures).chain([format!("{:.2}", counts[2] / counts[0])]).collect()
}
