//! Values of options that are more than text.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// `KEY=VALUE`, whose value is never shown.
#[derive(Clone)]
pub struct Assignment {
    key: String,
    value: String,
}

impl Assignment {
    pub(crate) fn into_pair(self) -> (String, String) {
        (self.key, self.value)
    }
}

impl fmt::Debug for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=…", self.key)
    }
}

impl FromStr for Assignment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (key, value) = text.split_once('=').ok_or("write KEY=VALUE")?;
        Ok(Self { key: key.to_owned(), value: value.to_owned() })
    }
}

/// In a file, assignments are a table.
pub(super) fn table<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Assignment>, D::Error> {
    let table = BTreeMap::<String, String>::deserialize(deserializer)?;
    Ok(table.into_iter().map(|(key, value)| Assignment { key, value }).collect())
}

/// `jsonData`: text on the command line, a table in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct JsonData(pub serde_json::Value);

impl FromStr for JsonData {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(text).map(Self)
    }
}
