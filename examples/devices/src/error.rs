//! Everything that can go wrong here, and how each is answered.

use grafana_resource_routes::ResourceError;

use crate::State;

/// Why a device does not do what it should. `#[error]` is the text that the user sees, `#[status]` the status.
#[derive(Debug, thiserror::Error, ResourceError)]
#[non_exhaustive]
pub enum DeviceError {
    /// No device has the number.
    #[error("there is no device {0}")]
    #[status(NOT_FOUND)]
    Unknown(u32),
    /// The device is not to be switched.
    #[error("{name} is locked and stays {state}")]
    #[status(CONFLICT)]
    Locked {
        /// What people call it.
        name: String,
        /// What it is and stays.
        state: State,
    },
}
