//! What each kind of error is answered with → the conversion into the runtime's `Error`, and the impl of `IntoResponse`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Generics, Path, parse_quote};

use super::input::{Answer, ErrorModel};

/// The conversion chooses a status and a text, the runtime does the rest.
pub(super) fn generate(item: &DeriveInput, runtime: &Path, model: &ErrorModel) -> TokenStream {
    let name = &item.ident;
    // The one expression that the author can make fail, by forgetting `std::error::Error`: marked at the type's name.
    let here = Span::mixed_site();
    let marked = here.located_at(name.span());
    let make = quote_spanned!(marked=> resource_error(error, status, message));
    let choice = match model {
        ErrorModel::Struct(answer) => choice(answer),
        ErrorModel::Enum(variants) if variants.is_empty() => {
            return impls(item, runtime, &quote_spanned!(here=> match error {}));
        }
        ErrorModel::Enum(variants) => {
            let arms = variants.iter().map(|(variant, cfg, answer)| {
                let answer = choice(answer);
                quote_spanned!(here=> #(#cfg)* #name::#variant { .. } => #answer,)
            });
            quote_spanned!(here=> match &error { #(#arms)* })
        }
    };
    let body = quote_spanned! {here=>
        let (status, message): (u16, ::core::option::Option<&'static str>) = #choice;
        __private::#make
    };
    impls(item, runtime, &body)
}

/// The same promises where the input is wrong.
pub(super) fn stand_in(item: &DeriveInput, runtime: &Path) -> TokenStream {
    impls(item, runtime, &quote!(::core::unreachable!()))
}

fn choice(answer: &Answer) -> TokenStream {
    let status = answer.status();
    let message = answer.message.as_ref().map(|text| quote!(::core::option::Option::Some(#text)));
    let message = message.unwrap_or_else(|| quote!(::core::option::Option::None));
    quote!((#status, #message))
}

/// `From` for `?`, and `IntoResponse` by way of it.
///
/// The runtime converts every error type that is `Unpin`, as good as all are. This one is not, by an impl whose condition never
/// holds, and so may have a conversion of its own, which keeps the status. The lifetime puts off the question whether the
/// condition holds until the impl is used.
fn impls(item: &DeriveInput, runtime: &Path, body: &TokenStream) -> TokenStream {
    let name = &item.ident;
    let bounded = bounded(item);
    let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
    let mut never = item.generics.clone();
    never.params.insert(0, parse_quote!('__never));
    never.make_where_clause().predicates.push(parse_quote!(__NotUnpin<'__never>: __Never));
    let (never_generics, _, never_clause) = never.split_for_impl();
    let here = Span::mixed_site();
    quote_spanned! {here=>
        const _: () = {
            use #runtime::__private;

            #[allow(dead_code)]
            struct __NotUnpin<'never>(&'never ());
            trait __Never {}
            #[automatically_derived]
            impl #never_generics ::core::marker::Unpin for #name #type_generics #never_clause {}

            #[automatically_derived]
            impl #impl_generics ::core::convert::From<#name #type_generics> for __private::Error #where_clause {
                fn from(error: #name #type_generics) -> Self {
                    #body
                }
            }

            #[automatically_derived]
            impl #impl_generics __private::axum_core::response::IntoResponse for #name #type_generics #where_clause {
                fn into_response(self) -> __private::axum_core::response::Response {
                    __private::axum_core::response::IntoResponse::into_response(
                        <__private::Error as ::core::convert::From<Self>>::from(self),
                    )
                }
            }
        };
    }
}

/// A generic type is a response where it is an error; of one without parameters the compiler asks it anyway.
fn bounded(item: &DeriveInput) -> Generics {
    let (name, mut bounded) = (&item.ident, item.generics.clone());
    if !bounded.params.is_empty() {
        let (_, type_generics, _) = item.generics.split_for_impl();
        let bound = parse_quote! {
            #name #type_generics: ::core::error::Error + ::core::marker::Send + ::core::marker::Sync + 'static
        };
        bounded.make_where_clause().predicates.push(bound);
    }
    bounded
}
