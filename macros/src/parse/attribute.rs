//! `#[get("/x/{id}", role = Editor)]` → [`RouteAttribute`], and the options of `#[resource_routes(…)]`.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Ident, LitStr, Meta, Path, Token};

use crate::errors::{Errors, Place};
use crate::model::Method;

/// The name of a method attribute, as the author wrote it.
#[derive(Clone)]
pub(crate) struct MethodName {
    pub(crate) ident: Ident,
    pub(crate) method: Method,
}

/// A method attribute as written.
pub(crate) struct RouteAttribute {
    pub(crate) place: Place,
    pub(crate) name: MethodName,
    /// `get`, or a path such as `routes::get`.
    pub(crate) attribute_path: Path,
    /// `None` where it is missing or no literal, which has been reported.
    pub(crate) path: Option<LitStr>,
    pub(crate) options: Vec<WrittenOption>,
}

/// `key = value` as written.
pub(crate) struct WrittenOption {
    pub(crate) key: Ident,
    pub(crate) value: TokenStream,
}

/// Whether a path names one of our method attributes, be it `get` or `routes::get`.
pub(crate) fn route_method(path: &Path) -> Option<MethodName> {
    let ident = path.segments.last()?.ident.clone();
    let method = Method::from_attribute(&ident.to_string())?;
    Some(MethodName { ident, method })
}

/// Reads a method attribute.
pub(crate) fn route(
    attribute: &Attribute,
    name: MethodName,
    place: Place,
    errors: &Errors,
) -> RouteAttribute {
    let (path, options) = match &attribute.meta {
        Meta::List(list) => {
            let arguments =
                |input: ParseStream<'_>| Ok(route_arguments(input, attribute, &name, place, errors));
            arguments.parse2(list.tokens.clone()).unwrap_or_else(|error| {
                errors.push_syn(place, error);
                (None, Vec::new())
            })
        }
        Meta::Path(_) => {
            errors.push(
                place,
                &attribute.meta,
                format!("`#[{0}]` needs a path: write `#[{0}(\"/path\")]`", name.ident),
            );
            (None, Vec::new())
        }
        Meta::NameValue(_) => {
            let message = format!("the path goes in brackets: write `#[{}(\"/path\")]`", name.ident);
            errors.push(place, &attribute.meta, message);
            (None, Vec::new())
        }
    };
    RouteAttribute { place, name, attribute_path: attribute.path().clone(), path, options }
}

/// Reads the options of `#[resource_routes(…)]`.
pub(crate) fn block_options(arguments: TokenStream, errors: &Errors) -> Vec<WrittenOption> {
    let read = |input: ParseStream<'_>| {
        Ok(options(input, "#[resource_routes(role = Editor)]", Place::BLOCK, errors))
    };
    read.parse2(arguments).unwrap_or_else(|error| {
        errors.push_syn(Place::BLOCK, error);
        Vec::new()
    })
}

fn route_arguments(
    input: ParseStream<'_>,
    attribute: &Attribute,
    name: &MethodName,
    place: Place,
    errors: &Errors,
) -> (Option<LitStr>, Vec<WrittenOption>) {
    let usage = format!("#[{}(\"/path\")]", name.ident);
    let with_option = format!("#[{}(\"/path\", role = Editor)]", name.ident);
    let is_option = input.peek(Ident::peek_any) && (input.peek2(Token![=]) || input.peek2(Token![,]));
    let named = is_option.then(|| named_path(input, name, place, errors)).flatten();
    let path = if named.is_some() {
        named
    } else if input.is_empty() || is_option {
        let usage = if is_option { &with_option } else { &usage };
        errors.push(
            place,
            &attribute.meta,
            format!("`#[{}]` needs a path, and it comes first: write `{usage}`", name.ident),
        );
        None
    } else {
        let written = until_comma(input);
        path_literal(written, &usage, place, errors)
    };
    (path, options(input, &with_option, place.options(), errors))
}

/// A path that is written as an option.
fn named_path(input: ParseStream<'_>, name: &MethodName, place: Place, errors: &Errors) -> Option<LitStr> {
    let key = input.fork().call(Ident::parse_any).ok()?;
    if !["path", "route", "url", "uri"].iter().any(|path| key == path) {
        return None;
    }
    let written = until_comma(input);
    let path = syn::parse2::<LitStr>(written.clone().into_iter().skip(2).collect()).ok()?;
    let message =
        format!("the path comes first, without a name: write `#[{}({:?})]`", name.ident, path.value());
    errors.push(place, written, message);
    Some(path)
}

/// The literal that a path is.
fn path_literal(written: TokenStream, usage: &str, place: Place, errors: &Errors) -> Option<LitStr> {
    let mut rest = written.clone().into_iter();
    let first = rest.next().and_then(|first| syn::parse2::<LitStr>(first.into()).ok());
    let rest: TokenStream = rest.collect();
    let Some(path) = first else {
        let is_name = syn::parse2::<Path>(written.clone()).is_ok();
        let message = if is_name {
            format!(
                "a route's path is a string literal, not a constant, of which only the name is known here: write `{usage}`"
            )
        } else {
            format!("a route's path is a string literal: write `{usage}`")
        };
        errors.push(place, written, message);
        return None;
    };
    if !path.suffix().is_empty() {
        errors.push(place, &path, format!("a path has no suffix: leave `{}` out", path.suffix()));
    }
    if syn::parse2::<LitStr>(rest.clone()).is_ok() {
        let message = "an attribute has one path: write a second attribute for a second route";
        errors.push(place, rest, message);
    } else if !rest.is_empty() {
        errors.push(place, &path, format!("a comma is missing after `{path:?}`", path = path.value()));
    }
    Some(path)
}

/// Reads `key = value, …`; whatever is malformed is reported and left out.
pub(crate) fn options(
    input: ParseStream<'_>,
    usage: &str,
    place: Place,
    errors: &Errors,
) -> Vec<WrittenOption> {
    let mut options = Vec::new();
    while !input.is_empty() {
        let span = input.span();
        let written = until_comma(input);
        if written.is_empty() {
            errors.push_syn(place, syn::Error::new(span, "a comma too many: leave it out"));
            continue;
        }
        match option.parse2(written.clone()) {
            Ok(option) => options.push(option),
            Err(_) if syn::parse2::<LitStr>(written.clone()).is_ok() => {
                let message = if place == Place::BLOCK {
                    "a block has no path: write the whole path at each route"
                } else {
                    "an attribute has one path: write a second attribute for a second route"
                };
                errors.push(place, written, message);
            }
            Err(_) => {
                errors.push(place, written, format!("an option is written `key = value`, as in `{usage}`"));
            }
        }
    }
    options
}

fn option(input: ParseStream<'_>) -> syn::Result<WrittenOption> {
    let key = input.call(Ident::parse_any)?;
    input.parse::<Token![=]>()?;
    let value: TokenStream = input.parse()?;
    if value.is_empty() { Err(input.error("a value")) } else { Ok(WrittenOption { key, value }) }
}

/// Takes all tokens up to the next comma, and the comma.
fn until_comma(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !input.is_empty() {
        if input.parse::<Option<Token![,]>>().is_ok_and(|comma| comma.is_some()) {
            break;
        }
        tokens.extend(input.parse::<TokenTree>());
    }
    tokens
}
