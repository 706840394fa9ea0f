//! Attributes on methods that are none of ours but are meant to be: `#[gte("/x")]`, `#[GET("/x")]`, `#[route(GET, "/x")]`.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, LitStr, Meta};

use crate::did_you_mean::nearest;
use crate::model::Method;

/// Attributes that the compiler or its tools know.
const KNOWN: [&str; 22] = [
    "allow",
    "automatically_derived",
    "cfg",
    "cfg_attr",
    "cold",
    "coverage",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "inline",
    "must_use",
    "no_mangle",
    "non_exhaustive",
    "optimize",
    "rustc_on_unimplemented",
    "target_feature",
    "test",
    "track_caller",
    "warn",
];

/// What to say of an attribute that is meant to be one of ours; `None` where it is not.
///
/// It has a method's name in other letters, or a path where ours have it: what else would a method of a plugin have it for?
pub(super) fn misspelt(attribute: &Attribute) -> Option<String> {
    let name = plain_name(attribute)?;
    let path = first_path(attribute);
    let in_other_case = Method::ATTRIBUTES.contains(&name.to_lowercase().as_str());
    if !in_other_case && path.is_none() {
        return None;
    }
    let start = format!("`#[{name}]` is no attribute of a route");
    let Some(method) = suggested(&name, attribute) else {
        let known = Method::ATTRIBUTES.map(|method| format!("`{method}`")).join(", ");
        return Some(format!("{start}; known: {known}"));
    };
    let path = path.unwrap_or_else(|| "/path".to_owned());
    Some(format!("{start}; did you mean `#[{method}({path:?})]`?"))
}

/// The method that is meant: by the name, or by an argument as in `#[route(GET, "/x")]`.
fn suggested(name: &str, attribute: &Attribute) -> Option<&'static str> {
    let by_name = match name.to_lowercase().as_str() {
        "del" | "remove" => Some("delete"),
        "all" => Some("any"),
        name => nearest(name, Method::ATTRIBUTES),
    };
    let names = arguments(attribute).into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string().to_lowercase()),
        _ => None,
    });
    let mut by_argument =
        names.filter_map(|name| Method::ATTRIBUTES.into_iter().find(|method| *method == name));
    by_name.or_else(|| by_argument.next())
}

/// Whether the compiler may not know it: then the compiler says so.
pub(super) fn may_be_unknown(attribute: &Attribute) -> bool {
    plain_name(attribute).is_some_and(|name| Method::from_attribute(&name).is_none())
}

/// The name of an attribute that is no path, and not one of the compiler's.
fn plain_name(attribute: &Attribute) -> Option<String> {
    let name = attribute.path().get_ident()?.to_string();
    let is_ours = Method::from_attribute(&name).is_some();
    (!is_ours && !KNOWN.contains(&name.as_str())).then_some(name)
}

/// The first argument if it is a path, or the second behind a name.
fn first_path(attribute: &Attribute) -> Option<String> {
    let mut arguments = arguments(attribute).into_iter();
    let first = arguments.next()?;
    let literal = match (&first, arguments.next()) {
        (TokenTree::Literal(_), _) => first,
        (TokenTree::Ident(_), Some(TokenTree::Punct(comma))) if comma.as_char() == ',' => arguments.next()?,
        _ => return None,
    };
    let path = syn::parse2::<LitStr>(literal.into()).ok()?.value();
    path.starts_with('/').then_some(path)
}

fn arguments(attribute: &Attribute) -> TokenStream {
    match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
    }
}
