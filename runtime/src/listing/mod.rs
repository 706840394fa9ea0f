//! The list of routes as data: what generated code declares, what look-up is built from, what documents show.

mod blocks;
mod diff;
mod document;
mod markdown;
mod markers;
mod route;
mod table;
mod write;

pub use route::{Argument, Route, RouteMethod};
pub use table::Routes;
