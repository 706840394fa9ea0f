//! Rules about the block as a whole, and about attributes that stand in the wrong place.

use crate::attributes;
use crate::errors::{Errors, Place};
use crate::parse::{MisplacedAttribute, ParsedBlock, route_method};

pub(super) fn check(parsed: &ParsedBlock, errors: &Errors) {
    check_inherent(parsed, errors);
    check_has_routes(parsed, errors);
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

/// A block without routes would answer every call with 404.
fn check_has_routes(parsed: &ParsedBlock, errors: &Errors) {
    if parsed.methods.is_empty() && parsed.misplaced.is_empty() {
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
