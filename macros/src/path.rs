//! `"/x/{id}"` → [`PathTemplate`]: strings only, no tokens. Called by validation, read by generation.

mod overlap;
mod scan;

use std::fmt::Write;

use crate::did_you_mean;

/// More parameters than this in one path make matchit panic, which names them by one letter each.
const MOST_PARAMETERS: usize = 25;

/// A path with which nothing is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathTemplate {
    pub(crate) segments: Vec<Segment>,
}

/// What stands between two slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// Text, compared with the decoded segment of a call's path.
    Literal(String),
    /// `prefix{name}suffix`: one segment, or what is left of it.
    Parameter { prefix: String, name: String, suffix: String },
    /// `{*name}`: one segment or more, to the path's end.
    CatchAll { name: String },
}

impl PathTemplate {
    /// Reads a path as it is written in an attribute.
    ///
    /// # Errors
    ///
    /// Every mistake in the path, in words for its author.
    pub(crate) fn parse(text: &str) -> Result<Self, Vec<String>> {
        let scanned = scan::scan(text);
        let mut mistakes = scanned.mistakes;
        let mut segments = Vec::new();
        let last = scanned.segments.len().saturating_sub(1);
        for (index, pieces) in scanned.segments.into_iter().enumerate() {
            let segment = scan::segment(pieces, index == last, &mut mistakes);
            segments.extend(segment);
        }
        let template = Self { segments };
        mistakes.extend(template.repeated_names());
        if template.parameters().count() > MOST_PARAMETERS {
            mistakes.push(format!("a path has at most {MOST_PARAMETERS} parameters"));
        }
        if mistakes.is_empty() { Ok(template) } else { Err(mistakes) }
    }

    /// The names of the parameters, in order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(Segment::parameter)
    }

    /// The same path for matchit: parameters are named by their position, so that two routes may name one place
    /// differently, and braces in literal text are doubled.
    pub(crate) fn matchit_pattern(&self) -> String {
        let mut pattern = String::new();
        let mut position = 0;
        for segment in &self.segments {
            pattern.push('/');
            match segment {
                Segment::Literal(text) => pattern.push_str(&doubled_braces(text)),
                Segment::Parameter { prefix, suffix, .. } => {
                    let (prefix, suffix) = (doubled_braces(prefix), doubled_braces(suffix));
                    let _ = write!(pattern, "{prefix}{{p{position}}}{suffix}");
                    position += 1;
                }
                Segment::CatchAll { .. } => {
                    let _ = write!(pattern, "{{*p{position}}}");
                    position += 1;
                }
            }
        }
        if pattern.is_empty() { "/".to_owned() } else { pattern }
    }

    /// Whether both match the same paths, whatever their parameters are called.
    pub(crate) fn has_same_shape(&self, other: &Self) -> bool {
        self.matchit_pattern() == other.matchit_pattern()
    }

    /// What is legal but doubtful, in words for the author.
    pub(crate) fn warnings(&self) -> Vec<String> {
        self.segments.iter().filter_map(Segment::warning).collect()
    }

    fn repeated_names(&self) -> Vec<String> {
        let names: Vec<&str> = self.parameters().collect();
        let mut repeated: Vec<&str> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) && !repeated.contains(name) {
                repeated.push(name);
            }
        }
        repeated
            .iter()
            .map(|name| {
                format!("the parameter `{{{name}}}` is in the path twice: give each place a name of its own")
            })
            .collect()
    }
}

impl Segment {
    /// The name of the segment's parameter.
    pub(crate) fn parameter(&self) -> Option<&str> {
        match self {
            Self::Literal(_) => None,
            Self::Parameter { name, .. } | Self::CatchAll { name } => Some(name),
        }
    }

    fn warning(&self) -> Option<String> {
        let (Self::Literal(text) | Self::Parameter { prefix: text, .. }) = self else { return None };
        if text.starts_with("resource") {
            return Some(format!(
                "the segment `{self}` begins with `resource`, where `/apis/…` addresses of older versions of Grafana cut the \
                 path (pkg/registry/apis/datasource/sub_resource.go): a call made there does not reach this route"
            ));
        }
        let name = text.trim_start_matches([':', '*']);
        let is_parameter_elsewhere = name.len() < text.len() && (name.is_empty() || is_identifier(name));
        if !is_parameter_elsewhere || !matches!(self, Self::Literal(_)) {
            return None;
        }
        let parameter = match (text.starts_with('*'), name) {
            (true, "") => "{*rest}".to_owned(),
            (true, name) => format!("{{*{name}}}"),
            (false, "") => return None,
            (false, name) => format!("{{{name}}}"),
        };
        Some(format!("the segment `{text}` is plain text: a parameter is written `{parameter}`"))
    }
}

/// As it is written in an attribute.
impl std::fmt::Display for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Literal(text) => f.write_str(&doubled_braces(text)),
            Self::Parameter { prefix, name, suffix } => {
                write!(f, "{}{{{name}}}{}", doubled_braces(prefix), doubled_braces(suffix))
            }
            Self::CatchAll { name } => write!(f, "{{*{name}}}"),
        }
    }
}

fn doubled_braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Whether an argument can have this name, as `r#name` if need be.
fn is_identifier(name: &str) -> bool {
    let begins_well = name.starts_with(|first: char| first == '_' || first.is_alphabetic());
    let goes_on_well = name.chars().all(|character| character == '_' || character.is_alphanumeric());
    let never_raw = ["_", "self", "Self", "super", "crate"];
    begins_well && goes_on_well && !never_raw.contains(&name)
}

/// What to write instead of a name that no argument can have.
fn name_help(name: &str) -> String {
    if let Some(text) = name.strip_prefix("r#").filter(|text| is_identifier(text)) {
        return format!("write `{{{text}}}`; only the argument is called `{name}`");
    }
    let text = name.trim_matches(['*', '.', ' ']);
    if text.len() < name.len() && is_identifier(text) {
        return format!("write `{{*{text}}}` for all that follows, `{{{text}}}` for one segment");
    }
    if let Some((before, _)) = name.split_once(':').filter(|(before, _)| is_identifier(before)) {
        return format!("write `{{{before}}}`, and give the argument a type that reads only what is allowed");
    }
    if let Some(before) = name.strip_suffix('?').filter(|before| is_identifier(before)) {
        return format!("write two routes, one without `{{{before}}}`");
    }
    let snake: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    if is_identifier(&snake) && did_you_mean::nearest(name, [snake.as_str()]).is_some() {
        return format!("write `{{{snake}}}`");
    }
    "write a name that an argument can have, such as `{id}`".to_owned()
}

#[cfg(test)]
#[path = "path/tests.rs"]
mod tests;
