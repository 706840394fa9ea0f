//! The list of routes as data: what generated code declares, what look-up is built from, what documents show.

mod route;
mod table;

pub use route::{Argument, Route, RouteMethod};
pub use table::Routes;
