//! The plugin's process: crash, restart, end, and where it listens.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::support::{Site, assert_failed, config, within};

async fn until_it_runs(site: &Site) -> String {
    within(async {
        loop {
            let answer = site.tail("pid").await;
            if answer.status == 200 {
                return answer.body;
            }
            assert_failed(&answer);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
}

#[tokio::test]
async fn a_plugin_that_crashes_fails_its_call_and_is_started_again() {
    let site = Site::fixture().await;
    let before = site.tail("pid").await.body;
    assert_failed(&site.tail("crash").await);
    let after = until_it_runs(&site).await;
    assert_ne!(before, after);
}

#[tokio::test]
async fn a_panic_ends_one_call_and_not_the_plugin() {
    let site = Site::fixture().await;
    let before = site.tail("pid").await.body;
    assert_failed(&site.tail("panic").await);
    assert_eq!(site.tail("pid").await.body, before);
}

/// A path that no other test has.
fn scratch(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("host-{}-{name}", std::process::id()));
    let _ = std::fs::remove_file(&path);
    path
}

#[cfg(unix)]
#[tokio::test]
async fn a_plugin_may_listen_on_a_unix_socket() {
    let socket = scratch("socket");
    let mut config = config();
    config.plugin.environment.0.insert("FIXTURE_SOCKET".to_owned(), socket.display().to_string());
    let site = Site::start(config).await;
    assert_eq!(site.tail("a/b").await.json()["path"], "a/b");
    std::fs::remove_file(socket).unwrap();
}

#[tokio::test]
async fn a_plugin_is_asked_to_end() {
    let mark = scratch("mark");
    let mut config = config();
    config.plugin.environment.0.insert("FIXTURE_SHUTDOWN".to_owned(), mark.display().to_string());
    let site = Site::start(config).await;
    within(site.host.stop()).await;
    assert_eq!(std::fs::read_to_string(&mark).unwrap(), "asked to end");
    std::fs::remove_file(mark).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_plugin_that_cannot_be_asked_is_killed() {
    let site = Site::fixture().await;
    let pid = site.tail("pid").await.body;
    within(site.host.stop()).await;
    let alive = Command::new("kill").args(["-0", &pid]).output().unwrap().status.success();
    assert!(!alive);
}
