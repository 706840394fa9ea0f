//! What the library does, asked from the outside: plugins with `#[resource_routes]`, called as Grafana calls them.

mod dispatch;
mod errors;
mod extract;
mod panics;
mod respond;
mod roles;
mod support;
