//! The probe with all services of a data source, behind the library's own server.
//!
//! `GRR_LISTEN` says what it listens on. With `GRR_FAIL` the plugin cannot be made.

use std::io;
use std::process::ExitCode;

use grafana_resource_routes::Server;
use grafana_resource_routes::server::{self, Listen};

use crate::gate::Gate;
use crate::routes::Probe;

#[path = "../probe/gate.rs"]
mod gate;
#[path = "../probe/routes.rs"]
mod routes;
mod services;

fn main() -> ExitCode {
    let listen = match std::env::var("GRR_LISTEN").as_deref() {
        Ok("auto") => Listen::Auto,
        Ok("unix") => Listen::Unix,
        _ => Listen::Tcp,
    };
    server::main(|| {
        let server = Server::new(open()?).resource().data().diagnostics().stream().listen(listen);
        Ok(server.run_blocking()?)
    })
}

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
#[error("the probe has no database")]
struct NoDatabase(#[source] io::Error);

fn open() -> Result<Probe, NoDatabase> {
    match std::env::var("GRR_FAIL").as_deref() {
        Ok("panic") => panic!("the probe is broken"),
        Ok(_) => Err(NoDatabase(io::Error::other("the disk is full"))),
        Err(_) => Ok(Probe::new(Gate::default())),
    }
}
