//! Runs `lookup/callgrind.rs` and makes its counts into a table.

#[allow(dead_code, reason = "each program uses a part")]
#[path = "../counts.rs"]
mod counts;
#[allow(dead_code, reason = "each program uses a part")]
#[path = "../report.rs"]
mod report;

use std::process::ExitCode;

use counts::Counts;
use report::{Report, version};

const SIZES: [usize; 3] = [10, 100, 1000];
const CASES: [&str; 3] = ["static", "one parameter", "404"];

fn main() -> ExitCode {
    match Counts::run("lookup_callgrind") {
        Ok(counts) => show(&counts),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn show(counts: &Counts) -> ExitCode {
    let count = |function: &str, size: usize, case: usize| counts.net(function, &format!("at_{size}_{case}"));
    let routes = |size: usize, case: usize| count(&format!("routes_of_{size}"), size, case);
    let axum = |size: usize, case: usize| count("axum", size, case);
    let row = |name: String, figure: &dyn Fn(usize) -> f64| {
        let figures = SIZES.map(|size| format!("{:.0}", figure(size)));
        let growth = format!("{:.2}", figure(1000) / figure(10));
        [vec![name], figures.to_vec(), vec![growth]].concat()
    };
    let mut rows = Vec::new();
    for (case, name) in CASES.iter().enumerate() {
        rows.push(row(format!("routes, {name}"), &|size| routes(size, case)));
        rows.push(row(format!("axum, {name}"), &|size| axum(size, case)));
    }
    let mut report = Report::new("lookup");
    report.paragraph(&format!(
        "Instructions of a whole call whose handler does nothing, by the number of routes in the table. {}.",
        version("rustc")
    ));
    report.table(&["call", "10", "100", "1000", "1000 / 10"], &rows);
    let hits = |size: usize| routes(size, 0) + routes(size, 1);
    report.budgets(&[
        ("hits, 1000 routes against 10", hits(1000) / hits(10), 1.3),
        ("404, 1000 routes against 10", routes(1000, 2) / routes(10, 2), 1.3),
    ]);
    report.finish()
}
