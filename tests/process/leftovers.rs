//! What tests leave behind, those that kill plugins first of all: nothing.

use std::{env, fs, process::Command};

/// Tests of this binary that kill a plugin, or drop one that runs.
const TESTS: [&str; 4] = ["lives::", "streams::", "ours::start::", "ours::logs::"];

#[test]
fn nothing_is_left_in_the_directory_for_temporary_files() {
    let folder = tempfile::tempdir().unwrap();
    // Files of the tests themselves would be in there as well.
    let output =
        Command::new(env::current_exe().unwrap()).args(TESTS).env("TMPDIR", folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(TESTS.iter().all(|name| said.contains(name)), "{said}");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
}
