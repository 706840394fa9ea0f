//! What the library does, asked from the outside: plugins with `#[resource_routes]`, called as Grafana calls them.

mod context;
mod dispatch;
mod errors;
mod extract;
mod generics;
mod listing;
mod panics;
mod rejections;
mod respond;
mod roles;
mod secrets;
mod stream;
mod support;
mod traces;
