//! Blocks made by `macro_rules!`, with the names of generated code among the author's own.
#![deny(warnings)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Json, Query, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

macro_rules! routes {
    ($plugin:ty, $name:ident, $($argument:ident: $ty:ty),*; $output:ty, $value:expr, $errors:path) => {
        #[resource_routes(errors = $errors)]
        impl $plugin {
            #[post("/a/{call}/{arrived}")]
            async fn $name(&self, $($argument: $ty),*) -> $output {
                let _ = ($($argument),*);
                $value
            }

            /// An argument of the macro's own.
            #[get("/b/{call}")]
            fn own(&self, call: u32, foreign: Query<Vec<(String, String)>>) -> $output {
                let _ = (call, foreign);
                $value
            }

            #[get("/c")]
            fn __route_0_own(&self) {}
        }
    };
}

fn shape(error: &grafana_resource_routes::Error) -> String {
    error.message().to_owned()
}

routes!(
    Plugin, answer, call: &str, arrived: u8, argument_0: Query<u8>, foreign: Json<u8>;
    Result<String, grafana_resource_routes::Error>, Ok(String::new()), self::shape
);

fn main() {
    let _ = Plugin::routes();
}
