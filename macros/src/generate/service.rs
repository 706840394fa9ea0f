//! The two traits that a plugin gets: ours, and the one that Grafana's call ends in.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{Generics, Path, Type, spanned::Spanned};

use super::{at, for_plugin, private, private_at, shim::shim_name, table};
use crate::model::RouteModel;

/// `ResourceRoutes`: the table, and one `match` from a route's number to its function. It has the documentation of the
/// routes where no function `routes()` has it.
pub(super) fn resource_routes(model: &RouteModel, docs: Option<&TokenStream>) -> TokenStream {
    let private = private();
    let self_ty = &model.self_ty;
    let generics = for_plugin(self_ty, &model.generics);
    let (generics, _, bounds) = generics.split_for_impl();
    let table = table::table(model);
    let arms = model.routes.iter().enumerate().map(|(number, route)| {
        let handler = &model.handlers[route.handler];
        let (cfg, shim) = (&handler.cfg, shim_name(number, handler));
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        quote!(#(#cfg)* #number => #private::answer(self, __arrived, Self::#shim),)
    });
    let errors = model.errors.as_ref().map(errors);
    let span = at(self_ty.span());
    let here = private_at(span);
    let the_trait = quote_spanned!(span=> #here::ResourceRoutes);
    let promised = promised(self_ty, &model.generics);
    let (_, _, promised) = promised.split_for_impl();
    quote! {
        #docs
        #[automatically_derived]
        impl #generics #the_trait for #self_ty #promised {}

        #[automatically_derived]
        impl #generics #private::Routing for #self_ty #bounds {
            fn table() -> &'static #private::Table {
                #table
            }

            fn answer(&self, __arrived: #private::Arrived<Self>) -> #private::Pending<'_> {
                match #private::number(&__arrived) {
                    #(#arms)*
                    _ => #private::no_such_route(&__arrived),
                }
            }

            #errors
        }
    }
}

/// The generics of what an author's own code may name. Without parameters there is no bound: the compiler asks once whether the type
/// is a plugin, where it gets `ResourceRoutes`, and then holds it for one.
pub(super) fn promised(self_ty: &Type, generics: &Generics) -> Generics {
    if generics.params.is_empty() { generics.clone() } else { for_plugin(self_ty, generics) }
}

/// The block's own shape of errors.
fn errors(path: &Path) -> TokenStream {
    let span = at(path.span());
    let private = private_at(span);
    let shape = quote_spanned! {span=>
        |error| #private::axum_core::response::IntoResponse::into_response(#path(error))
    };
    quote! {
        fn error_shape() -> #private::Option<#private::ErrorShape> {
            #private::Option::Some(#shape)
        }
    }
}

/// The SDK's `ResourceService`, written as its `async_trait` expects it, so that no second box is made.
pub(super) fn resource_service(self_ty: &Type, generics: &Generics) -> TokenStream {
    let private = private();
    let generics = for_plugin(self_ty, generics);
    let (generics, _, bounds) = generics.split_for_impl();
    let answer = quote!(#private::Result<(#private::Reply, #private::Tail), #private::Never>);
    quote! {
        #[automatically_derived]
        impl #generics #private::ResourceService for #self_ty #bounds {
            type Error = #private::Never;
            type InitialResponse = #private::Reply;
            type Stream = #private::Tail;

            fn call_resource<'life0, 'async_trait>(
                &'life0 self,
                __request: #private::CallResourceRequest<Self>,
            ) -> #private::Pin<#private::Box<dyn #private::Future<Output = #answer> + #private::Send + 'async_trait>>
            where
                'life0: 'async_trait,
                Self: 'async_trait,
            {
                #private::dispatch(self, __request)
            }
        }
    }
}

/// `Plugin::routes()` without an import, unless the author has a function of that name, here or, as `routes = false` says,
/// elsewhere.
pub(super) fn inherent_routes(
    self_ty: &Type,
    generics: &Generics,
    item: &TokenStream,
    has_routes_fn: bool,
    docs: &TokenStream,
) -> Option<TokenStream> {
    if !has_routes_fn || has_fn(item, "routes") {
        return None;
    }
    let private = private();
    let generics = promised(self_ty, generics);
    let (generics, _, bounds) = generics.split_for_impl();
    let name = syn::Ident::new("routes", Span::call_site());
    Some(quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl #generics #self_ty #bounds {
            #docs
            pub fn #name() -> #private::Routes {
                #private::routes_of::<Self>()
            }
        }
    })
}

/// Whether the block has a function of this name. Its bodies stay unread: they are long, and need not be right yet.
fn has_fn(item: &TokenStream, name: &str) -> bool {
    let Some(TokenTree::Group(block)) = item.clone().into_iter().last() else {
        return false;
    };
    let mut is_after_fn = false;
    block.stream().into_iter().any(|token| {
        let is_name = is_after_fn && matches!(&token, TokenTree::Ident(ident) if ident == name);
        is_after_fn = matches!(&token, TokenTree::Ident(ident) if ident == "fn");
        is_name
    })
}
