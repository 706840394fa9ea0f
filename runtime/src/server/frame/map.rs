//! Map fields: entries `{ 1: key, 2: value }`, checked once and then iterated in place.
//!
//! Of equal keys the last entry counts. Only maps without equal keys pass the check, so that those who iterate need not
//! look for them.

use super::wire::{Cursor, LENGTH, Span, checked_text, is_text};

/// A longer map is left to prost, which finds equal keys without comparing each with each.
const MOST_ENTRIES: u32 = 64;

/// The entries of a map that the check has met so far.
#[derive(Default)]
pub(super) struct Entries {
    /// From the start of the first to the end of the last entry. Fields of other numbers may lie between.
    pub(super) span: Span,
    count: u32,
    /// One bit for each key. A new key whose bit is clear has not been met.
    met: [u64; 4],
}

impl Entries {
    /// Adds the entry at `cursor`, whose field began at `start` of `frame`. `None` where its form is unusual, its key or
    /// its value is refused, or its key may have been met before. In a `canonical` frame it cannot have been.
    #[inline]
    pub(super) fn add<'a>(
        &mut self,
        (start, field): (usize, u32),
        cursor: &mut Cursor<'a>,
        is_value: impl FnOnce(&'a [u8]) -> bool,
        canonical: bool,
    ) -> Option<()> {
        let before = *cursor;
        let (key, value) = entry(cursor.message()?)?;
        if !is_text(key) || !is_value(value) {
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
        let hash = key.len() * 37 + usize::from(middle) * 11 + usize::from(last) * 5;
        let bit = 1 << (hash % 64);
        let word = &mut self.met[hash / 64 % 4];
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
fn entry(mut cursor: Cursor<'_>) -> Option<(&[u8], &[u8])> {
    let key = cursor.optional(1)?;
    let value = cursor.optional(2)?;
    cursor.is_at_end().then_some((key, value))
}

/// Whether a value is a `StringList`, and holds nothing else.
pub(super) fn is_string_list(value: &[u8]) -> bool {
    let mut cursor = Cursor::new(value);
    while !cursor.is_at_end() {
        if cursor.key() != Some((1, LENGTH)) || !cursor.bytes().is_some_and(is_text) {
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
