//! Signals that reach the host and its plugin alike, as Ctrl-C in a terminal does.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

/// What the host has logged when it has ended after a signal to its whole process group.
fn log_after(signal: &str) -> String {
    let mut host = Command::new(env!("CARGO_BIN_EXE_host"))
        .args(["--listen", "127.0.0.1:0", "--plugin", env!("CARGO_BIN_EXE_host-fixture")])
        .env("RUST_LOG", "info")
        .process_group(0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(host.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.into_iter().any(|line| line.contains("Ctrl-C")), "it did not start");
    let group = format!("-{}", host.id());
    assert!(Command::new("kill").args(["-s", signal, "--", &group]).status().unwrap().success());
    let mut log = String::new();
    host.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(host.wait().unwrap().success(), "{log}");
    log
}

#[test]
fn a_signal_to_the_whole_group_ends_the_plugin_and_no_other_is_started() {
    // The fixture ends at once on either.
    for signal in ["INT", "TERM"] {
        let log = log_after(signal);
        assert!(log.contains("the fixture starts"), "{log}");
        assert!(!log.contains("started again"), "{signal}: {log}");
    }
}
