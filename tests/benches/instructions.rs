//! Runs `callgrind.rs` and makes its counts into a table: each call net of the harness, ratios, and the budgets beside them.

#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
#[allow(dead_code, reason = "each program uses a part")]
mod report;

use std::{
    collections::BTreeMap,
    env,
    process::{Command, ExitCode, Stdio},
};

use fixture::requests::MEASURED;
use report::{Report, geometric_mean, mean, version};
use serde_json::Value;

const PEERS: [&str; 3] = ["hand", "lean", "axum"];

/// Instructions by function and case.
type Counts = BTreeMap<String, BTreeMap<usize, f64>>;

fn main() -> ExitCode {
    match measure() {
        Ok(counts) => show(&counts),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure() -> Result<Counts, String> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["bench", "-p", "conformance", "--bench", "callgrind", "--", "--output-format=json"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(
            "the callgrind run failed; valgrind and gungraun-runner are needed, see README.md".to_owned()
        );
    }
    let mut counts = Counts::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let run: Value = serde_json::from_str(line).map_err(|error| format!("not a summary: {error}"))?;
        let name = run["function_name"].as_str().ok_or("a summary without function_name")?;
        let case = run["id"].as_str().and_then(|id| id.rsplit('_').next()?.parse().ok());
        let metrics = &run["profiles"][0]["data"]["total"]["metrics"];
        let count = metrics["Ir"]["values"]["new"].as_f64().ok_or("a summary without a count")?;
        counts.entry(name.to_owned()).or_default().insert(case.ok_or("a case without a number")?, count);
    }
    Ok(counts)
}

fn show(counts: &Counts) -> ExitCode {
    let net = |peer: &str| -> Vec<f64> {
        (0..MEASURED.len()).map(|case| counts[peer][&case] - counts["nothing"][&case]).collect()
    };
    let figures = PEERS.map(net);
    let mut report = Report::new("instructions");
    report.paragraph(&format!(
        "Instructions of a call, net of the harness. {}, {}.",
        version("rustc"),
        version("valgrind")
    ));
    report.table(&[&["request"], PEERS.as_slice()].concat(), &rows(&figures));
    report.finish()
}

fn rows(figures: &[Vec<f64>]) -> Vec<Vec<String>> {
    let cells = |name: &str, values: Vec<String>| [vec![name.to_owned()], values].concat();
    let mut rows: Vec<Vec<String>> = MEASURED
        .iter()
        .enumerate()
        .map(|(case, call)| {
            cells(call.name, figures.iter().map(|peer| format!("{:.0}", peer[case])).collect())
        })
        .collect();
    rows.push(cells("mean", figures.iter().map(|peer| format!("{:.0}", mean(peer))).collect()));
    let ratio = |peer: &Vec<f64>| {
        let each: Vec<f64> = peer.iter().zip(&figures[0]).map(|(own, hand)| own / hand).collect();
        format!("{:.2}", geometric_mean(&each))
    };
    rows.push(cells("ratio to hand, geometric mean", figures.iter().map(ratio).collect()));
    rows
}
