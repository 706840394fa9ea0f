//! Which types stand where the plugin should: `JsonData<Settings>` for `JsonData<'_, Self>`.
//!
//! The compiler would report a bound of the library's type that does not hold, once for each place where the type is met. So the
//! mistake is reported here, and the block is given back as it should be.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::{FnArg, Signature, Type};

use crate::errors::{Errors, Place};
use crate::parse::regrouped;
use crate::types::{OfAnother, is_of_a_plugin, of_another};

/// Those of which a handler gets the value; of the others it gets a reference.
const VALUES: [&str; 3] = ["JsonData", "SecureJsonData", "Call"];

pub(super) fn check(signature: &Signature, plugin: &Type, place: Place, errors: &Errors) {
    for input in &signature.inputs {
        let FnArg::Typed(argument) = input else { continue };
        let Some(OfAnother { name, written, .. }) = mistaken(&argument.ty, plugin, false) else { continue };
        let message = match name.as_str() {
            "JsonData" | "SecureJsonData" => {
                format!("`{name}` takes the plugin, not its settings: write `{name}<'_, Self>`")
            }
            "Call" => "`Call` takes the plugin: write `Call<'_, Self>`".to_owned(),
            _ => format!("`{name}` takes the plugin: write `&{name}<Self>`"),
        };
        errors.push(place, written, message);
    }
}

/// The block with the plugin where [`check`] asks for it. Only arguments are looked at.
pub(crate) fn repaired(item: TokenStream, plugin: &Type) -> TokenStream {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    if let Some(TokenTree::Group(body)) = tokens.pop() {
        let items = body.stream().into_iter().map(|token| match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                regrouped(&group, arguments(group.stream(), plugin))
            }
            token => token,
        });
        tokens.push(regrouped(&body, items.collect()));
    }
    tokens.into_iter().collect()
}

fn arguments(tokens: TokenStream, plugin: &Type) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut repaired = TokenStream::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(end) = generic_end(&tokens[at..]) else {
            repaired.extend([tokens[at].clone()]);
            at += 1;
            continue;
        };
        let ty: TokenStream = tokens[at..=at + end].iter().cloned().collect();
        let is_referenced = at.checked_sub(1).is_some_and(|before| !is_punct(&tokens[before], ':'));
        let parsed = syn::parse2::<Type>(ty.clone()).ok();
        if let Some(mistake) = parsed.as_ref().and_then(|ty| mistaken(ty, plugin, is_referenced)) {
            let span = tokens[at + 2].span();
            let lifetime = VALUES.contains(&mistake.name.as_str()).then(|| quote_spanned!(span=> '_,));
            let name = &tokens[at];
            repaired.extend(quote_spanned!(span=> #name<#lifetime Self>));
            at += end + 1;
        } else {
            repaired.extend([tokens[at].clone()]);
            at += 1;
        }
    }
    repaired
}

/// Where one of the library's types ends that begins here.
fn generic_end(tokens: &[TokenTree]) -> Option<usize> {
    if !matches!(tokens, [TokenTree::Ident(name), open, ..] if is_of_a_plugin(name) && is_punct(open, '<')) {
        return None;
    }
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(1) {
        if is_punct(token, '<') {
            depth += 1;
        } else if is_punct(token, '>') {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// A type by value that authors may have of their own is left out.
fn mistaken<'t>(ty: &'t Type, plugin: &Type, is_referenced: bool) -> Option<OfAnother<'t>> {
    let of_another = of_another(ty, plugin)?;
    let is_sure = is_referenced || of_another.is_referenced || VALUES.contains(&of_another.name.as_str());
    is_sure.then_some(of_another)
}
