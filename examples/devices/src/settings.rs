//! What an administrator configures for one instance of the data source.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The instance's `jsonData`, which every user of Grafana may see.
// Every field has a default: a data source that was only just added has an empty `jsonData`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Config {
    /// Where the devices are.
    pub site: String,
    /// How long a list of devices is where the caller does not say.
    pub page_size: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { site: "home".to_owned(), page_size: 20 }
    }
}

/// The instance's decrypted `secureJsonData`, which nobody may see.
// It has no `Serialize`, so that no handler can answer with it by mistake.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Secrets {
    token: String,
}

impl Secrets {
    /// Whether there is a token to sign in to the devices with.
    #[must_use]
    pub fn has_token(&self) -> bool {
        !self.token.is_empty()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(<redacted>)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_does_not_show_the_token() {
        let secrets = Secrets { token: "hunter2".to_owned() };
        assert_eq!(format!("{secrets:?}"), "Secrets(<redacted>)");
    }
}
