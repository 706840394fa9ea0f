use std::str::FromStr;

use proc_macro2::TokenStream;

use super::{BlockOptions, Validated, validate};
use crate::errors::Errors;
use crate::model::{Method, Role, RouteModel};
use crate::parse;

fn run(arguments: &str, block: &str) -> Result<RouteModel, Vec<String>> {
    let errors = Errors::new();
    let item = TokenStream::from_str(block).unwrap();
    let written = parse::block_options(TokenStream::from_str(arguments).unwrap(), &errors);
    let options = BlockOptions::check(&written, &errors);
    let Ok(parsed) = parse::block(&item, &errors) else { panic!("not a block: {block}") };
    let stripped = parse::without_our_attributes(item);
    match validate(&parsed, options, stripped, &errors) {
        Validated::Whole(model) => {
            assert_eq!(errors.messages(), [""; 0], "{block}");
            Ok(model)
        }
        Validated::Broken(_) => Err(errors.messages()),
    }
}

/// The model of a block with these items.
fn model(items: &str) -> RouteModel {
    run("", &format!("impl Plugin {{ {items} }}")).unwrap_or_else(|messages| panic!("{items}: {messages:#?}"))
}

/// The messages about a block with these items.
fn messages(items: &str) -> Vec<String> {
    run("", &format!("impl Plugin {{ {items} }}")).err().unwrap_or_else(|| panic!("accepted: {items}"))
}

#[track_caller]
fn assert_messages(items: &str, expected: &[&str]) {
    assert_eq!(messages(items), expected, "{items}");
}

mod binding;
mod block;
mod bodies;
mod conflicts;
mod conflicts_properties;
mod options;
mod signature;

#[test]
fn a_valid_block_becomes_a_model() {
    let model = model(
        r#"
        /// Doc.
        #[get("/a/{id}", role = Admin)]
        #[put("/a/{id}/x", id = "set")]
        #[cfg_attr(test, cfg(a), inline)]
        #[deprecated(since = "1", note = "old")]
        pub async fn a(&self, Query(q): Query<Q>, id: u32) -> String { String::new() }
        #[any("/")]
        fn r#type() {}
        fn helper(&mut self) {}
        "#,
    );
    let routes: Vec<_> = model
        .routes
        .iter()
        .map(|route| (route.method, route.path.value(), route.id.as_str(), route.role, route.handler))
        .collect();
    assert_eq!(
        routes,
        [
            (Method::Get, "/a/{id}".to_owned(), "a", Some(Role::Admin), 0),
            (Method::Put, "/a/{id}/x".to_owned(), "set", None, 0),
            (Method::Any, "/".to_owned(), "type", None, 1),
        ]
    );
    let handler = &model.handlers[0];
    assert!(handler.has_receiver && handler.is_deprecated);
    assert_eq!(handler.deprecated.as_deref(), Some("old"));
    assert_eq!((handler.cfg.len(), handler.docs.len()), (1, 1));
    let arguments: Vec<_> =
        handler.arguments.iter().map(|argument| (argument.parameter.as_deref(), argument.is_last)).collect();
    assert_eq!(arguments, [(None, false), (Some("id"), true)]);
    assert!(!model.handlers[1].has_receiver);
}

#[test]
fn the_item_is_given_back_without_our_attributes() {
    let item =
        model(r#"#[routes::get("/")] #[tracing::instrument] fn a(&self) { #[get] x. } #[inline] fn b() {}"#)
            .item;
    assert_eq!(
        item.to_string(),
        TokenStream::from_str(
            "impl Plugin { #[allow(clippy::needless_pass_by_value)] #[tracing::instrument] fn a(&self) { #[get] x. } #[inline] fn b() {} }"
        )
        .unwrap()
        .to_string()
    );
}

#[test]
fn every_mistake_is_reported_in_source_order() {
    assert_messages(
        r#"
        #[get("a", rol = Viewer)] fn a(&mut self) {}
        #[get("/b/{x}")] fn b<T>(&self) {}
        #[get("/c")] fn c(&self) {}
        #[get("/c")] unsafe fn d(&self) {}
        #[get(path)] fn e(self) {}
        "#,
        &[
            "a route's path begins with `/`: write `\"/a\"`",
            "unknown option `rol`; did you mean `role`? known: `role`, `id`",
            "calls run at the same time and share the plugin: write `&self`, and keep what changes in a `Mutex` or an atomic",
            "the path has `{x}` but `b` has no argument `x`: add `x: &str`",
            "a handler cannot be generic, nothing in a call chooses `T`: write the type, or make the plugin generic",
            "`GET /c` is declared twice, by `c` and `d`: change or remove one of the two",
            "`GET /c` is declared first here",
            "a handler answers whoever calls and cannot be `unsafe`: write a safe `fn`",
            "a route's path is a string literal, not a constant, of which only the name is known here: write `#[get(\"/path\")]`",
            "the plugin stays when the call is over: write `&self`",
        ],
    );
}

#[test]
fn a_doubtful_path_is_no_error() {
    let model = model(r#"#[allow(deprecated)] #[get("/resources")] fn a(&self) {}"#);
    assert_eq!((model.warnings.len(), model.warnings[0].lints.len()), (1, 1));
}
