//! Random tables, as the macro would let them through, and random paths for them.

use std::fmt::Write as _;

use grafana_resource_routes::__private::{Route, RouteMethod, Table};
use http::Method;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::{prelude::*, sample::select};

use crate::matcher::{Pattern, Segment};

/// Few texts, so that routes and paths meet; some of them need escapes, or look like syntax.
const TEXTS: &[&str] = &[
    "a", "b", "ab", "ba", "aab", "a b", "é", "100%", "{a}", "}", "a}", "}{", "a+b", ".a", "a:b", "a;b",
    "a.b", "*", "<a>",
];
const AROUND: &[&str] = &[
    "", "", "", "", "", "a", "b", "ab", ".b", "-", "é", "{", "}", "a}", "{}", "}b", " ", "%", "+", ";", ":",
    "*",
];

pub(crate) fn patterns() -> impl Strategy<Value = Vec<Pattern>> {
    prop::collection::vec(pattern(), 1..9)
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let segment = prop_oneof![
        4 => select(TEXTS).prop_map(|text| Segment::Literal(text.to_owned())),
        3 => (select(AROUND), select(AROUND))
            .prop_map(|(prefix, suffix)| Segment::Parameter(prefix.to_owned(), suffix.to_owned())),
    ];
    let segments = (prop::collection::vec(segment, 0..4), prop::bool::weighted(0.25));
    (method_of_route(), segments).prop_map(|(method, (mut segments, has_catch_all))| {
        if has_catch_all {
            segments.push(Segment::CatchAll);
        }
        Pattern { method, segments }
    })
}

fn method_of_route() -> impl Strategy<Value = RouteMethod> {
    prop_oneof![
        4 => Just(RouteMethod::Get),
        2 => Just(RouteMethod::Post),
        1 => select(&[RouteMethod::Any, RouteMethod::Head, RouteMethod::Options, RouteMethod::Delete][..]),
    ]
}

/// Those that can stand in one table, in their order: what is left when the macro's errors are obeyed.
pub(crate) fn accepted(patterns: Vec<Pattern>) -> Vec<Pattern> {
    let mut router = matchit::Router::new();
    let mut accepted: Vec<Pattern> = Vec::new();
    for pattern in patterns {
        let same_path = |other: &&Pattern| other.segments == pattern.segments;
        let fits = match accepted.iter().find(same_path) {
            Some(_) => !accepted.contains(&pattern),
            None => router.insert(without_braces(&pattern.segments), ()).is_ok(),
        };
        if fits {
            accepted.push(pattern);
        }
    }
    accepted
}

/// The path with other signs for braces in its text, which matchit would take for syntax: whether two paths conflict does not depend
/// on what their signs are.
fn without_braces(segments: &[Segment]) -> String {
    let plain = |text: &str| text.replace('{', "\u{2}").replace('}', "\u{3}");
    let segments: Vec<Segment> = segments
        .iter()
        .map(|segment| match segment {
            Segment::Literal(text) => Segment::Literal(plain(text)),
            Segment::Parameter(prefix, suffix) => Segment::Parameter(plain(prefix), plain(suffix)),
            Segment::CatchAll => Segment::CatchAll,
        })
        .collect();
    matchit_pattern(&segments)
}

/// A table for these routes. It stays in memory, as the generated ones do.
pub(crate) fn table(patterns: &[Pattern]) -> &'static Table {
    let route = |(pattern, number): (&Pattern, u16)| {
        let text: &'static str = matchit_pattern(&pattern.segments).leak();
        Route::new(number, pattern.method, text, text, "handler")
    };
    let routes: Vec<Route> = patterns.iter().zip(0..).map(route).collect();
    Box::leak(Box::new(Table::new(routes.leak())))
}

/// The routes as they would be written.
pub(crate) fn titles(patterns: &[Pattern]) -> Vec<String> {
    let title = |pattern: &Pattern| format!("{} {}", pattern.method, matchit_pattern(&pattern.segments));
    patterns.iter().map(title).collect()
}

fn matchit_pattern(segments: &[Segment]) -> String {
    let braces = |text: &str| text.replace('{', "{{").replace('}', "}}");
    let mut pattern = String::new();
    for (place, segment) in segments.iter().enumerate() {
        let _ = match segment {
            Segment::Literal(text) => write!(pattern, "/{}", braces(text)),
            Segment::Parameter(prefix, suffix) => {
                write!(pattern, "/{}{{p{place}}}{}", braces(prefix), braces(suffix))
            }
            Segment::CatchAll => write!(pattern, "/{{*p{place}}}"),
        };
    }
    if pattern.is_empty() { "/".to_owned() } else { pattern }
}

pub(crate) fn methods() -> impl Strategy<Value = Method> {
    prop_oneof![
        4 => Just(Method::GET),
        2 => Just(Method::POST),
        1 => Just(Method::HEAD),
        1 => select(vec![Method::OPTIONS, Method::DELETE, Method::PUT, Method::PATCH, Method::TRACE]),
    ]
}

/// Most are made for one of the routes.
pub(crate) fn paths(patterns: &[Pattern]) -> impl Strategy<Value = String> + use<> {
    let patterns = patterns.to_vec();
    let segments = prop_oneof![
        6 => (any::<prop::sample::Index>(), prop::collection::vec(value(), 8)).prop_map(move |(index, values)| {
            if patterns.is_empty() { values } else { filled(&index.get(&patterns).segments, &values) }
        }),
        2 => prop::collection::vec(value(), 0..5),
    ];
    let front = select(&["/", "/", "/", "/", "//", "///", "/./", "/../"][..]);
    let back = select(&["", "", "", "", "/", "//"][..]);
    (front, segments, prop::collection::vec(any::<u8>(), 8), back).prop_map(
        |(front, segments, dice, back)| {
            let encoded: Vec<String> = segments
                .iter()
                .zip(dice.iter().cycle())
                .map(|(segment, dice)| encoded(segment, *dice))
                .collect();
            format!("{front}{}{back}", encoded.join("/"))
        },
    )
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(TEXTS).prop_map(str::to_owned),
        2 => (select(AROUND), select(TEXTS), select(AROUND)).prop_map(|(before, text, after)| format!("{before}{text}{after}")),
        1 => select(&["", ".", "..", "a/b", "/", "\u{1}", "x", "%2F", "é"][..]).prop_map(str::to_owned),
    ]
}

/// A path that the pattern matches, if the values let it.
fn filled(segments: &[Segment], values: &[String]) -> Vec<String> {
    let mut path = Vec::new();
    for (segment, value) in segments.iter().zip(values) {
        match segment {
            Segment::Literal(text) => path.push(text.clone()),
            Segment::Parameter(prefix, suffix) => path.push(format!("{prefix}{value}{suffix}")),
            Segment::CatchAll => path.extend(values.iter().take(1 + value.len() % 3).cloned()),
        }
    }
    path
}

/// Escaped where it must be, everywhere, or wrongly.
fn encoded(segment: &str, dice: u8) -> String {
    match dice {
        0 => format!("{segment}%zz"),
        1 => format!("{segment}%FF"),
        2..40 => segment.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02x}")),
        40..80 => utf8_percent_encode(segment, NON_ALPHANUMERIC).to_string(),
        // As it is, so that a `%` in it is an escape or a broken one, and a `/` is structure.
        80..90 => segment.to_owned(),
        _ => segment.replace('%', "%25").replace('/', "%2F").replace(' ', "%20"),
    }
}
