//! The examples of this workspace: where they are, and how they are built.
//!
//! In comes an example's name, out goes its program, built if need be. Called by [`crate::options`].

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

/// Why an example has no program.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExampleError {
    /// No such example.
    #[error("there is no example {name:?} that is a plugin; there are: {known}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// Cargo does not run.
    #[error("cannot run {0} to build the example")]
    Cargo(String, #[source] io::Error),
    /// Cargo has said why.
    #[error("the example {0:?} does not build")]
    Build(String),
    /// The example's package has no binary as its `plugin.json` says.
    #[error("the example {0:?} has no binary of the name {1:?}")]
    NoBinary(String, String),
}

/// The folder of an example.
pub(crate) fn folder(name: &str) -> Result<PathBuf, ExampleError> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let known = plugins(&examples);
    if known.iter().any(|known| known == name) {
        return Ok(examples.join(name));
    }
    Err(ExampleError::Unknown { name: name.to_owned(), known: known.join(", ") })
}

fn plugins(examples: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(examples).into_iter().flatten().flatten();
    let plugins = entries.filter(|entry| entry.path().join("plugin.json").is_file());
    let mut names: Vec<String> = plugins.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// One line of `cargo build --message-format=json`.
#[derive(Deserialize)]
struct Message {
    executable: Option<PathBuf>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Builds the example the way the host itself was built, and finds the binary.
pub(crate) fn build(name: &str, folder: &Path, binary: &str) -> Result<PathBuf, ExampleError> {
    eprintln!("Building the example {name:?}, which takes a while the first time …");
    // Set where `cargo run` started this program: then it is the same cargo.
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(&cargo);
    command.args(["build", "--quiet", "--message-format=json-render-diagnostics", "--manifest-path"]);
    command.arg(folder.join("Cargo.toml"));
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|error| ExampleError::Cargo(cargo, error))?;
    if !output.status.success() {
        return Err(ExampleError::Build(name.to_owned()));
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    let messages = lines.lines().filter_map(|line| serde_json::from_str::<Message>(line).ok());
    messages
        .filter(|message| message.target.as_ref().is_some_and(|target| target.name == binary))
        .find_map(|message| message.executable)
        .ok_or_else(|| ExampleError::NoBinary(name.to_owned(), binary.to_owned()))
}
