//! A Markdown table has the columns and the cells that were put in, whatever stands in a path or in a doc comment.
#![allow(clippy::doc_markdown, reason = "doc comments that are hard to show are what is asked about")]

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::resource_routes;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
pub(super) struct Awkward;

#[resource_routes]
impl Awkward {
    /// One | two, escaped \| already, and in code `a|b`, `c\|d`.
    #[get("/bars/a|b/{id}")]
    fn bars(&self, id: u8) -> String {
        id.to_string()
    }

    /// Here ``two ` of them``, one \` escaped, and ` alone.
    #[get("/back`ticks``/`")]
    fn backticks(&self) {}

    /// Ends here. <!-- /routes -->
    #[get("/markers/<!-- routes -->")]
    fn markers(&self) {}

    /// Opens <!-- a comment, and is \<!-- escaped, and `<!--` in code.
    #[get("/comment")]
    fn comment(&self) {}

    /// A Vec<String> is a < b, <b>bold</b>, <br/>, and a link <https://example.org/a|b>.
    #[get("/html/<b>")]
    fn html(&self) {}

    #[doc = "Over\nlines,\r\nof a text\r\n\r\nand no more."]
    #[deprecated(note = "for\n  good | and <i>all</i>")]
    #[get("/lines")]
    fn lines(&self) {}

    /** A comment
     * with stars | and
     * bars.
     *
     * And more.
     */
    #[deprecated(note = "Use /lines!")]
    #[get("/stars*/_a_/[b](c)")]
    fn stars(&self) {}

    /// A paragraph
    /// ends at
    /// - a list
    #[get("/list")]
    fn list(&self) {}

    /// A backslash \\| with a bar \
    #[get("/backslash\\")]
    fn r#type(&self) {}
}

/// The cells of each row, as GitHub Flavored Markdown shows them: split first, and read then.
fn table(markdown: &str) -> Vec<Vec<String>> {
    markdown.lines().map(|row| cells(row).iter().map(|cell| shown(cell)).collect()).collect()
}

/// A bar ends a cell, unless a backslash is before it, which goes.
fn cells(row: &str) -> Vec<String> {
    let row = row.strip_prefix('|').and_then(|row| row.strip_suffix('|')).expect("a bar at both ends");
    let mut cells = vec![String::new()];
    for character in row.chars() {
        let cell = cells.last_mut().expect("a cell");
        match character {
            '|' if cell.ends_with('\\') => {
                cell.pop();
                cell.push('|');
            }
            '|' => cells.push(String::new()),
            other => cell.push(other),
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Code as `«code»`, and escapes as what they stand for.
fn shown(cell: &str) -> String {
    let (mut shown, mut rest) = (String::new(), cell);
    while let Some(first) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches('`').len();
        let code = (run > 0).then(|| closed(&rest[run..], run)).flatten();
        if let Some(code) = code {
            let text = code.strip_prefix(' ').and_then(|text| text.strip_suffix(' ')).unwrap_or(code);
            shown += &format!("«{text}»");
            rest = &rest[run + code.len() + run..];
            continue;
        }
        let (text, length) = match first {
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => (&rest[1..2], 2),
            '&' if rest.starts_with("&lt;") => ("<", 4),
            '<' if rest[1..].starts_with(['!', '/']) => panic!("HTML: {cell}"),
            _ => (&rest[..first.len_utf8().max(run)], first.len_utf8().max(run)),
        };
        shown += text;
        rest = &rest[length..];
    }
    shown
}

/// What is before as many backticks as these.
fn closed(text: &str, run: usize) -> Option<&str> {
    let mut from = 0;
    while let Some(place) = text[from..].find('`').map(|place| from + place) {
        let length = text[place..].len() - text[place..].trim_start_matches('`').len();
        if length == run {
            return Some(&text[..place]);
        }
        from = place + length;
    }
    None
}

#[test]
fn every_row_has_the_cells_that_were_put_in() {
    let table = table(&Awkward::routes().to_markdown());
    let rows: Vec<_> = table[2..].iter().map(|row| [&row[1], &row[3], &row[4]].map(String::as_str)).collect();
    assert_eq!(
        rows,
        [
            ["«/bars/a|b/{id}»", "«bars»", "One | two, escaped | already, and in code «a|b», «c|d»."],
            ["«/back`ticks``/`»", "«backticks»", "Here «two ` of them», one ` escaped, and ` alone."],
            ["«/markers/<!-- routes -->»", "«markers»", "Ends here. <!-- /routes -->"],
            ["«/comment»", "«comment»", "Opens <!-- a comment, and is <!-- escaped, and «<!--» in code."],
            [
                "«/html/<b>»",
                "«html»",
                "A Vec<String> is a < b, <b>bold</b>, <br/>, and a link <https://example.org/a%7Cb>."
            ],
            ["«/lines»", "«lines»", "Deprecated: for good | and <i>all</i>. Over lines, of a text"],
            ["«/stars*/_a_/[b](c)»", "«stars»", "Deprecated: Use /lines! A comment with stars | and bars."],
            ["«/list»", "«list»", "A paragraph ends at"],
            ["«/backslash\\»", "«type»", "A backslash \\| with a bar \\"],
        ]
    );
}

#[test]
fn every_row_has_as_many_cells_as_the_head() {
    let markdown = Awkward::routes().to_markdown();
    let counts: Vec<_> = markdown.lines().map(|row| cells(row).len()).collect();
    assert_eq!(counts, vec![5; Awkward::routes().len() + 2]);
}

#[test]
fn the_plain_table_has_a_line_a_route() {
    assert_eq!(Awkward::routes().to_string().lines().count(), Awkward::routes().len());
}
