//! Rules about the block as a whole, and about attributes that stand in the wrong place.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;
use syn::{GenericParam, ItemImpl, Lifetime, Type};

use crate::attributes;
use crate::errors::{Errors, Place};
use crate::parse::{MisplacedAttribute, ParsedBlock, is_async_trait, route_method};

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

/// Whether a parameter of the block stands nowhere in its type (E0207).
fn has_unconstrained(header: &ItemImpl) -> bool {
    header.generics.params.iter().any(|parameter| is_unconstrained(parameter, &header.self_ty))
}

pub(crate) fn is_unconstrained(parameter: &GenericParam, self_ty: &Type) -> bool {
    let name = match parameter {
        GenericParam::Type(parameter) => &parameter.ident,
        GenericParam::Const(parameter) => &parameter.ident,
        GenericParam::Lifetime(_) => return false,
    };
    !names(self_ty.to_token_stream(), &name.to_string())
}

fn names(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => names(group.stream(), name),
        _ => false,
    })
}

/// Whether the type is the language's or the standard library's: no impl block is possible (E0116, E0390).
pub(crate) fn is_foreign(self_ty: &Type) -> bool {
    const FOREIGN: [&str; 31] = [
        "Arc", "Box", "Option", "Rc", "Result", "String", "Vec", "HashMap", "BTreeMap", "Mutex", "RwLock",
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32",
        "u64", "u128", "usize", "HashSet", "BTreeSet", "Cow",
    ];
    match self_ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last().is_some_and(|last| {
            // A type of the author's may be called so; with arguments it most likely is not.
            let has_arguments = !last.arguments.is_empty();
            let is_primitive =
                path.path.segments.len() == 1 && last.ident.to_string().starts_with(char::is_lowercase);
            FOREIGN.iter().any(|foreign| last.ident == foreign)
                && (has_arguments || is_primitive || last.ident == "String")
        }),
        Type::Group(group) => is_foreign(&group.elem),
        Type::Paren(paren) => is_foreign(&paren.elem),
        Type::Path(_) | Type::Macro(_) | Type::Verbatim(_) => false,
        _ => true,
    }
}

/// The lifetimes in a type but `'static`.
pub(crate) fn short_lifetimes(ty: &Type) -> Vec<Lifetime> {
    struct Lifetimes(Vec<Lifetime>);
    impl<'ast> Visit<'ast> for Lifetimes {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            if lifetime.ident != "static" {
                self.0.push(lifetime.clone());
            }
        }
    }
    let mut lifetimes = Lifetimes(Vec::new());
    lifetimes.visit_type(ty);
    lifetimes.0
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
