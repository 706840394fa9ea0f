//! What the host reads of a plugin's `plugin.json`. Called by [`crate::options`] and [`crate::settings`].

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::config::Kind;

/// The part of `plugin.json` that matters here.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PluginJson {
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: Kind,
    /// The program's file name, in releases with system and architecture after it.
    pub(crate) executable: Option<String>,
    #[serde(default)]
    pub(crate) info: Info,
    #[serde(default, rename = "apiVersion")]
    pub(crate) api_version: String,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Info {
    #[serde(default)]
    pub(crate) version: String,
}

/// A `plugin.json` that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use {}: {why}", .0.display(), why = .1)]
pub struct PluginJsonError(PathBuf, String);

impl PluginJson {
    /// The one in this folder; `None` if there is none.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, PluginJsonError> {
        let file = folder.join("plugin.json");
        let text = match std::fs::read(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(PluginJsonError(file, error.to_string())),
        };
        serde_json::from_slice(&text).map(Some).map_err(|error| PluginJsonError(file, error.to_string()))
    }

    /// The program of an installed plugin in this folder: `gpx_name`, or `gpx_name_linux_amd64` as Grafana wants it.
    pub(crate) fn program(&self, folder: &Path) -> Option<PathBuf> {
        let name = self.executable.as_ref()?;
        let (system, architecture) = go_names();
        let end = std::env::consts::EXE_SUFFIX;
        [format!("{name}_{system}_{architecture}{end}"), format!("{name}{end}")]
            .into_iter()
            .map(|name| folder.join(name))
            .find(|program| program.is_file())
    }
}

/// This machine's system and architecture as Go names them.
pub(crate) fn go_names() -> (&'static str, &'static str) {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    (system, architecture)
}
