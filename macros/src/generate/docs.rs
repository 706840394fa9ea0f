//! The table of routes in the documentation of the author's impl block.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Meta};

use super::table::literal_docs;
use crate::model::{Handler, Method, Role, Route, RouteModel};

/// Doc attributes: one row a route, with the route's `cfg`.
pub(super) fn table(model: &RouteModel) -> TokenStream {
    let head = ["# Routes", "", "| Method | Path | Role | Handler | |", "|---|---|---|---|---|"];
    let rows = model.routes.iter().map(|route| {
        let handler = &model.handlers[route.handler];
        let row = row(route, handler);
        match predicates(&handler.cfg) {
            predicates if predicates.is_empty() => quote!(#[doc = #row]),
            predicates => quote!(#[cfg_attr(all(#(#predicates),*), doc = #row)]),
        }
    });
    quote!(#(#[doc = #head])* #(#rows)* #[doc = ""])
}

/// What stands in each `#[cfg(…)]`.
fn predicates(cfg: &[Attribute]) -> Vec<&TokenStream> {
    cfg.iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::List(list) if list.path.is_ident("cfg") => Some(&list.tokens),
            _ => None,
        })
        .collect()
}

fn row(route: &Route, handler: &Handler) -> String {
    let method = match route.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
        Method::Head => "HEAD",
        Method::Options => "OPTIONS",
        Method::Any => "ANY",
    };
    let role = match route.role {
        None => "",
        Some(Role::Viewer) => "Viewer",
        Some(Role::Editor) => "Editor",
        Some(Role::Admin) => "Admin",
    };
    let docs = literal_docs(&handler.docs).unwrap_or_default();
    let summary = docs.trim_start().split("\n\n").next().unwrap_or_default();
    let summary = summary.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
    let (path, name) = (route.path.value(), &handler.name);
    let name = name.to_string();
    let name = name.trim_start_matches("r#");
    format!("| `{method}` | `{path}` | {role} | `{name}` | {summary} |")
}
