//! The resource routes of Grafana's `TestData` data source, to be compared with the Go one.
//!
//! Start reading at [`TestData`], which has all routes.

mod duration;
mod echo;
mod lines;
mod plugin;
mod scenarios;
mod sims;

pub use duration::GoDuration;
pub use echo::{Echo, Echoed};
pub use lines::{Format, StreamQuery};
pub use plugin::TestData;
pub use scenarios::Scenario;
pub use sims::{Key, Sim, SimError, Simulations, Snapshot};
