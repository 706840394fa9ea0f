//! The instruction counts from frame to frame: a message's bytes in, an answer's bytes out. `cargo bench --bench frame` runs
//! this and makes the table; alone it prints the harness's own report.

#![allow(missing_docs, reason = "the harness generates public items")]

#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
#[path = "peers/hand.rs"]
mod hand_written;
#[path = "peers/routes.rs"]
mod with_routes;

use std::{future::poll_fn, hint::black_box, pin::pin};

use bytes::Bytes;
use fixture::{drive::block_on, requests::MEASURED};
use futures_core::Stream;
use grafana_plugin_sdk::pluginv2::{CallResourceRequest, resource_server::Resource};
use grafana_resource_routes::testing::served;
use gungraun::prelude::*;
use hand_written::Hand;
use http_body_util::Full;
use prost::Message;
use with_routes::Routes;

/// Its cost does not depend on what was allocated before, so a count depends on the code alone.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

const LIMIT: usize = 16 << 20;

type Prepared<P> = (&'static P, Bytes);

/// As tonic does behind the SDK's server: decode, the SDK's service, encode.
fn through_the_sdk<P: Resource>(plugin: &P, message: Bytes) {
    block_on(async {
        let request = CallResourceRequest::decode(message).expect("a message");
        let answer = plugin.call_resource(tonic::Request::new(request)).await.expect("an answer");
        let mut messages = pin!(answer.into_inner());
        while let Some(message) = poll_fn(|context| messages.as_mut().poll_next(context)).await {
            black_box(message.expect("a message").encode_to_vec());
        }
    });
}

/// As the library's server does, behind HTTP/2.
fn through_our_server(plugin: &Routes, body: Bytes) {
    block_on(served::pieces(plugin, Full::new(body), LIMIT, |piece| {
        black_box(piece);
    }));
}

/// A plugin that has answered this message once, so that its table stands, and the message again.
fn prepare<P>(plugin: P, case: usize, run: fn(&P, Bytes), framed: fn(&[u8]) -> Bytes) -> Prepared<P> {
    let plugin: &'static P = Box::leak(Box::new(plugin));
    let message = || framed(&MEASURED[case].message().encode_to_vec());
    run(plugin, message());
    (plugin, message())
}

fn for_hand(case: usize) -> Prepared<Hand> {
    prepare(Hand::new(), case, through_the_sdk, Bytes::copy_from_slice)
}

fn for_sdk(case: usize) -> Prepared<Routes> {
    prepare(Routes::new(), case, through_the_sdk, Bytes::copy_from_slice)
}

fn for_server(case: usize) -> Prepared<Routes> {
    prepare(Routes::new(), case, through_our_server, served::framed)
}

// What the harness itself costs: the message is dropped, nothing is called.
#[library_benchmark]
#[benches::call(args = [0, 1, 2, 3, 4, 5, 6, 7, 8], setup = for_hand)]
fn nothing((plugin, message): Prepared<Hand>) {
    black_box(plugin);
    drop(black_box(message));
}

#[library_benchmark]
#[benches::call(args = [0, 1, 2, 3, 4, 5, 6, 7, 8], setup = for_hand)]
fn hand((plugin, message): Prepared<Hand>) {
    through_the_sdk(black_box(plugin), message);
}

#[library_benchmark]
#[benches::call(args = [0, 1, 2, 3, 4, 5, 6, 7, 8], setup = for_sdk)]
fn sdk((plugin, message): Prepared<Routes>) {
    through_the_sdk(black_box(plugin), message);
}

#[library_benchmark]
#[benches::call(args = [0, 1, 2, 3, 4, 5, 6, 7, 8], setup = for_server)]
fn server((plugin, message): Prepared<Routes>) {
    through_our_server(black_box(plugin), message);
}

library_benchmark_group!(name = frames, benchmarks = [nothing, hand, sdk, server]);
main!(library_benchmark_groups = frames);
