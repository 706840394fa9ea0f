//! Paired timings: the peers take turns, round after round, so that a machine that slows down slows all of them down.

#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
#[allow(dead_code, reason = "each program uses a part")]
mod peers;
#[allow(dead_code, reason = "each program uses a part")]
mod report;

use std::process::ExitCode;

use fixture::requests::MEASURED;
use report::{Report, geometric_mean, median, version};

const ROUNDS: usize = 60;
const CALLS: u32 = 200;
/// The place of `hand` among the peers.
const HAND: usize = 1;

fn main() -> ExitCode {
    let peers = peers::all();
    // By peer, request and round: nanoseconds of a call.
    let mut times = vec![vec![Vec::with_capacity(ROUNDS); MEASURED.len()]; peers.len()];
    for round in 0..=ROUNDS {
        for (case, call) in MEASURED.iter().enumerate() {
            for turn in 0..peers.len() {
                let peer = (turn + round) % peers.len();
                let time = peers[peer].time(call, CALLS as usize).as_secs_f64() * 1e9 / f64::from(CALLS);
                // The first round warms up.
                if round > 0 {
                    times[peer][case].push(time);
                }
            }
        }
    }
    let names: Vec<&str> = peers.iter().map(|peer| peer.name()).collect();
    show(&names, &times)
}

fn show(names: &[&str], times: &[Vec<Vec<f64>>]) -> ExitCode {
    let mut report = Report::new("timings");
    report.paragraph(&format!(
        "Nanoseconds of a call: medians of {ROUNDS} rounds of {CALLS} calls. In brackets the median of the ratios to `hand` in the \
         same round. {}.",
        version("rustc")
    ));
    let ratio = |peer: usize, case: usize| {
        let pairs = times[peer][case].iter().zip(&times[HAND][case]);
        median(pairs.map(|(own, hand)| own / hand).collect())
    };
    let mut rows = Vec::new();
    for (case, call) in MEASURED.iter().enumerate() {
        let cell =
            |peer: usize| format!("{:.0} ({:.2})", median(times[peer][case].clone()), ratio(peer, case));
        rows.push([vec![call.name.to_owned()], (0..names.len()).map(cell).collect()].concat());
    }
    let all = |peer: usize| {
        let ratios: Vec<f64> = (0..MEASURED.len()).map(|case| ratio(peer, case)).collect();
        format!("{:.2}", geometric_mean(&ratios))
    };
    rows.push([vec!["ratio, geometric mean".to_owned()], (0..names.len()).map(all).collect()].concat());
    report.table(&[&["request"], names].concat(), &rows);
    report.finish()
}
