//! The same plugin several ways. All answer all requests of the fixture alike, which `peers_agree` proves.

pub(crate) mod axum;
pub(crate) mod hand;
pub(crate) mod lean;
pub(crate) mod routes;

use std::{
    mem::size_of_val,
    time::{Duration, Instant},
};

use grafana_plugin_sdk::backend::ResourceService;

use crate::fixture::{
    drive::{Answer, answer, run},
    requests::Call,
};

/// One peer, whatever its type.
pub(crate) trait Peer {
    fn name(&self) -> &'static str;

    /// What a caller sees.
    fn answer(&self, call: &Call) -> Answer;

    /// How long `count` calls take; their requests are built before.
    fn time(&self, call: &Call, count: usize) -> Duration;

    /// What `measure` says about one call; its request is built before.
    fn observe(&self, call: &Call, measure: &mut dyn FnMut(&mut dyn FnMut()));

    /// The size of the future that the call is boxed in.
    fn future_size(&self, call: &Call) -> usize;
}

struct Named<P> {
    name: &'static str,
    plugin: P,
}

impl<P: ResourceService> Peer for Named<P> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn answer(&self, call: &Call) -> Answer {
        answer(&self.plugin, call)
    }

    fn time(&self, call: &Call, count: usize) -> Duration {
        let requests: Vec<_> = (0..count).map(|_| call.request::<P>()).collect();
        let start = Instant::now();
        for request in requests {
            run(&self.plugin, request);
        }
        start.elapsed()
    }

    fn observe(&self, call: &Call, measure: &mut dyn FnMut(&mut dyn FnMut())) {
        let mut request = Some(call.request::<P>());
        measure(&mut || {
            if let Some(request) = request.take() {
                run(&self.plugin, request);
            }
        });
    }

    fn future_size(&self, call: &Call) -> usize {
        size_of_val(&*self.plugin.call_resource(call.request::<P>()))
    }
}

/// All peers, in the order of the tables' columns.
pub(crate) fn all() -> Vec<Box<dyn Peer>> {
    vec![
        Box::new(Named { name: "routes", plugin: routes::Routes::new() }),
        Box::new(Named { name: "hand", plugin: hand::Hand::new() }),
        Box::new(Named { name: "lean", plugin: lean::Lean::new() }),
        Box::new(Named { name: "axum", plugin: axum::Axum::new() }),
    ]
}
