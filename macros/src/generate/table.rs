//! The static table of routes.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Expr, ExprLit, Lit};

use super::{private, type_text};
use crate::model::{Handler, Method, Role, Route, RouteModel};

/// The body of `ResourceRoutes::table`. The statics name no generic parameter, so that a generic impl may have them.
pub(super) fn table(model: &RouteModel) -> TokenStream {
    let private = private();
    let routes = model
        .routes
        .iter()
        .enumerate()
        .map(|(number, route)| entry(&private, number, route, &model.handlers[route.handler]));
    quote! {
        static ROUTES: &[#private::Route] = &[#(#routes),*];
        static TABLE: #private::Table = #private::Table::new(ROUTES);
        &TABLE
    }
}

fn entry(private: &Ident, number: usize, route: &Route, handler: &Handler) -> TokenStream {
    let cfg = &handler.cfg;
    let number = u16::try_from(number).unwrap_or(u16::MAX);
    let method = method(route.method);
    let (path, pattern) = (&route.path, route.template.matchit_pattern());
    let path = path.value();
    let name = handler.name.to_string();
    let name = name.trim_start_matches("r#");
    let id = (route.id != name).then(|| {
        let id = &route.id;
        quote!(.with_id(#id))
    });
    let details = details(private, route, handler);
    quote! {
        #(#cfg)*
        #private::Route::new(#number, #private::RouteMethod::#method, #path, #pattern, #name)#id #details
    }
}

/// What a route has beyond method, path and name; each only where there is something to say.
fn details(private: &Ident, route: &Route, handler: &Handler) -> TokenStream {
    let mut details = TokenStream::new();
    if let Some(docs) = docs(&handler.docs) {
        details.extend(quote!(.with_docs(#docs)));
    }
    let parameters: Vec<&str> = route.template.parameters().collect();
    if !parameters.is_empty() {
        details.extend(quote!(.with_path_parameters(&[#(#parameters),*])));
    }
    if !handler.arguments.is_empty() {
        let arguments = handler.arguments.iter().map(|argument| {
            let ty = type_text(&argument.ty);
            match &argument.parameter {
                Some(name) if argument.is_raw => quote!(#private::ArgumentInfo::raw_parameter(#name, #ty)),
                Some(name) => quote!(#private::ArgumentInfo::parameter(#name, #ty)),
                None => quote!(#private::ArgumentInfo::extractor(#ty)),
            }
        });
        details.extend(quote!(.with_arguments(&[#(#arguments),*])));
    }
    let response = type_text(&handler.output);
    if response != "()" {
        details.extend(quote!(.with_response(#response)));
    }
    if let Some(role) = route.role.map(role) {
        details.extend(quote!(.with_role(#private::Role::#role)));
    }
    if handler.is_deprecated {
        let note = handler.deprecated.as_deref().unwrap_or_default();
        details.extend(quote!(.with_deprecated(#note)));
    }
    details
}

/// The doc comment as one text: as a literal, or put together by the compiler where it includes files.
fn docs(docs: &[Expr]) -> Option<TokenStream> {
    if docs.is_empty() {
        return None;
    }
    if let Some(text) = literal_docs(docs) {
        return Some(quote!(#text));
    }
    let pieces = docs.iter().map(|piece| literal(piece).map_or(quote!(#piece), |text| quote!(#text)));
    Some(quote!(::core::concat!(#(#pieces, "\n"),*)))
}

/// The lines of a doc comment, without the space that `///` is followed by; `None` where it includes files.
fn literal_docs(docs: &[Expr]) -> Option<String> {
    let lines: Vec<String> = docs.iter().map(literal).collect::<Option<_>>()?;
    Some(lines.join("\n"))
}

/// The lines of a doc comment before the first that includes a file; nothing where the first paragraph is not among them.
pub(super) fn leading_docs(docs: &[Expr]) -> String {
    let lines: Vec<String> = docs.iter().map_while(literal).collect();
    let text = lines.join("\n");
    let has_paragraph = text.trim_start().split('\n').any(|line| line.trim().is_empty());
    if has_paragraph || lines.len() == docs.len() { text } else { String::new() }
}

/// The text of one doc attribute.
fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            let text = without_stars(&text.value());
            Some(text.strip_prefix(' ').unwrap_or(&text).trim_end().to_owned())
        }
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

/// A comment `/** … */` without the stars at the start of its lines, which rustdoc does not show either.
fn without_stars(text: &str) -> String {
    let Some((first, others)) = text.split_once('\n') else { return text.to_owned() };
    let others: Vec<_> = others.trim_end().lines().map(|line| line.trim_start().strip_prefix('*')).collect();
    let Some(others) = others.into_iter().collect::<Option<Vec<_>>>() else { return text.to_owned() };
    let others = others.into_iter().map(|line| line.strip_prefix(' ').unwrap_or(line));
    let first = Some(first.trim()).filter(|first| !first.is_empty());
    first.into_iter().chain(others).collect::<Vec<_>>().join("\n")
}

fn method(method: Method) -> proc_macro2::Ident {
    format_ident!(
        "{}",
        match method {
            Method::Get => "Get",
            Method::Post => "Post",
            Method::Put => "Put",
            Method::Patch => "Patch",
            Method::Delete => "Delete",
            Method::Head => "Head",
            Method::Options => "Options",
            Method::Any => "Any",
        }
    )
}

fn role(role: Role) -> proc_macro2::Ident {
    format_ident!(
        "{}",
        match role {
            Role::Viewer => "Viewer",
            Role::Editor => "Editor",
            Role::Admin => "Admin",
        }
    )
}
