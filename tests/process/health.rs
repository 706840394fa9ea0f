//! Health checks, through the host.

use http::Method;
use serde_json::json;

use crate::support::{Answer, Site, hello, server};

async fn health(site: &Site, path: &str) -> Answer {
    site.send(site.request(Method::GET, path), "").await
}

#[tokio::test]
async fn a_plugin_that_is_well_says_so_at_each_address() {
    let site = Site::start(server()).await;
    for path in ["/api/datasources/uid/example/health", "/api/datasources/1/health"] {
        let answer = health(&site, path).await;
        let expected = json!({ "status": "OK", "message": "healthy", "details": { "checked": true } });
        assert_eq!((answer.status.as_u16(), answer.json()), (200, expected), "{path}");
    }
}

#[tokio::test]
async fn a_plugin_without_the_service_is_404() {
    let site = Site::start(hello()).await;
    let answer = health(&site, "/api/datasources/uid/example/health").await;
    assert_eq!((answer.status.as_u16(), &answer.json()["messageId"]), (404, &json!("plugin.notImplemented")));
}

#[tokio::test]
async fn health_of_another_instance_is_what_grafana_says_of_it() {
    let site = Site::start(server()).await;
    assert_eq!(health(&site, "/api/datasources/uid/other/health").await.status.as_u16(), 500);
    assert_eq!(health(&site, "/api/datasources/uid/a%20b/health").await.status.as_u16(), 400);
}
