//! A private type, a public one and one in a module, where everything public must be documented and reachable.
#![deny(warnings)]
#![deny(missing_docs, unreachable_pub, missing_debug_implementations, unnameable_types)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

/// Seen by all.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
pub struct Public;

#[resource_routes]
impl Public {
    /// Seen by all.
    #[get("/a")]
    pub fn a(&self) {}

    #[get("/b")]
    fn b(&self) {}
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Private;

#[resource_routes]
impl Private {
    #[get("/a")]
    fn a(&self) {}
}

mod inner {
    use grafana_plugin_sdk::prelude::GrafanaPlugin;
    use grafana_resource_routes::resource_routes;

    #[derive(Clone, Debug, GrafanaPlugin)]
    #[grafana_plugin(plugin_type = "app")]
    pub(crate) struct Inner;

    #[resource_routes]
    impl Inner {
        #[get("/a")]
        pub(crate) fn a(&self) {}
    }
}

fn main() {
    inner::Inner.a();
    let _ = (Public::routes(), Private::routes(), inner::Inner::routes());
}
