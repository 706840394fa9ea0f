//! What a type asked serde's buffer for and did not find there.
//!
//! `#[serde(flatten)]`, and enums that are untagged or internally tagged, first put all values into a buffer and then read
//! from there. What does not fit then is not always told: `Option<T>` and untagged enums drop the error. Each of these
//! errors is made as a [`ValueError`](super::value::ValueError), so that it is noticed here before it is dropped.

use std::cell::{Cell, RefCell};

use serde::de::{Expected, Unexpected};

use super::typing::Scalar;

thread_local! {
    /// Whether a value was put into a buffer.
    static BUFFERED: Cell<bool> = const { Cell::new(false) };
    static COUNT: Cell<usize> = const { Cell::new(0) };
    /// Where the text lies that an internally tagged enum took its variant from.
    static TAG: Cell<Option<Place>> = const { Cell::new(None) };
    static RECORD: RefCell<Vec<Mismatch>> = const { RefCell::new(Vec::new()) };
    static IS_RECORDING: Cell<bool> = const { Cell::new(false) };
}

/// Where a text lies and how long it is: which of several equal texts it is.
pub(super) type Place = (usize, usize);

pub(super) fn place_of(text: &str) -> Place {
    (text.as_ptr() as usize, text.len())
}

/// What was there instead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Found {
    Text(Place),
    Scalar(Scalar),
    /// A list or a map.
    Several,
    /// Nothing is known but what the type says.
    Unknown,
}

impl From<Unexpected<'_>> for Found {
    fn from(unexpected: Unexpected<'_>) -> Self {
        match unexpected {
            Unexpected::Str(text) => Self::Text(place_of(text)),
            Unexpected::Bool(value) => Self::Scalar(Scalar::Bool(value)),
            Unexpected::Unsigned(value) => Self::Scalar(Scalar::Unsigned(value)),
            Unexpected::Signed(value) => Self::Scalar(Scalar::Signed(value)),
            Unexpected::Float(value) => Self::Scalar(Scalar::Float(value)),
            _ => Self::Several,
        }
    }
}

/// A value that was asked for as something that it is not.
#[derive(Debug)]
pub(super) struct Mismatch {
    pub(super) found: Found,
    pub(super) expected: Box<str>,
    pub(super) reason: Box<str>,
    /// Whether the field that the value belongs to took the value nevertheless, another way.
    pub(super) is_taken: bool,
}

/// So many are remembered; of more only the number is known.
const MOST: usize = 64;

/// Each value that is put into a buffer says so.
pub(super) fn buffered() {
    BUFFERED.set(true);
}

/// The text that decides on the variant says so.
pub(super) fn tagged(text: &str) {
    TAG.set(Some(place_of(text)));
}

/// The text that decided on the variant, since the last run began.
pub(super) fn tag() -> Option<Place> {
    TAG.get()
}

/// Notices a mismatch.
#[cold]
pub(super) fn met(found: Found, expected: Option<&dyn Expected>, reason: &str) {
    COUNT.set(COUNT.get() + 1);
    if !IS_RECORDING.get() {
        return;
    }
    RECORD.with_borrow_mut(|record| {
        if record.len() < MOST {
            let expected = expected.map(|expected| expected.to_string().into()).unwrap_or_default();
            record.push(Mismatch { found, expected, reason: reason.into(), is_taken: false });
        }
    });
}

/// Reads one field. Mismatches inside of a field that is read in the end are mended there: an untagged enum took the value
/// by another of its variants.
pub(super) fn field<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    if !IS_RECORDING.get() {
        return read();
    }
    let before = RECORD.with_borrow(Vec::len);
    let value = read()?;
    RECORD.with_borrow_mut(|record| record.iter_mut().skip(before).for_each(|met| met.is_taken = true));
    Ok(value)
}

/// Reads, and tells whether anything that was buffered did not fit.
pub(super) fn watch<T>(read: impl FnOnce() -> T) -> (T, bool) {
    BUFFERED.set(false);
    COUNT.set(0);
    TAG.set(None);
    let value = read();
    (value, BUFFERED.get() && COUNT.get() > 0)
}

/// Reads, and tells each mismatch, and how many there were.
pub(super) fn record<T>(read: impl FnOnce() -> T) -> (T, Vec<Mismatch>, usize) {
    /// Also where the type panics.
    struct Stop;
    impl Drop for Stop {
        fn drop(&mut self) {
            IS_RECORDING.set(false);
        }
    }
    RECORD.take();
    IS_RECORDING.set(true);
    let stop = Stop;
    let (value, _) = watch(read);
    drop(stop);
    (value, RECORD.take(), COUNT.get())
}
