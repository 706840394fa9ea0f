//! Simulations: which there are, how they are named, and the values that each runs with. Called by [`crate::plugin`].

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use grafana_plugin_sdk::{data::Frame, prelude::*};
use grafana_resource_routes::ResourceError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use key::Key;

mod key;

/// Why a simulation cannot be read or changed.
#[derive(Debug, thiserror::Error, ResourceError)]
#[non_exhaustive]
pub enum SimError {
    /// The path is not a simulation's name.
    #[error("no simulation has this name: write `sim/<type>/<n>hz` or `sim/<type>/<n>hz/<uid>`")]
    #[status(NOT_FOUND)]
    BadKey,
    /// There are no simulations of the type.
    #[error("there are no simulations of the type {0}")]
    #[status(NOT_FOUND)]
    UnknownType(String),
    /// The body is an object of the wrong values.
    #[error("{0} cannot be set: it takes no such value, or is not there")]
    #[status(BAD_REQUEST)]
    BadValue(String),
}

/// A type of simulation, as `/sims` lists it.
#[derive(Debug, Serialize)]
pub struct Sim {
    /// What it is called in a key.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it does.
    pub description: &'static str,
    /// Whether it can look into the future.
    pub forward: bool,
    /// The values that it can be given, as a data frame of one row.
    pub config: Frame,
}

impl Sim {
    /// All of them, sorted by their types.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let sims = KINDS.iter().map(|kind| {
            let fields = kind.values.iter().map(|(name, value)| [*value].into_field(*name));
            let config = fields.into_frame("config");
            Self {
                kind: kind.kind,
                name: kind.name,
                description: kind.description,
                forward: kind.forward,
                config,
            }
        });
        sims.collect()
    }
}

struct KindOfSim {
    kind: &'static str,
    name: &'static str,
    description: &'static str,
    forward: bool,
    values: &'static [(&'static str, f64)],
}

const KINDS: [KindOfSim; 2] = [
    KindOfSim {
        kind: "sine",
        name: "Sine",
        description: "A wave that goes up and down for ever",
        forward: true,
        values: &[("period", 10.0), ("amplitude", 1.0), ("offset", 0.0)],
    },
    KindOfSim {
        kind: "tank",
        name: "Tank",
        description: "Water that runs in above and out below",
        forward: false,
        values: &[("capacity", 100.0), ("inflow", 2.0), ("outflow", 1.5)],
    },
];

/// A running simulation, as `/sim/…` answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Its name.
    pub key: Key,
    /// The values that it runs with.
    pub config: BTreeMap<String, f64>,
}

/// The running simulations. One runs from when it is first asked for.
#[derive(Clone, Debug, Default)]
pub struct Simulations(Arc<Mutex<HashMap<Key, BTreeMap<String, f64>>>>);

impl Simulations {
    /// What one runs with.
    ///
    /// # Errors
    ///
    /// [`SimError::UnknownType`].
    pub fn get(&self, key: &Key) -> Result<Snapshot, SimError> {
        self.update(key, &Map::new())
    }

    /// Changes the values named, all of them or none.
    ///
    /// # Errors
    ///
    /// [`SimError::UnknownType`], [`SimError::BadValue`].
    pub fn update(&self, key: &Key, values: &Map<String, Value>) -> Result<Snapshot, SimError> {
        let kind = KINDS.iter().find(|kind| kind.kind == key.kind);
        let kind = kind.ok_or_else(|| SimError::UnknownType(key.kind.clone()))?;
        let defaults = || kind.values.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let config: &mut BTreeMap<_, _> = running.entry(key.clone()).or_insert_with(defaults);
        let mut changed = config.clone();
        for (name, value) in values {
            let bad = || SimError::BadValue(name.clone());
            *changed.get_mut(name).ok_or_else(bad)? = value.as_f64().ok_or_else(bad)?;
        }
        config.clone_from(&changed);
        Ok(Snapshot { key: key.clone(), config: changed })
    }
}
