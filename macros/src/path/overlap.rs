//! Concrete paths that a template, or two of them, match, and which of the two comes first there.

use super::{PathTemplate, Segment};

/// What an example puts in a parameter's place.
const VALUE: &str = "x";

impl PathTemplate {
    /// A path that the template matches, decoded.
    pub(crate) fn example_path(&self) -> String {
        joined(self.segments.iter().map(Segment::example))
    }

    /// A path that both templates match and for which neither comes before the other, decoded.
    ///
    /// The first place where they differ decides: there, what one matches must be part of what the other matches.
    pub(crate) fn ambiguous_path(&self, other: &Self) -> Option<String> {
        let example = self.overlap_example(other)?;
        let mut places = self.segments.iter().zip(&other.segments);
        let (left, right) = places.find(|(left, right)| !left.is_within(right) || !right.is_within(left))?;
        (!left.is_within(right) && !right.is_within(left)).then_some(example)
    }

    /// A path that both templates match, decoded; `None` if there is none.
    pub(crate) fn overlap_example(&self, other: &Self) -> Option<String> {
        let mut examples = Vec::new();
        let (mut left, mut right) = (self.segments.as_slice(), other.segments.as_slice());
        loop {
            match (left, right) {
                ([], []) => return Some(joined(examples)),
                ([], _) | (_, []) => return None,
                ([Segment::CatchAll { .. }, ..], rest) | (rest, [Segment::CatchAll { .. }, ..]) => {
                    examples.extend(rest.iter().map(Segment::example));
                    return Some(joined(examples));
                }
                ([first, left_rest @ ..], [second, right_rest @ ..]) => {
                    examples.push(first.overlap(second)?);
                    (left, right) = (left_rest, right_rest);
                }
            }
        }
    }
}

impl Segment {
    fn example(&self) -> String {
        match self {
            Self::Literal(text) => text.clone(),
            Self::Parameter { prefix, suffix, .. } => format!("{prefix}{VALUE}{suffix}"),
            Self::CatchAll { .. } => VALUE.to_owned(),
        }
    }

    /// Whether the other segment matches whatever this one matches.
    fn is_within(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::CatchAll { .. }) => true,
            (Self::CatchAll { .. }, _) | (Self::Parameter { .. }, Self::Literal(_)) => false,
            (Self::Literal(text), Self::Literal(other)) => text == other,
            (Self::Literal(text), Self::Parameter { prefix, suffix, .. }) => fits(text, prefix, suffix),
            (
                Self::Parameter { prefix, suffix, .. },
                Self::Parameter { prefix: other_prefix, suffix: other_suffix, .. },
            ) => prefix.starts_with(other_prefix.as_str()) && suffix.ends_with(other_suffix.as_str()),
        }
    }

    /// Text that both segments match. Catch-alls are compared by the caller.
    fn overlap(&self, other: &Self) -> Option<String> {
        let (prefix, suffix) = self.around()?;
        let (other_prefix, other_suffix) = other.around()?;
        match (self, other) {
            (Self::Literal(text), Self::Literal(other)) => (text == other).then(|| text.clone()),
            (Self::Literal(text), _) => fits(text, other_prefix, other_suffix).then(|| text.clone()),
            (_, Self::Literal(text)) => fits(text, prefix, suffix).then(|| text.clone()),
            _ => {
                let prefix = longer(prefix, other_prefix, |long, short| long.starts_with(short))?;
                let suffix = longer(suffix, other_suffix, |long, short| long.ends_with(short))?;
                Some(format!("{prefix}{VALUE}{suffix}"))
            }
        }
    }

    /// The text before and after the parameter.
    fn around(&self) -> Option<(&str, &str)> {
        match self {
            Self::Literal(_) => Some(("", "")),
            Self::Parameter { prefix, suffix, .. } => Some((prefix, suffix)),
            Self::CatchAll { .. } => None,
        }
    }
}

/// Whether a parameter with this text around it takes at least one byte of `text`.
fn fits(text: &str, prefix: &str, suffix: &str) -> bool {
    text.len() > prefix.len() + suffix.len() && text.starts_with(prefix) && text.ends_with(suffix)
}

fn longer<'a>(left: &'a str, right: &'a str, holds: impl Fn(&str, &str) -> bool) -> Option<&'a str> {
    let (long, short) = if left.len() < right.len() { (right, left) } else { (left, right) };
    holds(long, short).then_some(long)
}

fn joined(segments: impl IntoIterator<Item = String>) -> String {
    format!("/{}", segments.into_iter().collect::<Vec<_>>().join("/"))
}
