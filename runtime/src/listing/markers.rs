//! Where the table stands in a Markdown document: between two lines that hold a marker and nothing else.
//!
//! Code does not count, because a document may show the markers.

use std::ops::Range;

use super::blocks::Blocks;

const START: &str = "<!-- routes -->";
const END: &str = "<!-- /routes -->";

/// The lines between the markers.
///
/// # Errors
///
/// What is wrong with the markers, and in which lines, where the document has not exactly one of each, in order.
pub(super) fn find(lines: &[&str]) -> Result<Range<usize>, String> {
    let (mut starts, mut ends, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
    let mut blocks = Blocks::default();
    for (index, line) in lines.iter().enumerate() {
        let is_hidden = blocks.is_hidden(line);
        match line.trim_matches([' ', '\t']) {
            START | END if is_hidden => hidden.push(index),
            START => starts.push(index),
            END => ends.push(index),
            _ => {}
        }
    }
    if let ([start], [end]) = (&starts[..], &ends[..]) {
        if start < end {
            return Ok(start + 1..*end);
        }
        return Err(format!("`{END}` stands before `{START}`: lines {} and {}", end + 1, start + 1));
    }
    Err(problem(&starts, &ends, &hidden))
}

#[cold]
fn problem(starts: &[usize], ends: &[usize], hidden: &[usize]) -> String {
    let mut problems = Vec::new();
    if starts.is_empty() && ends.is_empty() {
        problems.push(format!("no lines `{START}` and `{END}`"));
    } else {
        for (marker, places, other, others) in [(START, starts, END, ends), (END, ends, START, starts)] {
            match places {
                [] => problems.push(format!("no line `{marker}` for `{other}` in {}", numbers(others))),
                [_] => {}
                _ => problems.push(format!("`{marker}` stands in {}, where one is needed", numbers(places))),
            }
        }
    }
    if !hidden.is_empty() {
        problems.push(format!("code or a comment does not count: {}", numbers(hidden)));
    }
    problems.join("; ")
}

/// `line 3`, or `lines 3, 9`.
fn numbers(places: &[usize]) -> String {
    let numbers: Vec<_> = places.iter().map(|index| (index + 1).to_string()).collect();
    format!("line{} {}", if numbers.len() == 1 { "" } else { "s" }, numbers.join(", "))
}
