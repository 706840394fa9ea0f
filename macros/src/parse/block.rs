//! The item under `#[resource_routes]` → [`ParsedBlock`].

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, ImplItem, ItemImpl, Signature, Token, Visibility};

use super::attribute;
use super::misspelt::{may_be_unknown, misspelt};
use super::recover::recover;
use super::strip::{regrouped, without_our_attributes};
use super::{MisplacedAttribute, ParsedBlock, ParsedMethod, route_method};
use crate::errors::{Errors, Place};

/// Why an item cannot be read as a block of routes.
pub(crate) enum NotABlock {
    /// Another kind of item, known by this keyword.
    Item(proc_macro2::Ident),
    /// Its head is something that syn cannot read.
    Syntax(syn::Error),
}

/// Reads the item. What is wrong with single attributes goes to `errors`.
pub(crate) fn block(item: &TokenStream, errors: &Errors) -> Result<ParsedBlock, NotABlock> {
    let mut tokens = flattened(item.clone());
    let keyword = item_keyword(&tokens);
    if let Some(keyword) = keyword.filter(|keyword| keyword != "impl") {
        return Err(NotABlock::Item(keyword));
    }
    let Some(TokenTree::Group(body)) = tokens.pop() else {
        return Err(NotABlock::Syntax(syn::Error::new_spanned(item, "expected an impl block")));
    };
    let empty = Group::new(Delimiter::Brace, TokenStream::new());
    let head: TokenStream = tokens.into_iter().collect();
    let header = head.clone().into_iter().chain([TokenTree::Group(empty)]).collect();
    let mut header: ItemImpl = syn::parse2(header).map_err(NotABlock::Syntax)?;
    let mut unreadable = Vec::new();
    let mut readable = None;
    let (inner_attributes, items) = items.parse2(body.stream()).unwrap_or_else(|_| {
        let recovered = recover(body.stream());
        let rest = head.into_iter().chain([regrouped(&body, recovered.tokens)]).collect();
        readable = Some(without_our_attributes(rest));
        unreadable = recovered.unreadable;
        (Vec::new(), recovered.items)
    });
    header.attrs.extend(inner_attributes);

    let mut misplaced = Vec::new();
    for attribute in &header.attrs {
        if route_method(attribute.path()).is_some()
            || is_block_attribute(attribute)
            || is_async_trait(attribute)
        {
            misplaced.push(MisplacedAttribute { attribute: attribute.clone(), place: Place::BLOCK });
        }
    }
    let mut methods = Vec::new();
    let mut has_unknown_attribute = false;
    for (index, (attributes, signature)) in items.into_iter().enumerate() {
        match signature {
            Some(signature) => {
                has_unknown_attribute |= attributes.iter().any(may_be_unknown);
                methods.extend(method(index, attributes, signature, errors));
            }
            None => misplaced.extend(ours_on_another_item(index, attributes)),
        }
    }
    Ok(ParsedBlock { header, methods, misplaced, unreadable, readable, has_unknown_attribute })
}

/// Whether an attribute is `#[resource_routes]` itself.
pub(super) fn is_block_attribute(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "resource_routes")
}

/// Whether an attribute is the macro that traits with `async fn` had before the language had them.
pub(crate) fn is_async_trait(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "async_trait")
}

/// A method as written, or `None` if it answers no route.
fn method(
    index: usize,
    attributes: Vec<Attribute>,
    signature: Signature,
    errors: &Errors,
) -> Option<ParsedMethod> {
    let mut routes = Vec::new();
    let mut others = Vec::new();
    let mut is_misspelt = false;
    for attribute in attributes {
        let place = Place::attribute(index, routes.len() + others.len());
        if let Some(name) = route_method(attribute.path()) {
            routes.push(attribute::route(&attribute, name, place, errors));
        } else if let Some(message) = misspelt(&attribute) {
            errors.push(place, &attribute.meta, message);
            is_misspelt = true;
        } else {
            others.push(attribute);
        }
    }
    let has_hidden_route =
        others.iter().any(|attribute| crate::attributes::hidden_route(attribute).is_some());
    (!routes.is_empty() || has_hidden_route || is_misspelt).then_some(ParsedMethod {
        index,
        routes,
        attributes: others,
        is_misspelt,
        signature,
    })
}

fn ours_on_another_item(
    index: usize,
    attributes: Vec<Attribute>,
) -> impl Iterator<Item = MisplacedAttribute> {
    let ours = attributes.into_iter().filter(|attribute| route_method(attribute.path()).is_some());
    ours.enumerate()
        .map(move |(part, attribute)| MisplacedAttribute { attribute, place: Place::attribute(index, part) })
}

pub(super) type Item = (Vec<Attribute>, Option<Signature>);

pub(super) fn items(input: ParseStream<'_>) -> syn::Result<(Vec<Attribute>, Vec<Item>)> {
    let inner_attributes = input.call(Attribute::parse_inner)?;
    let mut items = Vec::new();
    while !input.is_empty() {
        items.push(item(input)?);
    }
    Ok((inner_attributes, items))
}

/// One item of the block: its attributes and, if it is a method, its signature.
fn item(input: ParseStream<'_>) -> syn::Result<Item> {
    let ahead = input.fork();
    let attributes = ahead.call(Attribute::parse_outer)?;
    ahead.parse::<Visibility>()?;
    let at_signature = ahead.fork();
    match ahead.parse::<Signature>() {
        Ok(signature) => {
            syn::parse::discouraged::Speculative::advance_to(input, &ahead);
            // The body, or a semicolon, which the compiler will complain about.
            input.parse::<TokenTree>()?;
            Ok((attributes, Some(signature)))
        }
        Err(error) if is_method(&at_signature) => Err(error),
        Err(_) => {
            input.parse::<ImplItem>()?;
            Ok((attributes, None))
        }
    }
}

/// Whether a method begins here, though its signature may be beyond syn.
fn is_method(ahead: ParseStream<'_>) -> bool {
    let mut is_first = true;
    loop {
        if ahead.peek(Token![fn]) {
            return true;
        }
        let is_qualifier =
            ahead.peek(Token![async]) || ahead.peek(Token![unsafe]) || ahead.peek(Token![extern]);
        let is_const = is_first && ahead.peek(Token![const]);
        if !(is_qualifier || is_const) || ahead.parse::<TokenTree>().is_err() {
            return false;
        }
        is_first = false;
    }
}

/// The item's tokens, taken out of the invisible group that a `macro_rules!` macro may have put around them.
fn flattened(item: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = item.into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => flattened(group.stream()),
        _ => tokens,
    }
}

/// The keyword that says what kind of item this is.
fn item_keyword(tokens: &[TokenTree]) -> Option<proc_macro2::Ident> {
    const KEYWORDS: [&str; 12] = [
        "impl",
        "struct",
        "enum",
        "union",
        "trait",
        "fn",
        "mod",
        "type",
        "use",
        "const",
        "static",
        "macro_rules",
    ];
    tokens.iter().find_map(|token| match token {
        TokenTree::Ident(ident) if KEYWORDS.contains(&ident.to_string().as_str()) => Some(ident.clone()),
        _ => None,
    })
}
