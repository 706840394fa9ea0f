//! Files that are held in step. Each is held in a process of its own, whose environment is part of the question.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{Plugin, cells::Awkward};

/// Names the file, in the environment of the process that holds it.
const FILE: &str = "LISTING_TEST_FILE";

/// What the other tests run: it asks nothing where it is not told which file.
#[test]
fn hold() {
    let Some(file) = env::var_os(FILE).map(PathBuf::from) else { return };
    match file.file_name().and_then(|name| name.to_str()) {
        Some("routes.json") => Plugin::routes().assert_json(file),
        Some("awkward.md") => Awkward::routes().assert_markdown(file),
        _ => Plugin::routes().assert_markdown(file),
    }
}

/// What became of a file.
pub(super) struct Held {
    pub(super) passed: bool,
    /// What the test that held it printed, on both ways out.
    pub(super) said: String,
    /// What the file holds since.
    pub(super) text: String,
    folder: PathBuf,
}

impl Held {
    /// What else there is now beside the file.
    pub(super) fn files(&self) -> usize {
        fs::read_dir(&self.folder).unwrap().count()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

/// A folder of its own, with a file of this name and text, if any.
pub(super) fn folder(name: &str, text: Option<&str>) -> PathBuf {
    static FOLDERS: AtomicUsize = AtomicUsize::new(0);
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    if let Some(text) = text {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}

/// Holds the file of a folder, with this value of `UPDATE_ROUTES`.
pub(super) fn held_in(folder: PathBuf, name: &str, update: Option<&str>) -> Held {
    let file = folder.join(name);
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["listing::files::hold", "--exact"]).env(FILE, &file).env_remove("UPDATE_ROUTES");
    child.envs(update.map(|update| ("UPDATE_ROUTES", update)));
    let output = child.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let text = fs::read_to_string(&file).unwrap_or_default();
    Held { passed: output.status.success(), said: String::from_utf8(said).unwrap(), text, folder }
}

/// Compares.
pub(super) fn compared(name: &str, text: &str) -> Held {
    held_in(folder(name, Some(text)), name, None)
}

/// Writes.
pub(super) fn updated(name: &str, text: &str) -> Held {
    held_in(folder(name, Some(text)), name, Some("1"))
}
