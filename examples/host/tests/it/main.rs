//! The host with a real plugin process behind it, called over HTTP.

mod calls;
mod handshakes;
mod options;
mod plugins;
mod processes;
#[cfg(unix)]
mod signals;
mod streams;
mod support;
