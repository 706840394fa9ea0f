//! Runs `callgrind.rs` and makes its counts into a table: each call net of the harness, ratios, and the budgets beside them.

#[allow(dead_code, reason = "each program uses a part")]
mod counts;
#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
#[allow(dead_code, reason = "each program uses a part")]
mod report;

use std::process::ExitCode;

use counts::Counts;
use fixture::requests::MEASURED;
use report::{Report, geometric_mean, mean, version};

const PEERS: [&str; 4] = ["routes", "hand", "lean", "axum"];
/// The two of [`MEASURED`] that no route answers.
const MISSES: [usize; 2] = [7, 8];

fn main() -> ExitCode {
    match Counts::run("callgrind") {
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
    let [routes, hand, lean, axum] = &figures;
    let mut report = Report::new("instructions");
    report.paragraph(&format!(
        "Instructions of a call, net of the harness. {}, {}.",
        version("rustc"),
        version("valgrind")
    ));
    let rows: Vec<_> = MEASURED
        .iter()
        .enumerate()
        .map(|(case, call)| row(call.name, &figures.each_ref().map(|peer| peer[case])))
        .chain([row("mean", &figures.each_ref().map(|peer| mean(peer)))])
        .collect();
    report.table(&["request", "routes", "hand", "lean", "axum", "/ hand", "/ lean", "/ axum"], &rows);
    let ratio = |peer: &[f64]| {
        geometric_mean(&routes.iter().zip(peer).map(|(own, its)| own / its).collect::<Vec<_>>())
    };
    let of_misses = |peer: &[f64]| mean(&MISSES.map(|case| peer[case]));
    report.budgets(&[
        ("mean of the mix, against `hand`", mean(routes) / mean(hand), 1.0),
        ("mean of the mix, against `lean`", mean(routes) / mean(lean), 1.05),
        ("geometric mean of the ratios to `hand`", ratio(hand), 1.0),
        ("geometric mean of the ratios to `lean`", ratio(lean), 1.05),
        ("404 and 405, against `hand`", of_misses(routes) / of_misses(hand), 0.6),
    ]);
    report.paragraph(&format!("Geometric mean of the ratios to `axum`: {:.2}.", ratio(axum)));
    report.finish()
}

/// The counts, and the library's divided by each other one.
fn row(name: &str, counts: &[f64; PEERS.len()]) -> Vec<String> {
    let figures = counts.iter().map(|count| format!("{count:.0}"));
    let ratios = counts[1..].iter().map(|other| format!("{:.2}", counts[0] / other));
    [name.to_owned()].into_iter().chain(figures).chain(ratios).collect()
}
