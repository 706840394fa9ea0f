//! Allocations of a call, from the request to the dropped reply, and the size of the boxed future.

#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
#[allow(dead_code, reason = "each program uses a part")]
mod peers;
#[allow(dead_code, reason = "each program uses a part")]
mod report;

use std::process::ExitCode;

use fixture::requests::{Call, MEASURED};
use peers::Peer;
use report::Report;

fn main() -> ExitCode {
    let peers = peers::all();
    let names: Vec<&str> = peers.iter().map(|peer| peer.name()).collect();
    let head = [&["request"], names.as_slice()].concat();
    let rows = |cell: &dyn Fn(&dyn Peer, &Call) -> String| -> Vec<Vec<String>> {
        let row = |call| peers.iter().map(|peer| cell(&**peer, call)).collect();
        MEASURED.iter().map(|call| [vec![call.name.to_owned()], row(call)].concat()).collect()
    };
    let mut report = Report::new("memory");
    report.paragraph("Allocations of a call, and their bytes together.");
    report.table(&head, &rows(&allocations));
    report.paragraph("Bytes of the future that `call_resource` boxes.");
    report.table(&head, &rows(&|peer, call| peer.future_size(call).to_string()));
    let trivial = peers[0].future_size(&MEASURED[0]);
    let largest = MEASURED.iter().map(|call| peers[0].future_size(call)).max().unwrap_or_default();
    report.budgets(&[
        ("boxed future of a trivial handler", bytes(trivial), 1032.0),
        ("the largest of the nine", bytes(largest), 1032.0),
    ]);
    report.finish()
}

fn bytes(size: usize) -> f64 {
    u32::try_from(size).map_or(f64::INFINITY, f64::from)
}

fn allocations(peer: &dyn Peer, call: &Call) -> String {
    // The first call builds what is built once.
    peer.answer(call);
    let mut text = String::new();
    peer.observe(call, &mut |run| {
        let seen = allocation_counter::measure(run);
        text = format!("{} ({})", seen.count_total, seen.bytes_total);
    });
    text
}
