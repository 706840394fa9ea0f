//! What ends a call, what ends the process, and what comes after.

use crate::support::{Site, chunk, probe, testdata};

#[tokio::test]
async fn a_panic_is_500_as_json_and_the_same_process_answers_on() {
    let site = Site::start(testdata()).await;
    site.post("sim/tank/5hz", r#"{"capacity":7}"#).await;
    let boom = site.get("boom").await;
    boom.assert_error(500, "");
    assert!(!boom.body.contains("boom"), "{boom:?}");
    // A new process would not know it.
    assert_eq!(site.get("sim/tank/5hz").await.json()["config"]["capacity"], 7.0);
}

#[tokio::test]
async fn a_panic_in_a_stream_ends_the_stream_and_the_same_process_answers_on() {
    let site = Site::start(probe()).await;
    let before = site.get("pid").await.body;
    let mut response = site.stream("breaks").await;
    assert_eq!(chunk(&mut response).await.as_deref(), Some("begun"));
    let rest = chunk(&mut response).await;
    assert!(!rest.unwrap_or_default().contains("breaks"));
    assert_eq!(site.get("pid").await.body, before);
}

#[cfg(unix)]
#[tokio::test]
async fn a_plugin_that_was_killed_is_started_again_and_answers() {
    let site = Site::start(probe()).await;
    let before = site.get("pid").await.body;
    let killed = std::process::Command::new("kill").args(["-9", &before]).status().unwrap();
    assert!(killed.success());
    let after = crate::support::within(async {
        loop {
            let answer = site.get("pid").await;
            if answer.status == 200 && answer.body != before {
                return answer.body;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    });
    assert_ne!(after.await, before);
}
