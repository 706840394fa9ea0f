//! The names of std, of the library and of its macros mean something else where the block stands.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, unused_macros)]

mod names {
    macro_rules! shadow {
        ($($name:ident)*) => {$( pub struct $name; )*};
    }
    shadow! {
        Result Option Some None Ok Err Box Pin Future Send Sync Call Error Table Route Arrived Pending Probe Tail
        Reply Never Role str u16 core std grafana_resource_routes axum_core __private
    }
}
use names::*;

macro_rules! concat {
    () => {};
}
macro_rules! format {
    () => {};
}

#[derive(::core::clone::Clone, ::core::fmt::Debug, ::grafana_plugin_sdk::prelude::GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

const TABLE: bool = true;
const ROUTES: bool = true;

#[::grafana_resource_routes::resource_routes]
impl Plugin {
    /// One.
    #[get("/one/{id}")]
    #[doc = ::core::include_str!("../../Cargo.toml")]
    async fn one(&self, id: u32, query: ::grafana_resource_routes::Query<::std::string::String>) {
        let _ = (id, query);
    }

    #[get("/two")]
    fn two(&self, all: ::grafana_resource_routes::Call<'_, Self>) -> &'static ::core::primitive::str {
        let _ = all;
        ""
    }
}

fn main() {
    let _ = (Plugin::routes(), Result, Option);
}
