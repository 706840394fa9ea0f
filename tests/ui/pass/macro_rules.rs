//! A block may be made by `macro_rules!`, whatever fragments its parts arrive in.
#![deny(warnings)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::resource_routes;

macro_rules! plugin {
    ($name:ident, $ty:ty, $path:literal, $expression:expr, $(#[$attribute:meta])*, $id:ident: $argument:ty, $body:block, $method:item) => {
        #[derive(Clone, Debug, GrafanaPlugin)]
        #[grafana_plugin(plugin_type = "app")]
        struct $name;

        #[resource_routes]
        impl $ty {
            #[get($path)]
            fn literal(&self, $id: $argument) -> String $body

            #[get($expression, role = Viewer)]
            fn expression(&self) {}

            $(#[$attribute])*
            fn attribute(&self) {}

            $method
        }
    };
}

plugin!(
    Plugin, Plugin, "/a/{id}", "/b", #[get("/c")] #[post("/c")], id: &str, { id.to_owned() },
    #[get("/d")] fn item(&self) {}
);

macro_rules! whole {
    ($item:item) => {
        #[resource_routes]
        $item
    };
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Other;

whole!(
    impl Other {
        #[get("/")]
        fn root(&self) {}
    }
);

fn main() {
    let _ = (Plugin::routes(), Other::routes());
}
