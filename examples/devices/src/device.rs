//! What callers send and get: the shapes of queries, bodies and answers.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A device as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its number.
    pub id: u32,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whether it is on.
    pub state: State,
    /// Whether nobody may switch it.
    pub locked: bool,
}

/// What a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It gives light.
    Lamp,
    /// It moves air.
    Fan,
    /// It keeps water moving.
    Pump,
}

/// Whether a device is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// The body of a request to switch a device: `{ "state": "on" }`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Switch {
    /// What it should be.
    pub state: State,
}

/// The query of a list of devices: `?prefix=hall&kind=lamp&kind=fan&limit=5`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    /// How the name begins; what was typed so far, for auto-completion.
    #[serde(default)]
    pub prefix: String,
    /// One of these kinds; of any kind where the key is not given.
    #[serde(default)]
    pub kind: Vec<Kind>,
    /// How many at most; as configured where the key is not given.
    pub limit: Option<usize>,
}

impl Filter {
    /// Whether a device belongs to the list, for people who do not care about case.
    #[must_use]
    pub fn admits(&self, device: &Device) -> bool {
        device.name.to_lowercase().starts_with(&self.prefix.to_lowercase())
            && (self.kind.is_empty() || self.kind.contains(&device.kind))
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::On => "on",
            Self::Off => "off",
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lamp => "lamp",
            Self::Fan => "fan",
            Self::Pump => "pump",
        })
    }
}
