//! The path's text → segments of pieces → [`Segment`], with every mistake on the way. Called by
//! [`super::PathTemplate::parse`].

use super::{Segment, is_identifier, name_help};

/// A part of a segment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    /// What stands between `{` and `}`, as written.
    Braces(String),
    /// Something that has been reported already.
    Broken,
}

/// The path, cut at its slashes.
#[derive(Default)]
pub(super) struct Scanned {
    pub(super) segments: Vec<Vec<Piece>>,
    pub(super) mistakes: Vec<String>,
}

/// Cuts a path into segments and pieces.
pub(super) fn scan(text: &str) -> Scanned {
    let mut scanned = Scanned::default();
    let Some(mut rest) = after_leading_slash(text, &mut scanned.mistakes) else { return scanned };
    let mut pieces = Vec::new();
    while let Some(next) = rest.chars().next() {
        if next == '/' {
            scanned.segments.push(std::mem::take(&mut pieces));
            rest = &rest[1..];
        } else if rest.starts_with("{{") || rest.starts_with("}}") {
            push_text(&mut pieces, &rest[..1]);
            rest = &rest[2..];
        } else if next == '{' {
            rest = braces(rest, &mut pieces, &mut scanned.mistakes);
        } else if let Some(mistake) = forbidden(next) {
            scanned.mistakes.push(mistake);
            pieces.push(Piece::Broken);
            // What follows `?` or `#` is no path; judging it would only add noise.
            rest = if matches!(next, '?' | '#') { "" } else { &rest[next.len_utf8()..] };
        } else {
            push_text(&mut pieces, &rest[..next.len_utf8()]);
            rest = &rest[next.len_utf8()..];
        }
    }
    if pieces.is_empty() && !scanned.segments.is_empty() {
        let without = text.trim_end_matches('/');
        scanned.mistakes.push(format!(
            "a path cannot arrive with `/` at its end, which is taken off before matching: write `\"{}\"`",
            if without.is_empty() { "/" } else { without }
        ));
        // `"//"` is one mistake, not two.
        if without.is_empty() {
            scanned.segments.clear();
        }
    } else if !pieces.is_empty() {
        scanned.segments.push(pieces);
    }
    scanned
}

/// Takes the first slash off; `None` where there is nothing else to judge.
fn after_leading_slash<'a>(text: &'a str, mistakes: &mut Vec<String>) -> Option<&'a str> {
    if text.is_empty() {
        mistakes.push("a route's path is never empty: write `\"/\"`".to_owned());
        return None;
    }
    let rest = text.strip_prefix('/');
    if rest.is_none() {
        if let Some((_, path)) = text.split_once("://") {
            let path = path.find('/').map_or("/", |slash| &path[slash..]);
            mistakes.push(format!("a route's path has no scheme and no host: write `{path:?}`"));
            return None;
        }
        let path = text.trim_start().replace('\\', "/");
        let path = path.trim_start_matches('/');
        mistakes.push(format!("a route's path begins with `/`: write `{:?}`", format!("/{path}")));
        // What else is wrong with it may be the same mistake.
        if path != text {
            return None;
        }
    }
    Some(rest.unwrap_or(text))
}

fn forbidden(character: char) -> Option<String> {
    match character {
        '?' => Some(
            "`?` begins the query, which is no part of a route's path: take a `Query<…>` as an argument"
                .to_owned(),
        ),
        '#' => Some("`#` begins a fragment, which browsers never send: leave it out".to_owned()),
        '}' => Some("`}` closes nothing: write `}}` for a brace that is plain text".to_owned()),
        control if control.is_control() => Some(format!(
            "`{}` is a control character, which no path should hold: leave it out",
            control.escape_default()
        )),
        _ => None,
    }
}

/// Reads `{…}` at the start of `rest` and returns what follows.
fn braces<'a>(rest: &'a str, pieces: &mut Vec<Piece>, mistakes: &mut Vec<String>) -> &'a str {
    let inner = &rest[1..];
    let end = inner.find(['{', '}', '/']).unwrap_or(inner.len());
    if inner[end..].starts_with('}') {
        pieces.push(Piece::Braces(inner[..end].to_owned()));
        return &inner[end + 1..];
    }
    let name = if end == 0 { "id" } else { &inner[..end] };
    mistakes.push(format!("`{{{}` has no closing `}}`: write `{{{name}}}`", &inner[..end]));
    pieces.push(Piece::Broken);
    // A pattern such as `{a:b/c}` is closed later: its brace belongs to this mistake.
    match (inner.find('}'), inner.find('{')) {
        (Some(close), open) if open.is_none_or(|open| close < open) => &inner[close + 1..],
        _ => &inner[end..],
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if let Some(Piece::Text(before)) = pieces.last_mut() {
        before.push_str(text);
    } else {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

/// Judges the pieces of one segment; `None` where something is wrong with it.
pub(super) fn segment(pieces: Vec<Piece>, is_last: bool, mistakes: &mut Vec<String>) -> Option<Segment> {
    let before = mistakes.len();
    if pieces.is_empty() {
        mistakes.push("an empty segment (`//`) is never matched: write one `/`".to_owned());
    }
    let (mut prefix, mut suffix, mut name, mut is_broken) = (String::new(), String::new(), None, false);
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                mistakes.extend(percent_escape(&text));
                if name.is_none() { &mut prefix } else { &mut suffix }.push_str(&text);
            }
            Piece::Braces(inner) if name.is_none() => name = Some(inner),
            Piece::Braces(inner) => mistakes.push(format!(
                "a segment holds one parameter, and `{{{inner}}}` is its second: put a `/` between them, or take the \
                 whole segment and split it in the handler"
            )),
            Piece::Broken => is_broken = true,
        }
    }
    let segment = match name {
        Some(inner) => parameter(prefix, &inner, suffix, is_last, mistakes),
        None => Some(Segment::Literal(literal(prefix, is_broken, mistakes))),
    };
    segment.filter(|_| mistakes.len() == before && !is_broken)
}

fn literal(text: String, is_broken: bool, mistakes: &mut Vec<String>) -> String {
    if !is_broken && matches!(text.as_str(), "." | "..") {
        mistakes.push(format!("the segment `{text}` cannot arrive, clients resolve it: leave it out"));
    }
    text
}

fn parameter(
    prefix: String,
    inner: &str,
    suffix: String,
    is_last: bool,
    mistakes: &mut Vec<String>,
) -> Option<Segment> {
    let (is_catch_all, name) = inner.strip_prefix('*').map_or((false, inner), |name| (true, name));
    if name.is_empty() {
        mistakes.push(format!(
            "`{{{inner}}}` has no name: write `{{{}}}`",
            if is_catch_all { "*rest" } else { "id" }
        ));
        return None;
    }
    if !is_identifier(name) {
        mistakes.push(format!("`{{{inner}}}` does not name an argument: {}", name_help(name)));
        return None;
    }
    if !is_catch_all {
        return Some(Segment::Parameter { prefix, name: name.to_owned(), suffix });
    }
    if !prefix.is_empty() || !suffix.is_empty() {
        mistakes.push(format!(
            "`{{*{name}}}` takes whole segments: put a `/` between it and `{}`",
            if prefix.is_empty() { &suffix } else { &prefix }
        ));
    } else if !is_last {
        mistakes.push(format!(
            "`{{*{name}}}` takes all that follows, so it comes last: write `{{{name}}}` for one segment"
        ));
    }
    Some(Segment::CatchAll { name: name.to_owned() })
}

/// Literal text is compared with decoded text, so an escape in it would never match.
fn percent_escape(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let is_escape = |at: usize| {
        let digits = bytes.get(at + 1..at + 3);
        bytes[at] == b'%' && digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let first = (0..bytes.len()).find(|at| is_escape(*at))?;
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if is_escape(at) {
            decoded.extend(u8::from_str_radix(&text[at + 1..at + 3], 16));
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    let written = &text[first..first + 3];
    let help = match String::from_utf8(decoded) {
        Ok(decoded) if !decoded.contains('/') && !decoded.contains(char::is_control) => {
            format!("write `{decoded}`")
        }
        _ => "take the segment as a parameter".to_owned(),
    };
    let encoded = written.replacen('%', "%25", 1);
    Some(format!(
        "`{written}` is compared with the decoded path, so that only `{encoded}` would match: {help}"
    ))
}
