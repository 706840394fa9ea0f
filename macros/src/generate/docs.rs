//! The table of routes in `cargo doc`: the rows that `to_markdown` makes of the routes when the program runs.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Meta, Token, punctuated::Punctuated};

use super::{markdown, table::leading_docs};
use crate::model::{Role, Route, RouteModel};

/// Doc attributes: one row a route, with the route's `cfg`.
///
/// They belong on something generated, which rustdoc shows wherever it shows the plugin's type. The author's block is
/// not shown if all handlers are private.
pub(super) fn table(model: &RouteModel) -> TokenStream {
    let [names, rule] = markdown::HEAD;
    let head = ["The routes of this plugin, in the order in which they are written.", "", names, rule];
    let rows = model.routes.iter().map(|route| {
        let row = row(route, model);
        match condition(&model.handlers[route.handler].cfg) {
            None => quote!(#[doc = #row]),
            Some(condition) => quote!(#[cfg_attr(#condition, doc = #row)]),
        }
    });
    // What rustdoc finds wrong in the doc comment of a handler is to be said there, once.
    quote! {
        #(#[doc = #head])*
        #(#rows)*
        #[allow(rustdoc::all)]
    }
}

/// All `cfg`s of a handler as one condition.
fn condition(cfg: &[Attribute]) -> Option<TokenStream> {
    let conditions = cfg.iter().filter_map(|attribute| {
        let Meta::List(list) = &attribute.meta else { return None };
        if list.path.is_ident("cfg") {
            return Some(list.tokens.clone());
        }
        let metas = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
        let mut metas = metas.iter();
        let predicate = metas.next()?;
        let inner = metas.filter_map(|meta| meta.require_list().ok()).map(|list| &list.tokens);
        Some(quote!(any(not(#predicate), all(#(#inner),*))))
    });
    let conditions: Vec<_> = conditions.collect();
    (!conditions.is_empty()).then(|| quote!(all(#(#conditions),*)))
}

fn row(route: &Route, model: &RouteModel) -> String {
    let handler = &model.handlers[route.handler];
    let name = handler.name.to_string();
    let raw = handler.arguments.iter().filter(|argument| argument.is_raw);
    let raw = raw.filter_map(|argument| argument.parameter.as_deref());
    let deprecated = handler.is_deprecated.then(|| handler.deprecated.as_deref().unwrap_or_default());
    markdown::row(
        route.method.name(),
        &route.path.value(),
        route.role.map_or("", Role::name),
        name.trim_start_matches("r#"),
        &markdown::remark(&leading_docs(&handler.docs), deprecated, raw),
    )
}
