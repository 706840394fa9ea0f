//! The author's item without our attributes, which is emitted whatever else happens. Works on tokens, so that an item
//! that syn cannot read is given back too, and bodies stay as they are.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Meta, parse_quote};

use super::block::{is_async_trait, is_block_attribute};
use super::misspelt::misspelt;
use super::route_method;
use crate::attributes;

/// Takes our attributes off the item and off everything right inside its braces.
pub(crate) fn without_our_attributes(item: TokenStream) -> TokenStream {
    strip(item, true)
}

fn strip(tokens: TokenStream, enters_braces: bool) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_hash = matches!(&token, TokenTree::Punct(hash) if hash.as_char() == '#');
        let is_attribute = |next: &TokenTree| matches!(next, TokenTree::Group(group) if is_ours(group));
        if is_hash && tokens.next_if(is_attribute).is_some() {
            // Right inside of the block, it is a handler most likely: arguments come by value, and a lint must not ask for others.
            if !enters_braces {
                kept.extend(quote!(#[allow(clippy::needless_pass_by_value)]));
            }
            continue;
        }
        kept.push(match token {
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::None => regrouped(&group, strip(group.stream(), enters_braces)),
                Delimiter::Brace if enters_braces => regrouped(&group, strip(group.stream(), false)),
                _ => TokenTree::Group(group),
            },
            other => other,
        });
    }
    kept.into_iter().collect()
}

/// A group with other tokens in it.
pub(crate) fn regrouped(group: &Group, tokens: TokenStream) -> TokenTree {
    let mut regrouped = Group::new(group.delimiter(), tokens);
    regrouped.set_span(group.span());
    TokenTree::Group(regrouped)
}

/// Whether the group is what follows `#` in one of our attributes, or in a `cfg_attr` that hides one, which is an error.
fn is_ours(group: &Group) -> bool {
    if group.delimiter() != Delimiter::Bracket {
        return false;
    }
    let Ok(meta) = syn::parse2::<Meta>(group.stream()) else { return false };
    let attribute: Attribute = parse_quote!(#[#meta]);
    let is_hidden = || attributes::hidden_route(&attribute).is_some();
    route_method(attribute.path()).is_some()
        || is_block_attribute(&attribute)
        || is_async_trait(&attribute)
        || misspelt(&attribute).is_some()
        || is_hidden()
}
