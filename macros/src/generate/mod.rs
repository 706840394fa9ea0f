//! From the model to tokens: the author's impl as it was, then one `const _` with all that is made from it. Nothing
//! can fail here, and nothing is decided: each piece calls the runtime.

mod axum;
mod docs;
pub(crate) mod fallback;
mod markdown;
mod service;
mod shim;
mod table;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Generics, Path, Type, parse_quote, spanned::Spanned};

use crate::model::RouteModel;

/// The author's impl, and the generated impls, of which one has the table of routes in its documentation.
pub(crate) fn generate(model: &RouteModel) -> TokenStream {
    let item = &model.item;
    let shims = shim::shims(model);
    let docs = docs::table(model);
    let inherent =
        service::inherent_routes(&model.self_ty, &model.generics, item, model.has_routes_fn, &docs);
    let routes = service::resource_routes(model, inherent.is_none().then_some(&docs));
    let service = service::resource_service(&model.self_ty, &model.generics);
    let runtime = import(&model.runtime);
    let quiet = quiet();
    quote! {
        #item
        #quiet
        const _: () = {
            #runtime
            #shims
            #routes
            #service
            #inherent
        };
    }
}

/// Brings in the module that generated code names. Once, so that a crate that is not where we look for it is one error.
fn import(runtime: &Path) -> TokenStream {
    quote!(use #runtime::__private;)
}

/// The module that generated code names.
fn private() -> Ident {
    Ident::new("__private", Span::call_site())
}

/// The same, where an error in what follows should be reported at `span`.
fn private_at(span: Span) -> Ident {
    Ident::new("__private", Span::call_site().located_at(span))
}

/// The place of `span`, but names of our own: nothing that the author's code, or a macro that wrote it, calls so.
fn at(span: Span) -> Span {
    Span::mixed_site().located_at(span)
}

/// The block's generics for a generated impl, where the author's type is asked to be a plugin that threads can share: in the
/// same words and at the same place each time, so that a type that is none is one error.
fn for_plugin(self_ty: &Type, generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    let span = at(self_ty.span());
    let private = private_at(span);
    // Where no parameter stands in a bound, the compiler would ask at each impl whether the bound holds, but for a lifetime.
    let any = generics.params.is_empty().then(|| quote_spanned!(span=> for<'any>));
    let bound = quote_spanned!(span=> #any #self_ty: #private::SharedPlugin);
    generics.make_where_clause().predicates.push(parse_quote!(#bound));
    generics
}

/// Lints that speak of code somebody wrote, for all of a block.
fn quiet() -> TokenStream {
    quote! {
        #[allow(
            deprecated,
            elided_lifetimes_in_paths,
            single_use_lifetimes,
            unused_lifetimes,
            unused_qualifications,
            unreachable_code,
            clippy::all,
            clippy::nursery,
            clippy::pedantic
        )]
    }
}

/// A type as text for the listing, in the spacing in which people write types.
pub(crate) fn type_text(ty: &Type) -> String {
    let text = quote!(#ty).to_string().replace('\n', " ");
    let mut tidy = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let sticks = |c: char| matches!(c, '<' | '>' | ',' | ':' | '(' | ')' | '[' | ']' | ';' | '&');
        let before = tidy.chars().last();
        let after = characters.peek().copied();
        let is_loose = character == ' '
            && (after.is_some_and(|c| sticks(c) && !matches!(c, '(' | '[' | '&'))
                || (after.is_some_and(|c| matches!(c, '(' | '[' | '&'))
                    && before.is_some_and(|c| matches!(c, '<' | '(' | '[' | '&')))
                || before.is_some_and(|c| matches!(c, '<' | '(' | '[' | '&'))
                || (before == Some(':') && tidy.ends_with("::")));
        if !is_loose {
            tidy.push(character);
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::type_text;

    #[test]
    fn types_are_shown_as_people_write_them() {
        for text in [
            "Result<Json<Vec<Namespace>>, Error>",
            "&str",
            "Query<Page<'_>>",
            "(StatusCode, Json<T>)",
            "std::vec::Vec<u8>",
            "&[u8]",
            "&'a Context<Self>",
            "()",
        ] {
            assert_eq!(type_text(&syn::parse_str(text).unwrap()), text);
        }
    }
}
