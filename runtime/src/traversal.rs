//! Path parameters that climb: values that would lead out of the place where a plugin puts them.
//!
//! A plugin often puts a parameter behind the base URL of its upstream, or behind a directory. Encoders leave dots as they
//! are, and the URL standard takes `%2e` for a dot (`url.spec.whatwg.org`, "double-dot URL path segment"). So the value
//! itself is judged, before anything of the plugin runs: as it is, and decoded up to twice more, since a proxy behind the
//! plugin may decode what the plugin has encoded.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use crate::{call::Captures, listing::Route};

/// How many times a value is decoded beyond the decoding of the path itself.
const MORE_DECODINGS: usize = 2;

/// The name of the first parameter whose value climbs and whose argument does not ask for the value unchecked.
pub(crate) fn climbing(route: &Route, path: &str, captures: &Captures) -> Option<&'static str> {
    let values = captures.iter().map(|(start, end)| &path[usize::from(*start)..usize::from(*end)]);
    let (place, _) = values.enumerate().find(|(place, value)| {
        !is_plain(value) && route.is_checked(*place) && climbs(value, route.is_tail(*place))
    })?;
    route.path_parameters().get(place).copied()
}

/// Whether a value is sure not to climb, as nearly all are: each of its segments has a name of more than dots, and no sign in it that
/// could mean anything to somebody. One pass over the bytes, since every call with a parameter pays for it.
fn is_plain(value: &str) -> bool {
    let mut has_name = false;
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'~'
            | b':'
            | b'@'
            | b'='
            | b'+'
            | b',' => {
                has_name = true;
            }
            b'.' => {}
            b'/' if has_name => has_name = false,
            _ => return false,
        }
    }
    has_name
}

/// Whether `value` leads out of the place that it is put in. A tail is many segments, all of which must have a name.
#[cold]
fn climbs(value: &str, is_tail: bool) -> bool {
    if value.starts_with('/') {
        // Joined to a directory or a URL, it takes the place of it.
        return true;
    }
    let mut decoded = Cow::Borrowed(value.as_bytes());
    for _ in 0..MORE_DECODINGS {
        if is_climbing(&decoded, is_tail) {
            return true;
        }
        if !decoded.contains(&b'%') {
            return false;
        }
        decoded = Cow::Owned(percent_decode(&decoded).collect());
    }
    is_climbing(&decoded, is_tail)
}

fn is_climbing(value: &[u8], is_tail: bool) -> bool {
    let mut segments = value.split(|byte| *byte == b'/');
    // One slash at the end is as good as none.
    let last = segments.next_back();
    let has_empty_segment = is_tail && segments.clone().any(<[u8]>::is_empty);
    has_empty_segment
        || value.iter().any(|byte| *byte == b'\\' || byte.is_ascii_control())
        || value.windows(2).any(is_control_or_overlong)
        || segments.chain(last).any(is_dot_segment)
}

/// U+0080 to U+009F; and `C0`, `C1`, with which lenient decoders write ASCII in two bytes (RFC 3629, section 10).
fn is_control_or_overlong(pair: &[u8]) -> bool {
    matches!(pair, [0xC2, 0x80..=0x9F] | [0xC0 | 0xC1, 0x80..=0xBF])
}

/// Whether a segment is `.` or `..` for somebody: with parameters behind it, as the beginning of a query, between spaces
/// that are trimmed, or with its dots encoded.
fn is_dot_segment(segment: &[u8]) -> bool {
    let end = segment.iter().position(|byte| matches!(byte, b';' | b'?' | b'#')).unwrap_or(segment.len());
    let mut rest = segment[..end].trim_ascii();
    let mut dots = 0;
    while let Some(after) = after_dot(rest) {
        (rest, dots) = (after, dots + 1);
    }
    rest.is_empty() && (1..=2).contains(&dots)
}

/// What follows after a dot, or after an encoded one.
fn after_dot(segment: &[u8]) -> Option<&[u8]> {
    match segment {
        [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => Some(rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for value in ["a", "a.b", "..c", "a/b.txt", "pod-7_x~1", "a:b,c=d@e+f"] {
            assert!(is_plain(value), "{value}");
        }
    }

    #[test]
    fn what_is_plain_does_not_climb() {
        let signs = ["a", ".", "/", "%2e", ";", "\\", " ", "\0", "-"];
        let mut values = vec![String::new()];
        for _ in 0..5 {
            let longer = values.iter().flat_map(|value| signs.map(|sign| format!("{value}{sign}")));
            values = longer.collect();
            let plain = values.iter().filter(|value| is_plain(value));
            assert_eq!(plain.filter(|value| climbs(value, true)).collect::<Vec<_>>(), [""; 0]);
        }
    }

    #[test]
    fn a_segment_of_one_or_two_dots_climbs() {
        for value in [".", "..", "../x", "x/..", "x/../y", "./x", "x/."] {
            assert!(climbs(value, false), "{value}");
        }
    }

    #[test]
    fn dots_that_are_part_of_a_name_do_not() {
        for value in
            ["a.b", "...", "..c", "c..", ".well-known", "__name__", "a b", "100%", "%", "a..b/c", "v1.2"]
        {
            assert!(!climbs(value, false) && !climbs(value, true), "{value}");
        }
    }

    #[test]
    fn dots_are_found_however_often_they_are_encoded() {
        for value in [
            "%2e%2E",
            ".%2e",
            "%252e%252e",
            "%25252e%25252E",
            "%2e%2e%2fx",
            "x%2f%2e.",
            "..%2Fx",
            "%252E",
            "%2e",
        ] {
            assert!(climbs(value, false), "{value}");
        }
    }

    #[test]
    fn what_follows_behind_dots_does_not_hide_them() {
        for value in
            ["..;a=b", "..;/x", "..?x", "..#x", "..%00", "..%3bx", "..%3Fx", ".. ", " ..", "..%20", ".;x/y"]
        {
            assert!(climbs(value, false), "{value}");
        }
    }

    #[test]
    fn backslashes_and_control_characters_climb() {
        for value in
            ["a\\b", "a%5cb", "%255C", "\0", "a\tb", "a\n", "%00", "%250a", "\u{7f}", "\u{85}", "%C2%80"]
        {
            assert!(climbs(value, false), "{value:?}");
        }
    }

    #[test]
    fn overlong_dots_and_slashes_climb() {
        for value in ["%c0%ae%c0%ae", "%c0%af", "%25c1%9c"] {
            assert!(climbs(value, false), "{value}");
        }
    }

    #[test]
    fn a_value_is_no_path_from_the_root() {
        for value in ["/etc", "//host", "/"] {
            assert!(climbs(value, false) && climbs(value, true), "{value}");
        }
        for value in ["%2Fetc", "%252f"] {
            assert!(!climbs(value, false) && climbs(value, true), "{value}");
        }
    }

    #[test]
    fn only_a_tail_has_to_name_each_of_its_segments() {
        for value in ["a//b", "a%2F%2Fb", "a//", "a/%2F"] {
            assert!(climbs(value, true) && !climbs(value, false), "{value}");
        }
        for value in ["a/", "a/b/", "a%2F", "a/b"] {
            assert!(!climbs(value, true), "{value}");
        }
    }

    #[test]
    fn letters_beyond_ascii_do_not_climb() {
        for value in ["größe", "\u{a0}", "日本", "%C3%B6", "©"] {
            assert!(!climbs(value, true), "{value}");
        }
    }
}
