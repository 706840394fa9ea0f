//! What the plugin's process writes to standard error, where Grafana takes it up.

use host::Config;
use http::Method;

use crate::support::{Lines, Site, UID, probe, testdata};

const CANARY: &str = "canary-7f3a";

/// At the level at which plugins run.
fn at_info(mut config: Config) -> Config {
    config.plugin.environment.0.insert("RUST_LOG".to_owned(), "info".to_owned());
    config
}

#[tokio::test]
async fn a_panic_is_an_error_of_hclog_inside_of_the_span_of_its_call() {
    let (lines, _guard) = Lines::listen();
    let site = Site::start(at_info(testdata())).await;
    site.call(Method::PATCH, "boom?a=b").await;
    let line = lines.line("the handler panicked: boom").await;
    assert!(line.starts_with("ERROR "), "{line}");
    for part in
        [r#""name":"resource_call""#, r#""route":"/boom""#, r#""method":"PATCH""#, r#"handler="boom""#]
    {
        assert!(line.contains(part), "{line} has no {part}");
    }
}

#[tokio::test]
async fn a_panic_in_a_stream_is_an_error_of_hclog_that_names_the_route() {
    let (lines, _guard) = Lines::listen();
    let site = Site::start(at_info(probe())).await;
    site.get("breaks").await;
    let line = lines.line("panicked: the second chunk breaks").await;
    assert!(line.starts_with("ERROR ") && line.contains(r#"route="/breaks""#), "{line}");
}

#[tokio::test]
async fn nothing_that_a_call_carries_is_in_any_line() {
    let (lines, _guard) = Lines::listen();
    let mut config = at_info(testdata());
    let instance = config.instance.as_mut().unwrap();
    instance.secrets.0.insert("token".to_owned(), CANARY.to_owned());
    instance.json_data = serde_json::json!({ "oauthPassThru": true, "account": CANARY });
    let site = Site::start(config).await;
    for tail in ["test", "sim/tank/5hz", "scenarios", "boom"] {
        let request = site.request(Method::POST, &format!("{UID}{tail}?q={CANARY}"));
        let request = request.header("authorization", format!("Bearer {CANARY}")).header("x-key", CANARY);
        site.send(
            request.header("content-type", "application/json"),
            &format!(r#"{{"{CANARY}":"{CANARY}"}}"#),
        )
        .await;
    }
    // Written after all others.
    lines.line("the handler panicked: boom").await;
    let all = lines.all();
    assert!(!all.iter().any(|line| line.contains(CANARY)), "{all:#?}");
}
