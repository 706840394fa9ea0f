//! A plugin of `routes.json` behind the library's own server, as `../../cases_served.rs` starts it: `CASES_PLUGIN` is its
//! name, `CASES_BLOCK` is `Plain` or `Typed`. It ends with its standard input, and so with who has started it.

#![allow(clippy::all, clippy::pedantic, dead_code, deprecated, unused_variables, reason = "generated")]

#[path = "../report.rs"]
mod report;

use std::{env, error::Error, io, process, thread};

use grafana_resource_routes::{
    Server,
    server::{Listen, ServeError},
};

/// What generated code uses.
mod prelude {
    pub(crate) use axum::response::IntoResponse;
    pub(crate) use bytes::Bytes;
    pub(crate) use grafana_plugin_sdk::prelude::*;
    pub(crate) use grafana_resource_routes::{Json, NoContent, Query, resource_routes};
    pub(crate) use http::HeaderMap;
    pub(crate) use serde::Deserialize;
    pub(crate) use serde_json::Value;

    pub(crate) use super::report::{Fingerprint, Message, Pairs, Report, endless, events};
}

include!(concat!(env!("OUT_DIR"), "/cases.rs"));
include!(concat!(env!("OUT_DIR"), "/cases_serve.rs"));

fn main() -> Result<(), Box<dyn Error>> {
    let (plugin, block) = (env::var("CASES_PLUGIN")?, env::var("CASES_BLOCK")?);
    thread::spawn(|| {
        // Whatever ends it.
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(0);
    });
    Ok(serve(&plugin, &block)?)
}
