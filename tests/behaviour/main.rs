//! What the library does, asked from the outside: plugins with `#[resource_routes]`, called as Grafana calls them.

#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::manual_is_multiple_of,
    clippy::unnecessary_wraps,
    clippy::unused_async,
    clippy::unused_self,
    reason = "handlers here are short and have the forms that handlers have"
)]

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
