//! Some routes' paths, and look-up among them: by `matchit`'s tree, or where that does not do, one after the other.
//!
//! Most sets of paths go into the tree. It stands back from four kinds (matchit 0.9): it refuses some sets of which it
//! takes larger ones, it refuses paths that `cfg` made alternatives of each other, of two parameters in one place
//! with different text after them it tries only the longer one, `/{a}.json/x` and not `/{a}/y` for `/b.json/y`, and it takes
//! `{a}}}` for a parameter that is called `a}`, not for one before a brace, or for either, depending on the other paths. Then
//! [`InOrder`] is slower and right. Braces in a path's text are rare, so every set with one goes that way.

use matchit::Router;

use super::in_order::{InOrder, Pattern};
use crate::call::Captures;

/// Finds a path's number, which is its place in the list that this was made of.
#[derive(Debug)]
pub(super) enum Paths {
    Tree(Router<u16>),
    InOrder(InOrder),
}

impl Paths {
    pub(super) fn of(patterns: &[&str]) -> Self {
        match (!has_braces(patterns)).then(|| tree(patterns)).flatten() {
            Some(router) if !has_rivals(patterns) => Self::Tree(router),
            _ => Self::InOrder(InOrder::of(patterns)),
        }
    }

    /// The most specific path that `key` matches, and where its parameters stand in `key`.
    #[inline]
    pub(super) fn at(&self, key: &str) -> Option<(u16, Captures)> {
        match self {
            Self::Tree(router) => {
                let hit = router.at(key).ok()?;
                Some((*hit.value, captures(&hit.params, key)))
            }
            Self::InOrder(paths) => paths.at(key),
        }
    }
}

fn tree(patterns: &[&str]) -> Option<Router<u16>> {
    let mut router = Router::new();
    for (pattern, number) in patterns.iter().zip(0..) {
        router.insert(*pattern, number).ok()?;
    }
    Some(router)
}

/// Where captured values stand in `key`.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a URI is shorter than 65 535 bytes, and its path with it"
)]
fn captures(params: &matchit::Params<'_, '_>, key: &str) -> Captures {
    if params.is_empty() {
        return Captures::new();
    }
    let base = key.as_ptr().addr();
    params
        .iter()
        .map(|(_, value)| {
            let start = value.as_ptr().addr() - base;
            (start as u16, (start + value.len()) as u16)
        })
        .collect()
}

/// For each path whether no other one can match what it matches.
pub(super) fn alone(patterns: &[&str]) -> impl Iterator<Item = bool> {
    let all: Vec<Pattern> = patterns.iter().map(|pattern| Pattern::parse(pattern)).collect();
    (0..all.len()).map(move |one| {
        let mut others = all.iter().enumerate().filter(|(other, _)| *other != one);
        !others.any(|(_, other)| all[one].may_overlap(other))
    })
}

/// Whether any of the paths has a brace in its text.
fn has_braces(patterns: &[&str]) -> bool {
    patterns.iter().any(|pattern| pattern.contains("{{") || pattern.contains("}}"))
}

/// Whether two of the paths are such that the tree would try only one of them.
fn has_rivals(patterns: &[&str]) -> bool {
    // Text after a parameter is rare, and all others need no look.
    let has_suffix = |pattern: &&&str| {
        pattern.as_bytes().windows(2).any(|pair| pair[0] == b'}' && pair[1] != b'/' && pair[1] != b'}')
    };
    let with_suffix: Vec<Pattern> =
        patterns.iter().filter(has_suffix).map(|pattern| Pattern::parse(pattern)).collect();
    if with_suffix.is_empty() {
        return false;
    }
    let all: Vec<Pattern> = patterns.iter().map(|pattern| Pattern::parse(pattern)).collect();
    with_suffix.iter().any(|one| all.iter().any(|other| one.is_rival_of(other)))
}
