//! Rules about the block as a whole, and about attributes that stand in the wrong place.

use syn::ItemImpl;

use crate::attributes;
use crate::errors::{Errors, Place};
use crate::parse::{MisplacedAttribute, ParsedBlock, is_async_trait, route_method};
use crate::types::{is_foreign, is_unconstrained, short_lifetimes};

pub(super) fn check(parsed: &ParsedBlock, errors: &Errors) {
    check_inherent(parsed, errors);
    check_has_routes(parsed, errors);
    check_lifetimes(parsed, errors);
    for misplaced in &parsed.misplaced {
        check_misplaced(misplaced, errors);
    }
    check_hidden_routes(parsed, errors);
}

/// Grafana's trait is implemented for the plugin, so the routes are the plugin's own methods.
fn check_inherent(parsed: &ParsedBlock, errors: &Errors) {
    if let Some((path, _)) = &parsed.header.trait_ {
        errors.push(
            Place::BLOCK,
            path,
            "`#[resource_routes]` goes on the plugin's own methods, not on an impl of a trait: write `impl Plugin { … }`",
        );
    }
}

/// What the compiler reports by itself, in better words or at a better place than this macro could.
pub(super) fn is_the_compilers(parsed: &ParsedBlock) -> bool {
    withholds_no_routes(parsed) || has_unconstrained(&parsed.header) || is_foreign(&parsed.header.self_ty)
}

/// Whether a block has no routes only because an attribute is not known, which the compiler says.
pub(crate) fn withholds_no_routes(parsed: &ParsedBlock) -> bool {
    has_no_routes(parsed) && parsed.has_unknown_attribute
}

fn has_no_routes(parsed: &ParsedBlock) -> bool {
    parsed.methods.is_empty()
        && parsed.misplaced.is_empty()
        && parsed.unreadable.is_empty()
        && parsed.header.trait_.is_none()
}

/// Whether the block's type is one of which handlers cannot be asked.
pub(super) fn has_unusual_type(parsed: &ParsedBlock) -> bool {
    let header = &parsed.header;
    has_unconstrained(header) || is_foreign(&header.self_ty) || !short_lifetimes(&header.self_ty).is_empty()
}

/// Whether a parameter of the block means nothing.
pub(crate) fn has_unconstrained(header: &ItemImpl) -> bool {
    header.generics.params.iter().any(|parameter| is_unconstrained(parameter, header))
}

/// A server holds the plugin for as long as it runs.
fn check_lifetimes(parsed: &ParsedBlock, errors: &Errors) {
    if let Some(lifetime) = short_lifetimes(&parsed.header.self_ty).first() {
        errors.push(
            Place::BLOCK,
            lifetime,
            "the plugin lives as long as the server: write `'static` in place of this lifetime",
        );
    }
}

/// A block without routes would answer every call with 404.
fn check_has_routes(parsed: &ParsedBlock, errors: &Errors) {
    if has_no_routes(parsed) && !withholds_no_routes(parsed) && !is_foreign(&parsed.header.self_ty) {
        errors.push(
            Place::BLOCK,
            &parsed.header.self_ty,
            "this block has no routes: write `#[get(\"/path\")]` on a method, or take `#[resource_routes]` off",
        );
    }
}

fn check_misplaced(misplaced: &MisplacedAttribute, errors: &Errors) {
    let meta = &misplaced.attribute.meta;
    let message = match route_method(meta.path()) {
        Some(name) => {
            format!("`#[{}]` goes on a method inside the block: a route is answered by a method", name.ident)
        }
        None if is_async_trait(&misplaced.attribute) => {
            "handlers are `async` without `#[async_trait]`: leave it out".to_owned()
        }
        None => "`#[resource_routes]` is on this block already: leave one out".to_owned(),
    };
    errors.push(misplaced.place, meta, message);
}

/// The compiler resolves `cfg_attr` on methods only after this macro has run.
fn check_hidden_routes(parsed: &ParsedBlock, errors: &Errors) {
    for method in &parsed.methods {
        for attribute in &method.attributes {
            if let Some(name) = attributes::hidden_route(attribute) {
                errors.push(
                    Place::attribute(method.index, 0),
                    attribute,
                    format!(
                        "a route inside `cfg_attr` is seen too late: write `#[cfg(…)]` above `#[{}(…)]`",
                        name.ident
                    ),
                );
            }
        }
    }
}
