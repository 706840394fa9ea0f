//! Which lines of a Markdown document are code or raw HTML: what they hold is shown, or hidden, and not meant.
//!
//! Blocks begin and end as in `CommonMark` 0.31: sections 4.4 and 4.5 (code), 4.6 (HTML), 5.2 (list items), 5.1 (a
//! paragraph that goes on in a lazy line). Quotations are not read: each of their lines says that it is one.

/// HTML whose end is not the next empty line, and what ends it.
const RAW: [(&str, &str); 5] = [
    ("<!--", "-->"),
    ("<pre", "</pre>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
];

/// What is open where a line begins.
#[derive(Default)]
pub(super) struct Blocks {
    /// The columns at which the contents of the open list items begin.
    items: Vec<usize>,
    leaf: Leaf,
}

/// What is open inside of all list items.
#[derive(Clone, Copy, Default)]
enum Leaf {
    #[default]
    Nothing,
    /// An item of which there is only the mark.
    Item,
    Paragraph,
    /// A quotation, whose paragraph may go on in a lazy line.
    Quotation,
    Fenced {
        mark: char,
        length: usize,
    },
    /// Raw HTML up to this text.
    Raw(&'static str),
}

impl Blocks {
    /// Takes the next line; whether it is code or raw HTML.
    pub(super) fn is_hidden(&mut self, line: &str) -> bool {
        let (indent, text) = indentation(line, 0);
        if text.is_empty() {
            return self.blank();
        }
        let held = self.items.iter().take_while(|column| indent >= **column).count();
        let column = if held == 0 { 0 } else { self.items[held - 1] };
        let is_held = held == self.items.len();
        match self.leaf {
            Leaf::Fenced { mark, length } if is_held => {
                let after = text.trim_start_matches(mark);
                if indent <= column + 3 && text.len() - after.len() >= length && after.trim().is_empty() {
                    self.leaf = Leaf::Nothing;
                }
                return true;
            }
            Leaf::Raw(end) if is_held => {
                self.leaf = raw(text, end);
                return true;
            }
            Leaf::Paragraph if is_held && is_underline(text) => {
                self.leaf = Leaf::Nothing;
                return false;
            }
            Leaf::Paragraph | Leaf::Quotation if indent > column + 3 => return true,
            Leaf::Paragraph if !interrupts(text, is_held) => return false,
            Leaf::Quotation if !interrupts(text, false) => return false,
            _ => {}
        }
        self.items.truncate(held);
        self.open(text, indent, column)
    }

    fn blank(&mut self) -> bool {
        match self.leaf {
            Leaf::Fenced { .. } | Leaf::Raw(_) => return true,
            Leaf::Item => drop(self.items.pop()),
            Leaf::Nothing | Leaf::Paragraph | Leaf::Quotation => {}
        }
        self.leaf = Leaf::Nothing;
        false
    }

    /// Opens what begins with the text of a line; whether that is code or raw HTML.
    fn open(&mut self, mut text: &str, mut indent: usize, mut column: usize) -> bool {
        self.leaf = Leaf::Nothing;
        while indent <= column + 3 && !is_break(text) {
            let Some(length) = bullet(text) else { break };
            let (next, rest) = indentation(&text[length..], indent + length);
            let is_code = next > indent + length + 4;
            column = if rest.is_empty() || is_code { indent + length + 1 } else { next };
            (indent, text) = (next, rest);
            self.items.push(column);
            if text.is_empty() {
                self.leaf = Leaf::Item;
                return false;
            }
        }
        if indent > column + 3 {
            return true;
        }
        let html = RAW.iter().find(|(start, _)| begins(text, start));
        self.leaf = match (fence(text), html) {
            (Some(fence), _) => fence,
            (None, Some((start, end))) => raw(&text[start.len()..], end),
            (None, None) if is_break(text) || is_heading(text) => Leaf::Nothing,
            (None, None) if text.starts_with('>') => Leaf::Quotation,
            (None, None) => Leaf::Paragraph,
        };
        matches!(self.leaf, Leaf::Fenced { .. } | Leaf::Raw(_))
    }
}

/// Raw HTML, if it does not end in this text.
fn raw(text: &str, end: &'static str) -> Leaf {
    if text.to_ascii_lowercase().contains(end) { Leaf::Nothing } else { Leaf::Raw(end) }
}

/// Whether the text begins with the tag, or with the start of a comment.
fn begins(text: &str, start: &str) -> bool {
    let is_same = text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    is_same && (start == "<!--" || text[start.len()..].chars().next().is_none_or(|c| " \t>".contains(c)))
}

/// Whether a paragraph ends before this text. Where the paragraph's own list items go on, a list begins only with an item
/// that is not empty, and at 1.
fn interrupts(text: &str, is_held: bool) -> bool {
    let is_item = bullet(text).is_some_and(|length| {
        let (mark, rest) = text.split_at(length);
        !is_held || (!rest.trim().is_empty() && matches!(mark, "-" | "*" | "+" | "1." | "1)"))
    });
    is_item
        || is_break(text)
        || is_heading(text)
        || text.starts_with('>')
        || fence(text).is_some()
        || RAW.iter().any(|(start, _)| begins(text, start))
}

/// The code block that the text begins. Three backticks with more of them behind are code in a line.
fn fence(text: &str) -> Option<Leaf> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let after = text.trim_start_matches(mark);
    let length = text.len() - after.len();
    let is_fence = length >= 3 && (mark == '~' || !after.contains('`'));
    is_fence.then_some(Leaf::Fenced { mark, length })
}

/// Whether the text makes a heading of the paragraph before it.
fn is_underline(text: &str) -> bool {
    ["=", "-"].iter().any(|mark| text.trim_end().trim_start_matches(mark).is_empty())
}

fn is_heading(text: &str) -> bool {
    let after = text.trim_start_matches('#');
    (1..=6).contains(&(text.len() - after.len())) && (after.is_empty() || after.starts_with([' ', '\t']))
}

/// Whether the text is a line across the page.
fn is_break(text: &str) -> bool {
    let marks = || text.chars().filter(|c| !matches!(c, ' ' | '\t'));
    ['-', '*', '_'].iter().any(|mark| marks().all(|c| c == *mark)) && marks().count() >= 3
}

/// The length of the mark of a list item at the start of the text.
fn bullet(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = text[digits..].chars().next()?;
    let is_mark = match digits {
        0 => matches!(mark, '-' | '*' | '+'),
        _ => digits <= 9 && matches!(mark, '.' | ')'),
    };
    let after = text.get(digits + 1..).filter(|_| is_mark)?;
    (after.is_empty() || after.starts_with([' ', '\t'])).then_some(digits + 1)
}

/// The column of the first character that is no blank, in a text that begins at `column`, and the text from there.
fn indentation(text: &str, mut column: usize) -> (usize, &str) {
    for (place, character) in text.char_indices() {
        match character {
            ' ' => column += 1,
            '\t' => column = column / 4 * 4 + 4,
            _ => return (column, &text[place..]),
        }
    }
    (column, "")
}
