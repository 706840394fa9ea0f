//! Files that a test holds in step with the routes: compared, or written where the environment asks for it.

use std::{fmt, fs, io::ErrorKind, path::Path};

use serde_json::Value;

use super::{diff::diff, markers, write::write};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Holds the table of a Markdown document in step.
///
/// # Errors
///
/// What to tell the author. The document is as it was.
pub(super) fn hold_table(file: &Path, table: &str) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| of(file, error))?;
    let document = Lines::read(&text);
    let texts = document.texts();
    let place = markers::find(&texts).map_err(|problem| of(file, problem))?;
    let (old, new) = (&texts[place.clone()], Lines::read(table).texts());
    if old == new {
        return Ok(());
    }
    if !is_update() {
        return Err(format!("{}\nThe whole table:\n\n{table}", other_routes(file, old, &new)));
    }
    // The new lines end as the marker's does.
    let (_, end) = document.lines[place.start - 1];
    let table: Vec<_> = new.iter().map(|text| (*text, end)).collect();
    let lines = [&document.lines[..place.start], &table, &document.lines[place.end..]].concat();
    write(file, &Lines { lines, ..document }.write())
}

/// Holds a JSON file in step.
///
/// # Errors
///
/// What to tell the author. The file is as it was.
pub(super) fn hold_json(file: &Path, json: &str) -> Result<(), String> {
    let text = match fs::read_to_string(file) {
        Err(error) if error.kind() == ErrorKind::NotFound && is_update() => String::new(),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(of(file, "there is no such file; run the test with UPDATE_ROUTES=1 to write it"));
        }
        read => read.map_err(|error| of(file, error))?,
    };
    let old = Lines::read(&text);
    // A formatter may have set the file otherwise.
    let [was, is] = [&text[old.mark.len()..], json].map(|text| serde_json::from_str::<Value>(text).ok());
    if was == is {
        return Ok(());
    }
    if !is_update() {
        let [was, is] =
            [was, is].map(|value| value.and_then(|value| serde_json::to_string_pretty(&value).ok()));
        let (was, is) = (was.as_ref().unwrap_or(&text), is.as_deref().unwrap_or(json));
        return Err(other_routes(file, &Lines::read(was).texts(), &Lines::read(is).texts()));
    }
    write(file, &old.ended_alike(json).write())
}

/// A problem with a file.
fn of(file: &Path, problem: impl fmt::Display) -> String {
    format!("{}: {problem}", file.display())
}

/// Whether the files are to be written.
fn is_update() -> bool {
    std::env::var_os("UPDATE_ROUTES").is_some_and(|value| !value.is_empty() && value != "0")
}

#[cold]
fn other_routes(file: &Path, old: &[&str], new: &[&str]) -> String {
    let (file, diff) = (file.display(), diff(old, new));
    format!(
        "{file} shows other routes; run the test with UPDATE_ROUTES=1, or take out the lines with - and put in those \
         with +:\n\n{diff}"
    )
}

/// A text as its lines, each with what ends it.
struct Lines<'a> {
    /// A byte order mark, or nothing.
    mark: &'a str,
    lines: Vec<(&'a str, &'a str)>,
}

impl<'a> Lines<'a> {
    fn read(text: &'a str) -> Self {
        let (mark, mut rest) =
            text.split_at(if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 });
        let mut lines = Vec::new();
        while !rest.is_empty() {
            let length = rest.find(['\r', '\n']).unwrap_or(rest.len());
            let (line, after) = rest.split_at(length);
            let (end, after) = after.split_at(if after.starts_with("\r\n") { 2 } else { after.len().min(1) });
            lines.push((line, end));
            rest = after;
        }
        Self { mark, lines }
    }

    fn texts(&self) -> Vec<&'a str> {
        self.lines.iter().map(|(text, _)| *text).collect()
    }

    /// Another text that begins as this one, and whose lines and whose end are ended as here.
    fn ended_alike(&self, text: &'a str) -> Self {
        let mut lines = Self::read(text).lines;
        if let (Some((_, first)), Some((_, last))) = (self.lines.first(), self.lines.last()) {
            let end = if first.is_empty() { "\n" } else { *first };
            lines = lines.into_iter().map(|(text, _)| (text, end)).collect();
            if let Some(line) = lines.last_mut().filter(|_| last.is_empty()) {
                line.1 = "";
            }
        }
        Self { mark: self.mark, lines }
    }

    fn write(&self) -> String {
        let lines = self.lines.iter().flat_map(|(text, end)| [*text, *end]);
        std::iter::once(self.mark).chain(lines).collect()
    }
}
