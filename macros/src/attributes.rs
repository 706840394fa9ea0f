//! Questions asked of the attributes on a method that are not ours.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token, parse_quote};

use crate::parse::{MethodName, route_method};

/// The `cfg`s on a method. Of a `cfg_attr` only the `cfg`s in it count: the rest stays on the method alone.
pub(crate) fn cfg(attributes: &[Attribute]) -> Vec<Attribute> {
    let mut conditions = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("cfg") {
            conditions.push(attribute.clone());
        } else if let Some((predicate, mut inner)) = cfg_attr(attribute) {
            inner.retain(|meta| meta.path().is_ident("cfg"));
            if !inner.is_empty() {
                conditions.push(parse_quote!(#[cfg_attr(#predicate, #(#inner),*)]));
            }
        }
    }
    conditions
}

/// The method attribute inside a `cfg_attr`, which the compiler shows us too late.
pub(crate) fn hidden_route(attribute: &Attribute) -> Option<MethodName> {
    let (_, inner) = cfg_attr(attribute)?;
    inner.iter().find_map(|meta| route_method(meta.path()))
}

fn cfg_attr(attribute: &Attribute) -> Option<(Meta, Vec<Meta>)> {
    if !attribute.path().is_ident("cfg_attr") {
        return None;
    }
    let list = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
    let mut metas = list.into_iter();
    Some((metas.next()?, metas.collect()))
}

/// The value of each `#[doc = …]`.
pub(crate) fn docs(attributes: &[Attribute]) -> Vec<Expr> {
    let values = attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    values
        .filter_map(|attribute| attribute.meta.require_name_value().ok().map(|doc| doc.value.clone()))
        .collect()
}

/// Whether there is a `#[deprecated]`, and its note.
pub(crate) fn deprecated(attributes: &[Attribute]) -> (bool, Option<String>) {
    let Some(attribute) = attributes.iter().find(|attribute| attribute.path().is_ident("deprecated")) else {
        return (false, None);
    };
    let note = match &attribute.meta {
        Meta::Path(_) => None,
        Meta::NameValue(pair) => text(&pair.value),
        Meta::List(list) => {
            let metas = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok();
            metas.into_iter().flatten().filter(|meta| meta.path().is_ident("note")).find_map(
                |meta| match meta {
                    Meta::NameValue(pair) => text(&pair.value),
                    _ => None,
                },
            )
        }
    };
    (true, note)
}

/// The levels set for lints, to be repeated on a warning of ours.
pub(crate) fn lints(attributes: &[Attribute]) -> Vec<Attribute> {
    const LEVELS: [&str; 5] = ["allow", "expect", "warn", "deny", "forbid"];
    let is_level = |attribute: &&Attribute| LEVELS.iter().any(|level| attribute.path().is_ident(level));
    let outer = attributes.iter().filter(is_level).cloned();
    outer.map(|attribute| Attribute { style: syn::AttrStyle::Outer, ..attribute }).collect()
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        Expr::Group(group) => text(&group.expr),
        _ => None,
    }
}
