//! The probe with all services of a data source, behind the library's own server.
//!
//! `GRR_LISTEN` says what it listens on. With `GRR_FAIL` the plugin cannot be made.

use std::error::Error;

use grafana_resource_routes::Server;
use grafana_resource_routes::server::Listen;

use crate::gate::Gate;
use crate::routes::Probe;

#[path = "../probe/gate.rs"]
mod gate;
#[path = "../probe/routes.rs"]
mod routes;
mod services;

fn main() -> Result<(), Box<dyn Error>> {
    let listen = match std::env::var("GRR_LISTEN").as_deref() {
        Ok("auto") => Listen::Auto,
        Ok("unix") => Listen::Unix,
        _ => Listen::Tcp,
    };
    let server = Server::new(open()?).resource().data().diagnostics().stream().listen(listen);
    Ok(server.run_blocking()?)
}

fn open() -> Result<Probe, &'static str> {
    if std::env::var_os("GRR_FAIL").is_some() {
        return Err("the probe has no database");
    }
    Ok(Probe::new(Gate::default()))
}
