//! Plugins made with this library as Grafana runs them: a process, gRPC, and HTTP in front.
//!
//! The host is the one in `examples/host`, whose own tests show what it does by itself. Here the question is what the
//! library does between a real server and a real browser's requests.

mod calls;
mod health;
#[cfg(unix)]
mod leftovers;
mod lives;
mod logs;
#[cfg(unix)]
mod ours;
mod sdk;
mod settings;
mod streams;
mod support;
