//! Random sets of paths: what the macro refuses is ambiguous, and its judgement does not depend on the order.
//!
//! The runtime's table is no measure for it. matchit 0.9 refuses `/{x}/a` after `/a{x}`, but not before it, and a part of
//! a set that it took; where it refuses, the runtime looks up without it (its `table/paths.rs`).

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

/// Whether one table holds both, put in in one order or the other.
fn fit(left: &str, right: &str) -> bool {
    let in_order = |paths: [&str; 2]| {
        let mut router = Router::new();
        paths.into_iter().all(|path| router.insert(template(path).matchit_pattern(), ()).is_ok())
    };
    in_order([left, right]) || in_order([right, left])
}

fn is_accepted(paths: &[String]) -> bool {
    run("", &format!("impl Plugin {{ {} }}", block(paths))).is_ok()
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
    fn the_order_does_not_matter(paths in paths(), other in any::<prop::sample::Index>()) {
        let mut turned = paths.clone();
        turned.rotate_left(other.index(paths.len()));
        turned.reverse();
        prop_assert_eq!(is_accepted(&paths), is_accepted(&turned));
    }

    /// One pair that is refused refuses the set, and nothing else does.
    #[test]
    fn a_set_is_as_good_as_its_pairs(paths in paths()) {
        let pairs = (0..paths.len()).flat_map(|right| (0..right).map(move |left| (left, right)));
        let all = pairs.map(|(left, right)| [paths[left].clone(), paths[right].clone()]);
        let accepted = all.filter(|pair| !is_accepted(pair)).count() == 0;
        prop_assert_eq!(is_accepted(&paths), accepted);
    }

    #[test]
    fn two_paths_that_the_table_takes_are_accepted(left in path(), right in path()) {
        prop_assume!(!template(&left).has_same_shape(&template(&right)));
        if fit(&left, &right) {
            prop_assert!(is_accepted(&[left, right]));
        }
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
