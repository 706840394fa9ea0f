//! A plugin in a crate that has nothing: no prelude, and names of its own for everything.

#![deny(warnings)]
#![allow(clippy::unused_async, clippy::unused_self, reason = "handlers here are short")]

/// What generated code could take for the standard library's.
mod hostile {
    #![no_implicit_prelude]
    #![allow(dead_code, non_camel_case_types, reason = "here to be in the way")]

    pub(super) struct Result;
    pub(super) struct Option;
    pub(super) struct Box;
    pub(super) struct Some;
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct String;
    pub(super) struct Vec;
    pub(super) trait Send {}
    pub(super) trait Sync {}
    pub(super) trait Future {}
    pub(super) trait Into {}
    pub(super) mod std {}
    pub(super) mod core {}
    pub(super) mod grafana_resource_routes {}

    #[derive(::std::clone::Clone, ::std::fmt::Debug)]
    pub(super) struct Plugin;

    impl ::grafana_resource_routes::GrafanaPlugin for Plugin {
        type PluginType = ::grafana_plugin_sdk::backend::AppPlugin<::serde_json::Value, ::serde_json::Value>;
        type JsonData = ::serde_json::Value;
        type SecureJsonData = ::serde_json::Value;
    }

    #[::grafana_resource_routes::resource_routes(role = Viewer)]
    impl Plugin {
        /// Documented.
        #[any("/a/{call}/{foreign}")]
        async fn take(&self, call: &str, foreign: u8, arrived: &[u8]) -> ::std::string::String {
            ::std::format!("{call} {foreign} {}", arrived.len())
        }

        #[get("/b")]
        fn respond(
            returned: ::grafana_resource_routes::OrgId,
        ) -> ::std::result::Result<&'static str, ::grafana_resource_routes::Error> {
            match returned.0 {
                1 => ::std::result::Result::Ok("one"),
                _ => ::std::result::Result::Err(::grafana_resource_routes::Error::conflict("other")),
            }
        }

        #[get("/c")]
        fn table(&self) -> impl ::std::future::Future<Output = &'static str> + ::std::marker::Send + use<> {
            async { "c" }
        }
    }
}

#[tokio::test]
async fn generated_code_names_everything_in_full() {
    let client = crate::client(hostile::Plugin);
    assert_eq!(client.get("a/x/3").body("12").await.text(), "x 3 2");
    assert_eq!(client.get("b").await.text(), "one");
    assert_eq!(client.get("c").await.text(), "c");
    assert_eq!(client.get("c").without_user().await.status(), 403);
}
