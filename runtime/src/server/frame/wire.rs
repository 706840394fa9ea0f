//! Protocol Buffers wire format: a cursor over a message, and where a value lies in it.
//!
//! `check` walks a new message with it, and `context` and `map` walk what has been checked. `None` means that the bytes
//! are not what was expected; what follows from that is decided by `CallFrame::read`.

use std::{ops::Range, str};

/// A field's number and wire type, as they stand before its value.
pub(super) type Key = (u32, u32);

/// The wire type of numbers and `bool`s.
pub(super) const NUMBER: u32 = 0;
/// The wire type of all that has a length: strings, bytes, messages and map entries.
pub(super) const LENGTH: u32 = 2;

/// Where a value lies in the message. The default is an empty value at the start, where no value can lie: absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(super) fn is_absent(self) -> bool {
        self.end == 0
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The message at the cursor, where there has been none before: a second one would have to be merged with the first.
    pub(super) fn set_once<'a>(&mut self, cursor: &mut Cursor<'a>) -> Option<Cursor<'a>> {
        if !self.is_absent() {
            return None;
        }
        let message = cursor.message()?;
        *self = Self::between(message.at, cursor.at)?;
        Some(message)
    }

    fn between(start: usize, end: usize) -> Option<Self> {
        Some(Self { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
    }

    pub(super) fn of(self, message: &[u8]) -> &[u8] {
        message.get(self.range()).unwrap_or_default()
    }

    /// From the start of the first to the end of the last.
    pub(super) fn extend(&mut self, start: usize, end: usize) -> Option<()> {
        let start = if self.is_absent() { start } else { self.start as usize };
        *self = Self::between(start, end)?;
        Some(())
    }
}

/// A place in a message. Of a message inside another it sees the bytes up to its end only, counted from the start of the
/// outermost, so that spans hold for the whole frame.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The message at `span` of the frame.
    pub(super) fn within(frame: &'a [u8], span: Span) -> Self {
        let Range { start, end } = span.range();
        Self { bytes: frame.get(..end).unwrap_or_default(), at: start }
    }

    /// A cursor over `span`, in what this one has passed.
    pub(super) fn back_to(self, span: Span) -> Self {
        Self::within(self.bytes, span)
    }

    pub(super) fn at(self) -> usize {
        self.at
    }

    pub(super) fn is_at_end(self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The key of the next field.
    #[inline]
    pub(super) fn key(&mut self) -> Option<Key> {
        let key = u32::try_from(self.varint()?).ok()?;
        Some((key >> 3, key & 7))
    }

    #[inline]
    pub(super) fn varint(&mut self) -> Option<u64> {
        let first = *self.bytes.get(self.at)?;
        self.at += 1;
        if first < 0x80 { Some(u64::from(first)) } else { self.long_varint(first) }
    }

    /// The rest of a number of up to ten bytes, the last of which may hold one bit.
    fn long_varint(&mut self, first: u8) -> Option<u64> {
        let mut value = u64::from(first & 0x7F);
        for place in 1..10 {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            value |= u64::from(byte & 0x7F) << (place * 7);
            if byte < 0x80 {
                return (place < 9 || byte < 2).then_some(value);
            }
        }
        None
    }

    #[inline]
    pub(super) fn int64(&mut self) -> Option<i64> {
        self.varint().map(|value| i64::from_ne_bytes(value.to_ne_bytes()))
    }

    #[inline]
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = usize::try_from(self.varint()?).ok()?;
        let value = self.bytes.get(self.at..)?.get(..len)?;
        self.at += len;
        Some(value)
    }

    /// A cursor over the message that follows; this one goes on behind it.
    #[inline]
    pub(super) fn message(&mut self) -> Option<Self> {
        let len = usize::try_from(self.varint()?).ok()?;
        let at = self.at;
        let end = at.checked_add(len)?;
        let bytes = self.bytes.get(..end)?;
        self.at = end;
        Some(Self { bytes, at })
    }

    /// Where the bytes that follow lie.
    #[inline]
    pub(super) fn span(&mut self) -> Option<Span> {
        let inner = self.message()?;
        Span::between(inner.at, self.at)
    }

    #[inline]
    pub(super) fn rest(self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The string that follows.
    #[inline]
    pub(super) fn text(&mut self) -> Option<&'a str> {
        str::from_utf8(self.bytes()?).ok()
    }

    /// Where the string that follows lies.
    #[inline]
    pub(super) fn text_span(&mut self) -> Option<Span> {
        let span = self.span()?;
        is_text(span.of(self.bytes)).then_some(span)
    }

    /// The value of this field, which may be absent, and is then empty.
    #[inline]
    pub(super) fn optional(&mut self, field: u32) -> Option<&'a [u8]> {
        if self.is_at_end() {
            return Some(&[]);
        }
        let start = self.at;
        if self.key()? == (field, LENGTH) {
            return self.bytes();
        }
        self.at = start;
        Some(&[])
    }

    /// Passes over the value of a field that has this key. `None` for the groups of old, which no message here has.
    pub(super) fn skip(&mut self, (_, wire_type): Key) -> Option<()> {
        match wire_type {
            NUMBER => self.varint().map(drop),
            LENGTH => self.bytes().map(drop),
            1 => self.forward(8),
            5 => self.forward(4),
            _ => None,
        }
    }

    /// The same where fields up to `known` have a wire type that this one does not have.
    #[cold]
    pub(super) fn skip_unknown(&mut self, key: Key, known: u32) -> Option<()> {
        if key.0 > known { self.skip(key) } else { None }
    }

    fn forward(&mut self, len: usize) -> Option<()> {
        let at = self.at + len;
        (at <= self.bytes.len()).then(|| self.at = at)
    }
}

/// Most strings are ASCII, which is seen faster than that they are UTF-8.
#[inline]
pub(super) fn is_text(bytes: &[u8]) -> bool {
    bytes.is_ascii() || str::from_utf8(bytes).is_ok()
}

/// The string in bytes that have been checked.
#[inline]
pub(super) fn checked_text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or_default()
}
