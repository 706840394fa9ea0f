//! One route as a row of a Markdown table (GitHub Flavored Markdown, "Tables").
//!
//! Both crates have this file, the macros by a link to it: the table in `cargo doc` and the one of `to_markdown` cannot
//! differ.

use std::borrow::Cow;

/// The head of the table.
pub(super) const HEAD: [&str; 2] = ["| Method | Path | Role | Handler | |", "|---|---|---|---|---|"];

/// The row of a route. Its remark is Markdown; all else is text.
pub(super) fn row(method: &str, path: &str, role: &str, handler: &str, remark: &str) -> String {
    let (path, handler, remark) = (code(path), code(handler), cell(remark));
    format!("| `{method}` | {path} | {role} | {handler} | {remark} |")
}

/// What is to be said of a route, on one line.
pub(super) fn remark<'r>(
    docs: &str,
    deprecated: Option<&str>,
    raw_parameters: impl Iterator<Item = &'r str>,
) -> String {
    let deprecated = deprecated.map(|note| deprecation(&one_line(note)));
    let raw = raw_parameters.map(|name| format!("Takes `{name}` unchecked."));
    let remarks = deprecated.into_iter().chain(raw).chain([summary(docs)]);
    remarks.filter(|remark| !remark.is_empty()).collect::<Vec<_>>().join(" ")
}

fn deprecation(note: &str) -> String {
    match note.chars().last() {
        None => "Deprecated.".to_owned(),
        Some('.' | '!' | '?') => format!("Deprecated: {note}"),
        Some(_) => format!("Deprecated: {note}."),
    }
}

/// The first paragraph of a doc comment, on one line.
pub(super) fn summary(docs: &str) -> String {
    let mut lines = docs.trim_start().lines();
    let first = lines.next().unwrap_or_default();
    let others = lines.take_while(|line| !ends_paragraph(line.trim_start()));
    one_line(&std::iter::once(first).chain(others).collect::<Vec<_>>().join(" "))
}

/// Whether no paragraph goes on with this line: it is empty, or begins a code block, a heading, a list, a quotation.
fn ends_paragraph(line: &str) -> bool {
    let begins_another = ["```", "~~~", "# ", "## ", "### ", "- ", "* ", "+ ", "1. ", ">"];
    line.is_empty() || begins_another.iter().any(|mark| line.starts_with(mark))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as code. Between its backticks nothing means anything, except that a bar ends a cell there, too.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))
}

/// Markdown of the author's inside of a cell: no bar ends the cell, and no `<` begins HTML, a comment for example.
fn cell(markdown: &str) -> String {
    let mut cell = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(place) = rest.find(['`', '<', '|', '\\']) {
        let (length, escaped) = escape(&rest[place..]);
        cell.push_str(&rest[..place]);
        cell.push_str(&escaped);
        rest = &rest[place + length..];
    }
    cell + rest
}

/// What stands in a cell for the first piece of the text, and the length of that piece.
fn escape(text: &str) -> (usize, Cow<'_, str>) {
    match text.as_bytes() {
        [b'|', ..] => (1, "\\|".into()),
        [b'`', ..] => {
            let length = code_span(text);
            (length, with_bars(&text[..length]).into())
        }
        [b'<', ..] => match link(text) {
            Some(length) => (length, text[..length].replace('|', "%7C").into()),
            None if text[1..].starts_with(begins_tag) => (1, "&lt;".into()),
            None => (1, "<".into()),
        },
        // Escapes that the author has written.
        [b'\\', b'<', ..] => (2, "&lt;".into()),
        [b'\\', next, ..] if next.is_ascii_punctuation() => (2, text[..2].into()),
        _ => (1, text[..1].into()),
    }
}

/// What stands behind the `<` of a tag, a comment, a declaration.
fn begins_tag(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')
}

/// The length of the code at the start of the text, or else that of its backticks.
fn code_span(text: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let fence = run(text);
    let mut place = fence;
    while let Some(next) = text[place..].find('`') {
        let length = run(&text[place + next..]);
        place += next + length;
        if length == fence {
            return place;
        }
    }
    fence
}

/// The length of a link `<https://…>` at the start of the text.
fn link(text: &str) -> Option<usize> {
    let end = text.find('>')?;
    let (scheme, rest) = text[1..end].split_once("://")?;
    let is_link = !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !rest.contains([' ', '<']);
    is_link.then_some(end + 1)
}

/// The text with `\` before each bar that has none.
fn with_bars(text: &str) -> String {
    let mut pieces = text.split('|');
    let mut escaped = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let backslashes = escaped.len() - escaped.trim_end_matches('\\').len();
        escaped += if backslashes % 2 == 0 { "\\|" } else { "|" };
        escaped += piece;
    }
    escaped
}
