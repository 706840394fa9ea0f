//! Look-up without a tree: every path is tried, the most specific ones first.

use std::cmp::Reverse;

use crate::call::Captures;

/// A path, in `matchit`'s words, in pieces.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Segment>);

#[derive(Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Parameter { prefix: String, suffix: String },
    CatchAll,
}

/// Paths in the order in which they are tried, with their numbers.
#[derive(Debug)]
pub(super) struct InOrder(Vec<(Pattern, u16)>);

impl InOrder {
    pub(super) fn of(patterns: &[&str]) -> Self {
        let mut paths: Vec<(Pattern, u16)> =
            patterns.iter().map(|pattern| Pattern::parse(pattern)).zip(0..).collect();
        paths.sort_by_cached_key(|(pattern, _)| pattern.rank());
        Self(paths)
    }

    /// The most specific path that `key` matches, and where its parameters stand in `key`.
    pub(super) fn at(&self, key: &str) -> Option<(u16, Captures)> {
        self.0.iter().find_map(|(pattern, number)| Some((*number, pattern.captures(key)?)))
    }
}

impl Pattern {
    pub(super) fn parse(pattern: &str) -> Self {
        let segments = pattern[1..].split('/').filter(|segment| !segment.is_empty());
        Self(segments.map(Segment::parse).collect())
    }

    /// Whether both have a parameter in one place and the text after one ends with the text after the other, so that
    /// only what follows tells which of them is meant.
    pub(super) fn is_rival_of(&self, other: &Self) -> bool {
        let Some(place) = self.0.iter().zip(&other.0).position(|(left, right)| left != right) else {
            return false;
        };
        let goes_on = place + 1 < self.0.len() && place + 1 < other.0.len();
        match (&self.0[place], &other.0[place]) {
            (
                Segment::Parameter { prefix, suffix },
                Segment::Parameter { prefix: other_prefix, suffix: other_suffix },
            ) => {
                goes_on
                    && prefix == other_prefix
                    && (suffix.ends_with(other_suffix.as_str()) || other_suffix.ends_with(suffix.as_str()))
            }
            _ => false,
        }
    }

    /// Whether some path may match both: always where one does, sometimes where none does.
    pub(super) fn may_overlap(&self, other: &Self) -> bool {
        let mut pairs = self.0.iter().zip(&other.0);
        let differ = pairs.position(|pair| match pair {
            (Segment::Literal(left), Segment::Literal(right)) => left != right,
            _ => false,
        });
        let ends_open = |pattern: &Self| matches!(pattern.0.last(), Some(Segment::CatchAll));
        differ.is_none() && (self.0.len() == other.0.len() || ends_open(self) || ends_open(other))
    }

    /// From the left: text, a parameter with text around it (the longer before the shorter), a bare one, a catch-all.
    fn rank(&self) -> Vec<(u8, Reverse<usize>, Reverse<usize>)> {
        let rank = |segment: &Segment| match segment {
            Segment::Literal(_) => (0, Reverse(0), Reverse(0)),
            Segment::Parameter { prefix, suffix } => {
                let is_bare = u8::from(prefix.is_empty() && suffix.is_empty());
                (1 + is_bare, Reverse(prefix.len()), Reverse(suffix.len()))
            }
            Segment::CatchAll => (3, Reverse(0), Reverse(0)),
        };
        self.0.iter().map(rank).collect()
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "a URI is shorter than 65 535 bytes, and its path with it"
    )]
    fn captures(&self, key: &str) -> Option<Captures> {
        if self.0.is_empty() {
            return (key == "/").then(Captures::new);
        }
        let mut captures = Captures::new();
        let mut start = 1;
        for segment in &self.0 {
            let rest = key.get(start..)?;
            let end = start + rest.find('/').unwrap_or(rest.len());
            match segment {
                Segment::Literal(text) if *text == key[start..end] => {}
                Segment::Literal(_) => return None,
                Segment::Parameter { prefix, suffix } => {
                    let value =
                        key[start..end].strip_prefix(prefix.as_str())?.strip_suffix(suffix.as_str())?;
                    if value.is_empty() {
                        return None;
                    }
                    captures.push(((start + prefix.len()) as u16, (end - suffix.len()) as u16));
                }
                Segment::CatchAll if rest.is_empty() => return None,
                Segment::CatchAll => {
                    captures.push((start as u16, key.len() as u16));
                    return Some(captures);
                }
            }
            start = end + 1;
        }
        (start == key.len() + 1).then_some(captures)
    }
}

impl Segment {
    fn parse(text: &str) -> Self {
        let mut literals = [String::new(), String::new()];
        let mut name = None;
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            if rest.starts_with("{{") || rest.starts_with("}}") {
                literals[usize::from(name.is_some())].push(next);
                rest = &rest[2..];
            } else if let Some((inner, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'))
            {
                name = Some(inner);
                rest = after;
            } else {
                literals[usize::from(name.is_some())].push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        let [prefix, suffix] = literals;
        match name {
            None => Self::Literal(prefix),
            Some(name) if name.starts_with('*') => Self::CatchAll,
            Some(_) => Self::Parameter { prefix, suffix },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(patterns: &[&'a str], key: &str) -> Option<(&'a str, Vec<String>)> {
        let (number, captures) = InOrder::of(patterns).at(key)?;
        let text = |(start, end): (u16, u16)| key[start.into()..end.into()].to_owned();
        Some((patterns[usize::from(number)], captures.into_iter().map(text).collect()))
    }

    #[test]
    fn the_most_specific_path_comes_first() {
        let patterns = ["/{*p0}", "/{p0}", "/a{p0}", "/ab{p0}", "/abc", "/{p0}/x", "/"];
        for (key, expected) in [
            ("/abc", Some("/abc")),
            ("/abd", Some("/ab{p0}")),
            ("/ad", Some("/a{p0}")),
            ("/d", Some("/{p0}")),
            ("/d/x", Some("/{p0}/x")),
            ("/d/y", Some("/{*p0}")),
            ("/", Some("/")),
        ] {
            assert_eq!(found(&patterns, key).map(|(pattern, _)| pattern), expected, "{key}");
        }
    }

    #[test]
    fn parameters_take_something() {
        for (pattern, key, expected) in [
            ("/a{p0}b/c", "/axb/c", Some("x")),
            ("/a{p0}b", "/ab", None),
            ("/{p0}", "/", None),
            ("/a/{p0}", "/a/", None),
            ("/a/{*p0}", "/a/", None),
            ("/a/{*p0}", "/a//", Some("/")),
            ("/{{{p0}}}", "/{x}", Some("x")),
            ("/{{a}}", "/{a}", Some("")),
        ] {
            let taken = found(&[pattern], key).map(|(_, captures)| captures.concat());
            assert_eq!(taken.as_deref(), expected, "{pattern} {key}");
        }
    }
}
