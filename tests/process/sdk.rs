//! The same routes behind the SDK's `Plugin`, on the library's listener.

use serde_json::json;

use crate::support::{Site, own_extractor, sdk_server, within};

#[tokio::test]
async fn routes_answer_behind_the_sdks_server() {
    let site = Site::start(sdk_server()).await;
    assert_eq!(site.post("count", "").await.json(), json!({ "count": 1 }));
    assert_eq!(site.get("/count").await.json(), json!({ "count": 1 }));
    site.get("nowhere").await.assert_error(404, "GET /nowhere");
    let as_viewer = site.json("count").header("X-Host-Role", "Viewer");
    site.send(as_viewer, "").await.assert_error(403, "yours is Viewer");
}

#[tokio::test]
async fn a_host_ends_a_plugin_that_cannot_be_asked() {
    let site = Site::start(sdk_server()).await;
    within(site.host.stop()).await;
}

#[tokio::test]
async fn routes_answer_behind_the_sdks_main() {
    let site = Site::start(own_extractor()).await;
    assert_eq!(site.get("/").await.body, "Hello, nobody in particular!");
    site.get("rules").await.assert_error(400, "name a tenant in `X-Scope-OrgID`");
}
