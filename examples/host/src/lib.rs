//! Starts a Grafana backend plugin and serves its resources as Grafana does.
//!
//! In the order of a call:
//!
//! - `options`, `config`: what the host is told, as written and as valid;
//! - `supervisor`, `process`, `handshake`, `plugin_log`: the plugin's process;
//! - `http`, `address`, `caller`, `settings`: the request, which plugin it names, who calls, with which settings;
//! - `call`, `message`, `answer`: to the plugin and back;
//! - `page`: the page on which the routes can be tried.
//!
//! It needs nothing of the plugin but go-plugin's handshake and Grafana's gRPC service, so that it runs plugins in
//! Rust, Go or any other language.

mod address;
mod answer;
mod call;
mod caller;
mod config;
mod example;
pub mod handshake;
mod health;
mod host;
mod http;
mod message;
pub mod options;
mod page;
mod plugin_json;
mod plugin_log;
mod process;
mod settings;
mod supervisor;

pub use self::config::{Config, Instance, Kind, Plugin, Role, Secrets, User};
pub use self::host::{Host, HostError};
pub use self::process::StartError;
