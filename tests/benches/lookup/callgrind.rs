//! The instruction counts of tables of 10, 100 and 1000 routes. `cargo bench --bench lookup` runs this and makes the table.

#![allow(missing_docs, reason = "the harness generates public items")]

#[allow(dead_code, reason = "each program uses a part")]
#[path = "../fixture/mod.rs"]
mod fixture;
#[allow(dead_code, reason = "each program uses a part")]
#[path = "../peers/mod.rs"]
mod peers;
/// The plugins that `build.rs` wrote.
#[allow(clippy::unused_async, reason = "all handlers are asynchronous")]
mod tables {
    include!(concat!(env!("OUT_DIR"), "/lookup.rs"));
}

use std::hint::black_box;

use ::axum::{Router, http::StatusCode, routing::get};
use fixture::{drive::run, requests::Call};
use grafana_plugin_sdk::backend::{CallResourceRequest, ResourceService};
use gungraun::prelude::*;
use peers::axum::Axum;
use tables::{routes_10, routes_100, routes_1000};

/// As in `callgrind.rs`.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// In tables of 10, 100 and 1000 routes: the last route without and with a parameter, and a path that none has.
const CALLS: [[&str; 3]; 3] = [
    ["group000/leaf8", "group000/some/leaf9", "group000/some/none"],
    ["group009/leaf8", "group009/some/leaf9", "group009/some/none"],
    ["group099/leaf8", "group099/some/leaf9", "group099/some/none"],
];

type Prepared<P> = (&'static P, CallResourceRequest<P>);

fn prepare<P: ResourceService>(plugin: P, table: usize, case: usize) -> Prepared<P> {
    let plugin: &'static P = Box::leak(Box::new(plugin));
    let call = Call { name: "lookup", method: "GET", url: CALLS[table][case] };
    run(plugin, call.request::<P>());
    (plugin, call.request::<P>())
}

fn for_10(case: usize) -> Prepared<routes_10::Plugin> {
    prepare(routes_10::Plugin, 0, case)
}

fn for_100(case: usize) -> Prepared<routes_100::Plugin> {
    prepare(routes_100::Plugin, 1, case)
}

fn for_1000(case: usize) -> Prepared<routes_1000::Plugin> {
    prepare(routes_1000::Plugin, 2, case)
}

fn router(paths: &[&'static str]) -> Axum {
    let route =
        |router: Router, path: &&'static str| router.route(path, get(async || StatusCode::NO_CONTENT));
    Axum::with(paths.iter().fold(Router::new(), route))
}

fn axum_10(case: usize) -> Prepared<Axum> {
    prepare(router(&tables::PATHS_10), 0, case)
}

fn axum_100(case: usize) -> Prepared<Axum> {
    prepare(router(&tables::PATHS_100), 1, case)
}

fn axum_1000(case: usize) -> Prepared<Axum> {
    prepare(router(&tables::PATHS_1000), 2, case)
}

// What the harness itself costs: the request is dropped, nothing is called.
#[library_benchmark]
#[benches::at_10(args = [0, 1, 2], setup = axum_10)]
#[benches::at_100(args = [0, 1, 2], setup = axum_100)]
#[benches::at_1000(args = [0, 1, 2], setup = axum_1000)]
fn nothing((plugin, request): Prepared<Axum>) {
    black_box(plugin);
    drop(black_box(request));
}

#[library_benchmark]
#[benches::at_10(args = [0, 1, 2], setup = axum_10)]
#[benches::at_100(args = [0, 1, 2], setup = axum_100)]
#[benches::at_1000(args = [0, 1, 2], setup = axum_1000)]
fn axum((plugin, request): Prepared<Axum>) {
    run(black_box(plugin), request);
}

#[library_benchmark]
#[benches::at_10(args = [0, 1, 2], setup = for_10)]
fn routes_of_10((plugin, request): Prepared<routes_10::Plugin>) {
    run(black_box(plugin), request);
}

#[library_benchmark]
#[benches::at_100(args = [0, 1, 2], setup = for_100)]
fn routes_of_100((plugin, request): Prepared<routes_100::Plugin>) {
    run(black_box(plugin), request);
}

#[library_benchmark]
#[benches::at_1000(args = [0, 1, 2], setup = for_1000)]
fn routes_of_1000((plugin, request): Prepared<routes_1000::Plugin>) {
    run(black_box(plugin), request);
}

library_benchmark_group!(
    name = lookups,
    benchmarks = [nothing, axum, routes_of_10, routes_of_100, routes_of_1000]
);
main!(library_benchmark_groups = lookups);
