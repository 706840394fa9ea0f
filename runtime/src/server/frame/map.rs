//! Map fields: entries `{ 1: key, 2: value }`, checked once and then iterated in place.
//!
//! Of equal keys the last entry counts. Only maps without equal keys pass the check, so that those who iterate need not
//! look for them.

use super::wire::{Cursor, LENGTH, Span, checked_text, is_text};

/// A longer map is left to prost, which finds equal keys without comparing each with each.
const MOST_ENTRIES: u32 = 64;

/// The usual first bytes of an entry's key, which are those of a list's value too, and of its value.
const KEY: u8 = 1 << 3 | 2;
const VALUE: u8 = 2 << 3 | 2;

/// The entries of a map that the check has met so far.
#[derive(Default)]
pub(super) struct Entries {
    /// From the start of the first to the end of the last entry. Fields of other numbers may lie between.
    pub(super) span: Span,
    count: u32,
    /// One bit for each key. A new key whose bit is clear has not been met.
    met: [u64; 16],
}

impl Entries {
    /// Adds the entry at `cursor`, whose field began at `start` of `frame`. `None` where its form is unusual, its key or
    /// its value is refused, or its key may have been met before. In a `canonical` frame it cannot have been.
    #[inline]
    pub(super) fn add<'a>(
        &mut self,
        (start, field): (usize, u32),
        cursor: &mut Cursor<'a>,
        is_value: impl FnOnce(&'a [u8], bool) -> bool,
        canonical: bool,
    ) -> Option<()> {
        let before = *cursor;
        let message = cursor.message()?;
        // Most entries are ASCII as a whole, with their keys and lengths. Then so are their texts.
        let ascii = message.rest().is_ascii();
        let (key, value) = entry(message)?;
        if !(ascii || is_text(key)) || !is_value(value, ascii) {
            return None;
        }
        if !canonical {
            self.count += 1;
            if self.count > MOST_ENTRIES || (self.meet(key) && self.holds(before, field, key)) {
                return None;
            }
        }
        self.span.extend(start, cursor.at())
    }

    /// Sets the bit of the key. Whether it was set.
    fn meet(&mut self, key: &[u8]) -> bool {
        let middle = key.get(key.len() / 2).copied().unwrap_or_default();
        let last = key.last().copied().unwrap_or_default();
        let hash = key.len() * 37 + usize::from(middle) * 11 + usize::from(last) * 83;
        let bit = 1 << (hash % 64);
        let word = &mut self.met[hash / 64 % 16];
        let met = *word & bit != 0;
        *word |= bit;
        met
    }

    fn holds(&self, cursor: Cursor<'_>, field: u32, key: &[u8]) -> bool {
        Fields::new(cursor.back_to(self.span), field).any(|(other, _)| other == key)
    }
}

/// Key and value of an entry: each at most once, in this order, and nothing else.
#[inline]
fn entry(cursor: Cursor<'_>) -> Option<(&[u8], &[u8])> {
    short_entry(cursor.rest()).or_else(|| any_entry(cursor))
}

/// An entry as nearly all are: both are there, and both lengths take one byte.
#[inline]
fn short_entry(entry: &[u8]) -> Option<(&[u8], &[u8])> {
    let [KEY, key_len @ ..0x80, rest @ ..] = entry else { return None };
    let (key, rest) = rest.split_at_checked(usize::from(*key_len))?;
    match rest {
        [VALUE, len @ ..0x80, value @ ..] if value.len() == usize::from(*len) => Some((key, value)),
        _ => None,
    }
}

fn any_entry(mut cursor: Cursor<'_>) -> Option<(&[u8], &[u8])> {
    let key = cursor.optional(1)?;
    let value = cursor.optional(2)?;
    cursor.is_at_end().then_some((key, value))
}

/// Whether the value of an entry is a string. `ascii` says that it is known to be ASCII.
#[inline]
pub(super) fn is_string(value: &[u8], ascii: bool) -> bool {
    ascii || is_text(value)
}

/// Whether the value of an entry is a `StringList`, and holds nothing else.
#[inline]
pub(super) fn is_string_list(list: &[u8], ascii: bool) -> bool {
    match list {
        [KEY, len @ ..0x80, value @ ..] if value.len() == usize::from(*len) => is_string(value, ascii),
        _ => is_any_string_list(Cursor::new(list), ascii),
    }
}

fn is_any_string_list(mut list: Cursor<'_>, ascii: bool) -> bool {
    while !list.is_at_end() {
        if list.key() != Some((1, LENGTH)) || !list.bytes().is_some_and(|value| is_string(value, ascii)) {
            return false;
        }
    }
    true
}

/// The entries of a map that has been checked, as bytes.
#[derive(Clone)]
struct Fields<'a> {
    cursor: Cursor<'a>,
    field: u32,
}

impl<'a> Fields<'a> {
    fn new(cursor: Cursor<'a>, field: u32) -> Self {
        Self { cursor, field }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a [u8], &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let key = self.cursor.key()?;
            if key == (self.field, LENGTH) {
                return entry(self.cursor.message()?);
            }
            self.cursor.skip(key)?;
        }
    }
}

/// The entries of a `map<string, string>`.
#[derive(Clone)]
pub(crate) struct Pairs<'a>(Fields<'a>);

impl<'a> Pairs<'a> {
    pub(super) fn new(cursor: Cursor<'a>, field: u32) -> Self {
        Self(Fields::new(cursor, field))
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (checked_text(key), checked_text(value)))
    }
}

/// The entries of a `map<string, StringList>`: each header once, with its values.
#[derive(Clone)]
pub(crate) struct Headers<'a>(Fields<'a>);

impl<'a> Headers<'a> {
    pub(super) fn new(cursor: Cursor<'a>, field: u32) -> Self {
        Self(Fields::new(cursor, field))
    }

    /// The first value of the first header that has this name in any case, and a value.
    pub(super) fn first(self, name: &str) -> Option<&'a str> {
        self.0
            .filter(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes()))
            .find_map(|(_, value)| Values(Cursor::new(value)).next())
    }
}

impl<'a> Iterator for Headers<'a> {
    type Item = (&'a str, Values<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (checked_text(key), Values(Cursor::new(value))))
    }
}

/// The values of a header.
#[derive(Clone)]
pub(crate) struct Values<'a>(Cursor<'a>);

impl<'a> Iterator for Values<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.key()?;
        self.0.text()
    }
}
