//! Where the decoded text of a query or a form lives: as long as the call, so that extractors borrow from it, whatever its
//! characters are.

use std::sync::OnceLock;

use super::pairs::{self, Invalid};

/// The decoded text of one query or form, once somebody has read it and any of it was encoded.
#[derive(Default)]
pub(crate) struct Arena(OnceLock<Result<Box<Decoded>, Invalid>>);

/// All encoded keys and values of a text, decoded, one after the other.
struct Decoded {
    text: String,
    /// Where each of them ends.
    ends: Vec<usize>,
}

impl Arena {
    /// The decoded pieces of `raw`, in the order in which the encoded ones stand. Always asked for with the same text.
    pub(crate) fn pieces(&self, raw: &str) -> Result<Pieces<'_>, Invalid> {
        let decode = || {
            // Nothing gets longer by being decoded, and most queries have few such pieces.
            let mut decoded = Decoded { text: String::with_capacity(raw.len()), ends: Vec::with_capacity(4) };
            for piece in pairs::encoded_pieces(raw) {
                pairs::unescape(piece, &mut decoded.text)?;
                decoded.ends.push(decoded.text.len());
            }
            Ok(Box::new(decoded))
        };
        match self.0.get_or_init(decode) {
            Ok(decoded) => Ok(Pieces { decoded, next: 0 }),
            Err(invalid) => Err(invalid),
        }
    }
}

/// Decoded pieces, one after the other.
pub(crate) struct Pieces<'c> {
    decoded: &'c Decoded,
    next: usize,
}

impl<'c> Pieces<'c> {
    /// The next piece; empty where there is none, which cannot be.
    pub(crate) fn next(&mut self) -> &'c str {
        let start = self.next.checked_sub(1).map_or(0, |last| self.decoded.ends[last]);
        let Some(end) = self.decoded.ends.get(self.next) else { return "" };
        self.next += 1;
        &self.decoded.text[start..*end]
    }
}
