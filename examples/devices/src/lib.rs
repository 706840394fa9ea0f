//! A data source in front of a few devices: they can be listed, switched, watched and exported.
//!
//! Start reading at [`Devices`], which has all routes.

mod device;
mod error;
mod export;
mod plugin;
mod registry;
mod settings;

pub use device::{Device, Filter, Kind, State, Switch};
pub use error::DeviceError;
pub use plugin::Devices;
pub use registry::Registry;
pub use settings::{Config, Secrets};
