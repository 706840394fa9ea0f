//! A slow matcher that does what `cases/README.md` says, rule by rule, and nothing else.

use std::cmp::Reverse;

use grafana_resource_routes::__private::{LookUp, RouteMethod};
use http::Method;
use percent_encoding::percent_decode_str;

/// A segment of a route's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    Literal(String),
    /// A parameter with text before and after it.
    Parameter(String, String),
    CatchAll,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) method: RouteMethod,
    pub(crate) segments: Vec<Segment>,
}

/// What `routes` answer, by their places in the list.
pub(crate) fn look_up(routes: &[Pattern], method: &Method, raw: &str) -> LookUp {
    look_up_segments(routes, method, canonical(raw, decoded))
}

/// What `routes` answer where the path has been decoded already.
pub(crate) fn look_up_decoded(routes: &[Pattern], method: &Method, path: &str) -> LookUp {
    look_up_segments(routes, method, canonical(path, |segment| Some(segment.to_owned())))
}

/// Rule 3: the text that counts of a message's path and URL, and whether it has been decoded already. The URL has no query here.
pub(crate) fn target<'m>(path: &'m str, url: &'m str) -> (&'m str, bool) {
    let trimmed = url.trim_start_matches('/');
    let without_go_prefix = trimmed
        .strip_prefix("./")
        .filter(|rest| rest.split('/').next().is_some_and(|first| first.contains(':')));
    let agrees = [Some(trimmed), without_go_prefix]
        .into_iter()
        .flatten()
        .any(|url| percent_decode_str(url).collect::<Vec<u8>>() == path.trim_start_matches('/').as_bytes());
    // One with a host in it is from nobody whose path could be trusted (`cases/README.md`, at its end).
    let has_host = url.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || "+-.".contains(sign))
    });
    // A message whose path is empty has only a URL.
    let is_alone = path.trim_start_matches('/').is_empty() && !trimmed.starts_with("apis/");
    if agrees || has_host || is_alone || path == url { (url, false) } else { (path, true) }
}

/// A URL's path as Grafana has it in `path`.
pub(crate) fn whole_decoded(url: &str) -> String {
    percent_decode_str(url).decode_utf8_lossy().into_owned()
}

fn look_up_segments(routes: &[Pattern], method: &Method, path: Option<Vec<String>>) -> LookUp {
    let Some(path) = path else { return LookUp::InvalidPath };
    let mut paths = vec![path.clone()];
    if path.len() > 1 && path.last().is_some_and(String::is_empty) {
        paths.push(path[..path.len() - 1].to_vec());
    }
    for path in &paths {
        let matching = routes.iter().zip(0..).filter(|(route, _)| captured(&route.segments, path).is_some());
        let answering = matching.filter_map(|(route, number)| Some((rank(route, method)?, route, number)));
        if let Some((_, route, number)) = answering.min_by_key(|(rank, ..)| rank.clone()) {
            return LookUp::Route(number, captured(&route.segments, path).unwrap_or_default());
        }
    }
    let has_path = |route: &&Pattern| paths.iter().any(|path| captured(&route.segments, path).is_some());
    allowed(routes.iter().filter(has_path))
}

fn allowed<'a>(routes: impl Iterator<Item = &'a Pattern>) -> LookUp {
    let mut methods: Vec<&str> = routes.map(|route| route.method.as_str()).collect();
    if methods.is_empty() {
        return LookUp::NotFound;
    }
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.sort_unstable();
    methods.dedup();
    LookUp::OtherMethods(methods)
}

/// Rules 1 and 3.
fn canonical(raw: &str, decode: impl Fn(&str) -> Option<String>) -> Option<Vec<String>> {
    let mut path = raw.trim_start_matches('/');
    let before_colon = path
        .strip_prefix("./")
        .filter(|rest| rest.split('/').next().is_some_and(|first| first.contains(':')));
    path = before_colon.unwrap_or(path);
    if path.is_empty() {
        return Some(Vec::new());
    }
    path.split('/').map(decode).collect()
}

fn decoded(segment: &str) -> Option<String> {
    let escapes = segment.split('%').skip(1);
    let is_escape =
        |rest: &str| rest.len() > 1 && rest.bytes().take(2).all(|digit| digit.is_ascii_hexdigit());
    if !escapes.into_iter().all(is_escape) {
        return None;
    }
    percent_decode_str(segment).decode_utf8().ok().map(String::from)
}

/// Rule 4: the texts of the parameters, if the path matches.
fn captured(pattern: &[Segment], path: &[String]) -> Option<Vec<String>> {
    let mut captured = Vec::new();
    for (place, segment) in pattern.iter().enumerate() {
        match segment {
            Segment::Literal(text) if path.get(place)? == text => {}
            Segment::Literal(_) => return None,
            Segment::Parameter(prefix, suffix) => {
                let value = path.get(place)?.strip_prefix(prefix.as_str())?.strip_suffix(suffix.as_str())?;
                if value.is_empty() {
                    return None;
                }
                captured.push(value.to_owned());
            }
            Segment::CatchAll => {
                let rest = path.get(place..)?.join("/");
                if rest.is_empty() {
                    return None;
                }
                captured.push(rest);
                return Some(captured);
            }
        }
    }
    (pattern.len() == path.len()).then_some(captured)
}

/// Rules 5 and 6; the least is the best. From the left, segment by segment: text, then a parameter with text around it
/// (the longer text first), then a bare parameter, then a catch-all.
type Rank = (Vec<(u8, Reverse<usize>, Reverse<usize>)>, u8);

fn rank(route: &Pattern, method: &Method) -> Option<Rank> {
    let by_method = match route.method {
        RouteMethod::Any => 2,
        own if own.as_str() == method.as_str() => 0,
        RouteMethod::Get if method == Method::HEAD => 1,
        _ => return None,
    };
    let by_segment = |segment: &Segment| match segment {
        Segment::Literal(_) => (0, Reverse(0), Reverse(0)),
        Segment::Parameter(prefix, suffix) => {
            let is_bare = u8::from(prefix.is_empty() && suffix.is_empty());
            (1 + is_bare, Reverse(prefix.len()), Reverse(suffix.len()))
        }
        Segment::CatchAll => (3, Reverse(0), Reverse(0)),
    };
    Some((route.segments.iter().map(by_segment).collect(), by_method))
}
