//! The instruction counts: each function is one peer, each case one request. `cargo bench --bench instructions` runs this and
//! makes the table; alone it prints the harness's own report.

#![allow(missing_docs, reason = "the harness generates public items")]

#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
#[allow(dead_code, reason = "each program uses a part")]
mod peers;

use std::hint::black_box;

use fixture::{drive::run, requests::MEASURED};
use grafana_plugin_sdk::backend::{CallResourceRequest, ResourceService};
use gungraun::prelude::*;
use peers::{axum::Axum, hand::Hand, lean::Lean, routes::Routes};

/// Its cost does not depend on what was allocated before, so a count depends on the code alone.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

type Prepared<P> = (&'static P, CallResourceRequest<P>);

/// A plugin that has answered this request once, so that its table stands, and the request again.
fn prepare<P: ResourceService>(plugin: P, case: usize) -> Prepared<P> {
    let plugin: &'static P = Box::leak(Box::new(plugin));
    run(plugin, MEASURED[case].request::<P>());
    (plugin, MEASURED[case].request::<P>())
}

fn for_hand(case: usize) -> Prepared<Hand> {
    prepare(Hand::new(), case)
}

fn for_lean(case: usize) -> Prepared<Lean> {
    prepare(Lean::new(), case)
}

fn for_routes(case: usize) -> Prepared<Routes> {
    prepare(Routes::new(), case)
}

fn for_axum(case: usize) -> Prepared<Axum> {
    prepare(Axum::new(), case)
}

// What the harness itself costs: the request is dropped, nothing is called.
#[library_benchmark]
#[benches::call(args = [0, 1, 2, 3, 4, 5, 6, 7, 8], setup = for_hand)]
fn nothing((plugin, request): Prepared<Hand>) {
    black_box(plugin);
    drop(black_box(request));
}

#[library_benchmark]
#[benches::call(args = [0, 1, 2, 3, 4, 5, 6, 7, 8], setup = for_hand)]
fn hand((plugin, request): Prepared<Hand>) {
    run(black_box(plugin), request);
}

#[library_benchmark]
#[benches::call(args = [0, 1, 2, 3, 4, 5, 6, 7, 8], setup = for_lean)]
fn lean((plugin, request): Prepared<Lean>) {
    run(black_box(plugin), request);
}

#[library_benchmark]
#[benches::call(args = [0, 1, 2, 3, 4, 5, 6, 7, 8], setup = for_routes)]
fn routes((plugin, request): Prepared<Routes>) {
    run(black_box(plugin), request);
}

#[library_benchmark]
#[benches::call(args = [0, 1, 2, 3, 4, 5, 6, 7, 8], setup = for_axum)]
fn axum((plugin, request): Prepared<Axum>) {
    run(black_box(plugin), request);
}

library_benchmark_group!(name = calls, benchmarks = [nothing, hand, lean, routes, axum]);
main!(library_benchmark_groups = calls);
