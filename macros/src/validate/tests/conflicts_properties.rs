//! Random sets of paths: what the macro accepts is what matchit takes at run time.
//!
//! That is all that can be said of it. matchit 0.9 refuses `/ba{x}` beside `/a{x}b`, but not after `/ab`: its judgement
//! depends on the order, and a part of a set that it took may be refused. So the tables of single methods have a second
//! way to look up (the runtime's `table/paths.rs`).

use std::fmt::Write as _;

use matchit::Router;
use proptest::{prelude::*, sample::select};

use super::run;
use crate::path::PathTemplate;

const SEGMENTS: &[&str] =
    &["a", "b", "ab", "{x}", "a{x}", "{x}b", "a{x}b", "{x}ab", "ba{x}", "{{{x}", "{{", "é"];

fn path() -> impl Strategy<Value = String> {
    let segments = prop::collection::vec(select(SEGMENTS), 0..4);
    (segments, prop::bool::weighted(0.25)).prop_map(|(segments, has_catch_all)| {
        let mut path = String::new();
        for (place, segment) in segments.iter().enumerate() {
            let _ = write!(path, "/{}", segment.replace("{x}", &format!("{{x{place}}}")));
        }
        path.push_str(if has_catch_all { "/{*rest}" } else { "" });
        if path.is_empty() { "/".to_owned() } else { path }
    })
}

/// Each path once: the same path twice is a rule of its own.
fn paths() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(path(), 1..7)
        .prop_map(|paths| paths.into_iter().collect::<Vec<_>>())
        .prop_shuffle()
}

fn template(path: &str) -> PathTemplate {
    PathTemplate::parse(path).unwrap_or_else(|mistakes| panic!("{path}: {mistakes:?}"))
}

/// Whether one table holds them all, put in in this order.
fn fit<'a>(paths: impl IntoIterator<Item = &'a String>) -> bool {
    let mut router = Router::new();
    paths.into_iter().all(|path| router.insert(template(path).matchit_pattern(), ()).is_ok())
}

/// A block with a handler for each path.
fn block(paths: &[String]) -> String {
    let mut block = String::new();
    for (number, path) in paths.iter().enumerate() {
        let arguments: Vec<String> =
            template(path).parameters().map(|name| format!("{name}: &str")).collect();
        let _ = writeln!(block, "#[get({path:?})] fn handler_{number}({}) {{}}", arguments.join(", "));
    }
    block
}

fn matches(path: &str, call: &str) -> bool {
    let mut router = Router::new();
    router.insert(template(path).matchit_pattern(), ()).is_ok() && router.at(call).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_macro_accepts_what_the_table_takes(paths in paths()) {
        let messages = run("", &format!("impl Plugin {{ {} }}", block(&paths))).err().unwrap_or_default();
        prop_assert_eq!(messages.is_empty(), fit(&paths), "{:#?}", messages);
    }

    /// A path that a message shows is matched by two of the routes.
    #[test]
    fn examples_are_matched_by_both(left in path(), right in path()) {
        let pair = [left, right];
        if let Some(example) = template(&pair[0]).overlap_example(&template(&pair[1])) {
            prop_assert!(pair.iter().all(|path| matches(path, &example)), "{}", example);
        }
    }
}
