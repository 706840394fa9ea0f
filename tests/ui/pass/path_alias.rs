//! What takes all parameters of a path is known by its type, whatever it is called.
#![deny(warnings)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Rejection, extract, resource_routes};

#[derive(serde::Deserialize)]
struct Pod<'a> {
    namespace: &'a str,
    pod: u32,
}

type PodPath<'a> = extract::Path<Pod<'a>>;
type Path = extract::Path<(String, String)>;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/a/{namespace}/{pod}")]
    fn alias(&self, extract::Path(at): PodPath<'_>) -> String {
        format!("{}{}", at.namespace, at.pod)
    }

    #[get("/b/{namespace}/{pod}")]
    async fn other_alias(&self, at: Path, method: axum::http::Method) -> String {
        format!("{:?}{method}", at.0)
    }

    #[get("/c/{namespace}/{pod}")]
    async fn refused<'a>(&self, at: Result<PodPath<'a>, Rejection>) -> &'static str {
        at.map_or("", |_| "there")
    }

    #[get("/d/{namespace}/{pod}")]
    async fn one_of_them(&self, pod: &str, at: PodPath<'_>) -> String {
        format!("{pod}{}", at.0.namespace)
    }
}

fn main() {
    let _ = Plugin::routes();
}
