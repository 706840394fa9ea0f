//! A block of which an item cannot be read: the others are kept, so that half of a signature costs one method only. Half of a
//! signature is what an editor sees most.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::parse::Parser;

use super::block::{Item, items};

/// An item that cannot be read.
pub(crate) struct Unreadable {
    /// Where it begins.
    pub(crate) span: Span,
    /// What syn says of it.
    pub(crate) why: String,
}

/// The items of a block, one by one.
pub(super) struct Recovered {
    pub(super) items: Vec<Item>,
    /// The tokens of the items that can be read.
    pub(super) tokens: TokenStream,
    pub(super) unreadable: Vec<Unreadable>,
}

/// Reads each item on its own.
pub(super) fn recover(body: TokenStream) -> Recovered {
    let mut recovered = Recovered { items: Vec::new(), tokens: TokenStream::new(), unreadable: Vec::new() };
    for chunk in chunks(body) {
        let tokens: TokenStream = chunk.iter().cloned().collect();
        match items.parse2(tokens.clone()) {
            Ok((_, items)) => {
                recovered.items.extend(items);
                recovered.tokens.extend(tokens);
            }
            Err(error) => {
                let span = chunk.first().map_or_else(Span::call_site, TokenTree::span);
                recovered.unreadable.push(Unreadable { span, why: error.to_string() });
            }
        }
    }
    recovered
}

/// What most likely are items: each ends with a body or a semicolon, or where the next one begins.
fn chunks(body: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut chunks = Vec::new();
    let mut chunk: Vec<TokenTree> = Vec::new();
    let mut tokens = body.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_next = has_signature(&chunk) && begins_item(&token, tokens.peek());
        if is_next {
            chunks.push(std::mem::take(&mut chunk));
        }
        let ends = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                // `Array<{ N }>`, or `const X: T = T { … };`.
                let goes_on = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if matches!(next.as_char(), '>' | ',' | ';'));
                !goes_on
            }
            _ => false,
        };
        chunk.push(token);
        if ends {
            chunks.push(std::mem::take(&mut chunk));
        }
    }
    if !chunk.is_empty() {
        chunks.push(chunk);
    }
    chunks
}

/// Whether these tokens hold more than attributes and visibility.
fn has_signature(chunk: &[TokenTree]) -> bool {
    chunk.iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == "fn"))
}

/// Whether an attribute or a visibility begins here, neither of which stands in a signature between its arguments and its body.
fn begins_item(token: &TokenTree, next: Option<&TokenTree>) -> bool {
    match token {
        TokenTree::Punct(punct) if punct.as_char() == '#' => {
            matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket)
        }
        TokenTree::Ident(ident) => ident == "pub",
        _ => false,
    }
}
