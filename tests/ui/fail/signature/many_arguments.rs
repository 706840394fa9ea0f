#![allow(unused_variables)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{OrgId, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[get("/most")]
    #[rustfmt::skip]
    fn most(
        &self,
        a: OrgId, b: OrgId, c: OrgId, d: OrgId, e: OrgId, f: OrgId, g: OrgId, h: OrgId,
        i: OrgId, j: OrgId, k: OrgId, l: OrgId, m: OrgId, n: OrgId, o: OrgId, p: OrgId,
    ) {
    }

    #[get("/too-many")]
    #[rustfmt::skip]
    fn too_many(
        &self,
        a: OrgId, b: OrgId, c: OrgId, d: OrgId, e: OrgId, f: OrgId, g: OrgId, h: OrgId,
        i: OrgId, j: OrgId, k: OrgId, l: OrgId, m: OrgId, n: OrgId, o: OrgId, p: OrgId,
        q: OrgId,
    ) {
    }
}

fn main() {}
