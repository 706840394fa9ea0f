//! The canonical form of the path of a call.
//!
//! Grafana hands over what stood after `/resources/`, and the front end's helpers put a slash of their own before it,
//! so any number of leading slashes is one. Go writes `./` before a first segment that holds a colon
//! (`net/url`, `URL.String`), which is taken off again. What is left is split on `/` and each segment is decoded
//! once, so that an encoded slash stays in its segment. Nothing is redirected. Dot segments are text like others: Grafana
//! has decoded the path before, so that `.` and `..` here are what the caller wrote as `%2e`.

use std::borrow::Cow;

use http::{Uri, uri::PathAndQuery};
use percent_encoding::percent_decode_str;

/// A path whose escapes are broken, or whose text is not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InvalidPath;

/// A path in canonical form: `/`, then decoded segments.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Canonical<'u> {
    /// The decoded path, for people and for captured values.
    pub(crate) text: Cow<'u, str>,
    /// What to look up where it is not `text`: of the same length, with stand-ins for slashes that must not be taken
    /// for structure. Offsets hold in both.
    lookup: Option<String>,
}

/// In a look-up key, a slash that was encoded. No route's literal may hold it.
const ENCODED_SLASH: u8 = 0x01;

impl<'u> Canonical<'u> {
    /// The canonical form of `raw`, which begins with a slash.
    pub(crate) fn of(raw: &'u str) -> Result<Self, InvalidPath> {
        let path = strip_front(raw);
        if path.contains('%') { decode(path) } else { Ok(Self { text: Cow::Borrowed(path), lookup: None }) }
    }

    /// The canonical form of a text that belongs to nobody else.
    #[cfg(feature = "server")]
    pub(crate) fn of_owned(raw: String) -> Result<Canonical<'static>, InvalidPath> {
        let Canonical { text, lookup } = Canonical::of(&raw)?;
        let text = match text {
            Cow::Borrowed(text) if text.len() == raw.len() => raw,
            text => text.into_owned(),
        };
        Ok(Canonical { text: Cow::Owned(text), lookup })
    }

    /// The canonical form of a path that has been decoded already: its escapes are text, and all its slashes structure.
    #[cfg(feature = "server")]
    pub(crate) fn of_decoded(raw: &str) -> Canonical<'static> {
        Canonical { text: Cow::Owned(strip_front(raw).to_owned()), lookup: None }
    }

    /// The key for the table.
    pub(crate) fn lookup(&self) -> &str {
        self.lookup.as_deref().unwrap_or(&self.text)
    }

    /// The key without one trailing slash, if there is one to take off.
    pub(crate) fn without_trailing_slash(&self) -> Option<&str> {
        self.lookup().strip_suffix('/').filter(|rest| !rest.is_empty())
    }
}

/// Takes off all leading slashes but one, and a leading `./` that Go wrote before a colon.
pub(crate) fn strip_front(raw: &str) -> &str {
    // Most have nothing to take off.
    if !matches!(raw.as_bytes().get(1), Some(b'/' | b'.')) {
        return raw;
    }
    let slashes = raw.len() - raw.trim_start_matches('/').len();
    let path = &raw[slashes.saturating_sub(1)..];
    match path.strip_prefix("/./") {
        Some(rest) if rest.split('/').next().is_some_and(|first| first.contains(':')) => &path[2..],
        _ => path,
    }
}

/// The URI with nothing put before its path, still with its escapes: for routers, which decode it themselves.
pub(crate) fn canonical_uri(uri: &Uri) -> Uri {
    let path = strip_front(uri.path());
    if path.len() == uri.path().len() {
        return uri.clone();
    }
    let text = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    // A part of what was a URI is one.
    text.parse::<PathAndQuery>().map_or_else(|_| uri.clone(), Uri::from)
}

#[cold]
fn decode(path: &str) -> Result<Canonical<'_>, InvalidPath> {
    let mut text = String::with_capacity(path.len());
    let mut key = Vec::new();
    for segment in path[1..].split('/') {
        check_escapes(segment)?;
        let decoded = percent_decode_str(segment).decode_utf8().map_err(|_| InvalidPath)?;
        text.push('/');
        text.push_str(&decoded);
        key.push(b'/');
        key.extend(decoded.bytes().map(|byte| if byte == b'/' { ENCODED_SLASH } else { byte }));
    }
    let key = String::from_utf8(key).map_err(|_| InvalidPath)?;
    let lookup = (key != text).then_some(key);
    Ok(Canonical { text: Cow::Owned(text), lookup })
}

/// Every `%` is followed by two hexadecimal digits (RFC 3986, section 2.1).
fn check_escapes(segment: &str) -> Result<(), InvalidPath> {
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes();
        digits.len() >= 2 && digits[0].is_ascii_hexdigit() && digits[1].is_ascii_hexdigit()
    };
    if segment.split('%').skip(1).all(is_escape) { Ok(()) } else { Err(InvalidPath) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Result<String, InvalidPath> {
        Canonical::of(raw).map(|path| path.text.into_owned())
    }

    #[test]
    fn leading_slashes_are_one() {
        for (raw, expected) in
            [("/", "/"), ("//a", "/a"), ("///a/b", "/a/b"), ("////", "/"), ("/a//b", "/a//b")]
        {
            assert_eq!(text(raw).as_deref(), Ok(expected), "{raw}");
        }
    }

    #[test]
    fn dot_slash_goes_only_before_a_colon_in_the_first_segment() {
        for (raw, expected) in [("/./a:b/c", "/a:b/c"), ("/./a/b:c", "/./a/b:c"), ("/a/./b:c", "/a/./b:c")] {
            assert_eq!(text(raw).as_deref(), Ok(expected), "{raw}");
        }
    }

    #[test]
    fn segments_are_decoded_once() {
        for (raw, expected) in
            [("/a%20b", "/a b"), ("/%252F", "/%2F"), ("/a+b", "/a+b"), ("/%E2%82%AC", "/€")]
        {
            assert_eq!(text(raw).as_deref(), Ok(expected), "{raw}");
        }
    }

    #[test]
    fn broken_escapes_and_bad_utf8_are_refused() {
        for raw in ["/%zz", "/%", "/%2", "/%FF", "/a/%C3", "/%C0%AF"] {
            assert_eq!(text(raw), Err(InvalidPath), "{raw}");
        }
    }

    #[test]
    fn an_encoded_slash_is_no_structure() {
        let path = Canonical::of("/a%2Fb/c").unwrap();
        assert_eq!((&*path.text, path.lookup()), ("/a/b/c", "/a\u{1}b/c"));
    }

    #[test]
    fn dot_segments_are_text() {
        for (raw, key) in [("/../x", "/../x"), ("/a/./b", "/a/./b"), ("/a/%2E%2e", "/a/..")] {
            assert_eq!(Canonical::of(raw).unwrap().lookup(), key, "{raw}");
        }
    }

    #[test]
    fn one_slash_at_the_end_can_be_taken_off_but_no_encoded_one() {
        for (raw, expected) in
            [("/a/", Some("/a")), ("/a//", Some("/a/")), ("/", None), ("/.", None), ("/a%2F", None)]
        {
            assert_eq!(Canonical::of(raw).unwrap().without_trailing_slash(), expected, "{raw}");
        }
    }

    #[test]
    fn without_escapes_nothing_is_allocated() {
        assert!(matches!(
            Canonical::of("//a/b.c").unwrap(),
            Canonical { text: Cow::Borrowed("/a/b.c"), lookup: None }
        ));
    }
}
