//! The check of a `CallResourceRequest`, in one walk, which notes where its fields lie.

use super::{
    context::ContextSpans,
    map::{Entries, is_string_list},
    wire::{Cursor, LENGTH, Span},
};

pub(super) const HEADERS: u32 = 5;

/// Where the fields of a `CallResourceRequest` lie.
#[derive(Clone, Default)]
pub(super) struct RequestSpans {
    pub(super) context: Span,
    pub(super) context_fields: ContextSpans,
    pub(super) path: Span,
    pub(super) method: Span,
    pub(super) url: Span,
    pub(super) headers: Span,
    pub(super) body: Span,
}

impl RequestSpans {
    /// Checks a frame. `None` where it is malformed or so unusual that prost must be asked. A `canonical` frame comes from
    /// prost, and no key occurs twice in its maps.
    pub(super) fn read(frame: &[u8], canonical: bool) -> Option<Self> {
        let mut cursor = Cursor::new(frame);
        let mut spans = Self::default();
        let mut headers = Entries::default();
        while !cursor.is_at_end() {
            let start = cursor.at();
            match cursor.key()? {
                (1, LENGTH) => {
                    let context = spans.context.set_once(&mut cursor)?;
                    spans.context_fields = ContextSpans::read(context, canonical)?;
                }
                (2, LENGTH) => spans.path = cursor.text_span()?,
                (3, LENGTH) => spans.method = cursor.text_span()?,
                (4, LENGTH) => spans.url = cursor.text_span()?,
                (HEADERS, LENGTH) => headers.add((start, HEADERS), &mut cursor, is_string_list, canonical)?,
                (6, LENGTH) => spans.body = cursor.span()?,
                key => cursor.skip_unknown(key, 6)?,
            }
        }
        spans.headers = headers.span;
        Some(spans)
    }
}
