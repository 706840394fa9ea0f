//! Blocks that macros write, conditions on methods, raw names, two blocks in one module, and a crate of another name.

#![deny(warnings)]
#![allow(clippy::unused_async, clippy::unused_self, reason = "handlers here are short")]

extern crate grafana_resource_routes as renamed;

use grafana_plugin_sdk::prelude::*;
use renamed::{ResourceError, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct First;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Second;

macro_rules! plugin {
    ($plugin:ident, $text:literal, $path:literal, $name:ident: $ty:ty) => {
        #[resource_routes]
        impl $plugin {
            #[get("/text")]
            async fn text(&self) -> &'static str {
                $text
            }

            #[post($path)]
            async fn echo(&self, $name: $ty) -> String {
                format!("{} {}", $text, $name)
            }
        }
    };
}

plugin!(First, "first", "/echo/{id}", id: u32);
plugin!(Second, "second", "/echo/{name}", name: &str);

#[tokio::test]
async fn a_macro_may_write_two_blocks_in_one_module() {
    assert_eq!(crate::client(First).get("text").await.text(), "first");
    assert_eq!(crate::client(Second).get("text").await.text(), "second");
    assert_eq!(crate::client(First).post("echo/3").await.text(), "first 3");
    assert_eq!(crate::client(Second).post("echo/x").await.text(), "second x");
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct r#Raw;

#[resource_routes]
impl r#Raw {
    #[get("/{type}/{match}")]
    async fn r#loop(&self, r#type: &str, r#match: u8) -> String {
        [r#type, &r#match.to_string()].join(" ")
    }
}

#[tokio::test]
async fn names_may_be_raw() {
    assert_eq!(crate::client(Raw).get("a/3").await.text(), "a 3");
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Conditional;

#[resource_routes]
impl Conditional {
    #[cfg(any())]
    #[get("/one")]
    async fn one(&self, _nothing: Nowhere) -> Nowhere {}

    #[cfg(not(any()))]
    #[get("/one")]
    async fn one(&self) -> &'static str {
        "one"
    }

    #[cfg_attr(not(any()), cfg(any()))]
    #[get("/two")]
    async fn two(&self, _nothing: Nowhere) {}

    #[get("/three")]
    async fn three(#[cfg(not(any()))] &self) -> &'static str {
        "three"
    }
}

#[tokio::test]
async fn a_condition_on_a_method_holds_for_its_route() {
    let client = crate::client(Conditional);
    assert_eq!(client.get("one").await.text(), "one");
    assert_eq!(client.get("two").await.status(), 404);
    assert_eq!(client.get("three").await.text(), "three");
    assert_eq!(Conditional::routes().len(), 2);
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Renamed;

#[derive(Debug, thiserror::Error, ResourceError)]
#[resource_error(crate = renamed)]
#[error("gone")]
#[status(GONE)]
struct Gone;

fn shape(error: &renamed::Error) -> renamed::Json<u16> {
    renamed::Json(error.status().as_u16())
}

#[resource_routes(crate = renamed, errors = shape)]
impl Renamed {
    #[get("/gone/{_id}")]
    async fn gone(&self, _id: u32, _user: Option<renamed::User>) -> Result<(), Gone> {
        Err(Gone)
    }
}

#[tokio::test]
async fn the_crate_may_have_another_name() {
    assert_eq!(crate::client(Renamed).get("gone/1").await.text(), "410");
    assert_eq!(Renamed::routes().len(), 1);
}

/// Everything that a lint could complain of stays where the author wrote it.
mod linted {
    use super::{GrafanaPlugin, resource_routes};

    #[derive(Clone, Debug, GrafanaPlugin)]
    #[grafana_plugin(plugin_type = "app")]
    pub(crate) struct Linted;

    #[resource_routes]
    impl Linted {
        #[deprecated(note = "old")]
        #[get("/old")]
        async fn old(&self) -> &'static str {
            "old"
        }

        #[allow(non_snake_case, clippy::unused_async, reason = "asked here")]
        #[get("/Camel/{userId}")]
        pub(crate) async fn Camel(&self, userId: &str) -> String {
            userId.to_owned()
        }

        #[tracing::instrument(skip(self))]
        #[get("/instrumented/{id}")]
        async fn instrumented(&self, id: u32) -> String {
            id.to_string()
        }

        #[must_use]
        #[inline]
        #[get("/must-use")]
        fn must_use(&self) -> &'static str {
            "used"
        }
    }

    #[tokio::test]
    async fn attributes_stay_on_their_methods() {
        let client = crate::client(Linted);
        for (path, expected) in
            [("old", "old"), ("Camel/x", "x"), ("instrumented/3", "3"), ("must-use", "used")]
        {
            assert_eq!(client.get(path).await.text(), expected, "{path}");
        }
        assert_eq!(Linted.Camel("direct").await, "direct");
    }
}
