//! Which types stand where the plugin should: `JsonData<Settings>` for `JsonData<'_, Self>`.
//!
//! The compiler would report a bound of the library's type that does not hold, once for each place where the type is met. So the
//! mistake is reported here, and the block is given back as it should be.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{FnArg, GenericArgument, PathArguments, Signature, Type, TypePath};

use crate::errors::{Errors, Place};

/// The library's types that are of a plugin.
const OURS: [&str; 5] = ["Call", "Context", "JsonData", "SecureJsonData", "Settings"];

/// Those of which a handler gets the value; of the others it gets a reference.
const VALUES: [&str; 3] = ["JsonData", "SecureJsonData", "Call"];

pub(super) fn check(signature: &Signature, plugin: &Type, place: Place, errors: &Errors) {
    for input in &signature.inputs {
        let FnArg::Typed(argument) = input else { continue };
        let Some((name, written)) = named_other(&argument.ty, plugin, false) else { continue };
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

fn regrouped(group: &Group, stream: TokenStream) -> TokenTree {
    let mut regrouped = Group::new(group.delimiter(), stream);
    regrouped.set_span(group.span());
    TokenTree::Group(regrouped)
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
        if let Some((name, _)) = parsed.as_ref().and_then(|ty| named_other(ty, plugin, is_referenced)) {
            let span = tokens[at + 2].span();
            let lifetime = VALUES.contains(&name.as_str()).then(|| quote_spanned!(span=> '_,));
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
    let is_ours = |name: &proc_macro2::Ident| OURS.iter().any(|ours| name == ours);
    if !matches!(tokens, [TokenTree::Ident(name), open, ..] if is_ours(name) && is_punct(open, '<')) {
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

/// As [`other`], with the name of the library's type; a type by value that authors may have of their own is left out.
fn named_other<'t>(ty: &'t Type, plugin: &Type, is_referenced: bool) -> Option<(String, &'t TypePath)> {
    match ty {
        Type::Reference(reference) => named_other(&reference.elem, plugin, true),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            if last.ident == "Option" || last.ident == "Result" {
                let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
                let Some(GenericArgument::Type(inner)) = arguments.args.first() else { return None };
                return named_other(inner, plugin, is_referenced);
            }
            let name = last.ident.to_string();
            if !is_referenced && !VALUES.contains(&name.as_str()) {
                return None;
            }
            other(ty, plugin).map(|written| (name, written))
        }
        _ => None,
    }
}

/// The other type in one of the library's arguments that are of a plugin.
pub(crate) fn other<'t>(ty: &'t Type, plugin: &Type) -> Option<&'t TypePath> {
    let path = match ty {
        Type::Path(path) => path,
        Type::Reference(reference) => return other(&reference.elem, plugin),
        _ => return None,
    };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let inner = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })?;
    if last.ident == "Option" || last.ident == "Result" {
        return other(inner, plugin);
    }
    let Type::Path(inner) = inner else { return None };
    (OURS.iter().any(|name| last.ident == name) && !is_plugin(inner, plugin)).then_some(inner)
}

fn is_plugin(ty: &TypePath, plugin: &Type) -> bool {
    let name = |path: &TypePath| path.path.segments.last().map(|last| last.ident.clone());
    let is_same = matches!(plugin, Type::Path(plugin) if name(plugin) == name(ty));
    is_same
        || ty.path.is_ident("Self")
        || ty.to_token_stream().to_string() == plugin.to_token_stream().to_string()
}
