//! What each kind of error is answered with → the impl of `IntoResponse`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Generics, Path, parse_quote};

use super::input::{Answer, ErrorModel};

/// The impl: it chooses a status and a text, the runtime does the rest.
pub(super) fn generate(item: &DeriveInput, runtime: &Path, model: &ErrorModel) -> TokenStream {
    let name = &item.ident;
    // The one expression that the author can make fail, by forgetting `std::error::Error`: marked at the type's name.
    let here = Span::mixed_site();
    let marked = here.located_at(name.span());
    let respond = quote_spanned!(marked=> resource_error(self, status, message));
    let choice = match model {
        ErrorModel::Struct(answer) => choice(answer),
        ErrorModel::Enum(variants) if variants.is_empty() => {
            return into_response(item, runtime, &quote_spanned!(here=> match self {}));
        }
        ErrorModel::Enum(variants) => {
            let arms = variants.iter().map(|(variant, cfg, answer)| {
                let answer = choice(answer);
                quote_spanned!(here=> #(#cfg)* Self::#variant { .. } => #answer,)
            });
            quote_spanned!(here=> match &self { #(#arms)* })
        }
    };
    let body = quote_spanned! {here=>
        let (status, message): (u16, ::core::option::Option<&'static str>) = #choice;
        #runtime::__private::#respond
    };
    into_response(item, runtime, &body)
}

/// The same promise where the input is wrong.
pub(super) fn stand_in(item: &DeriveInput, runtime: &Path) -> TokenStream {
    into_response(item, runtime, &quote!(::core::unreachable!()))
}

fn choice(answer: &Answer) -> TokenStream {
    let status = answer.status();
    let message = answer.message.as_ref().map(|text| quote!(::core::option::Option::Some(#text)));
    let message = message.unwrap_or_else(|| quote!(::core::option::Option::None));
    quote!((#status, #message))
}

fn into_response(item: &DeriveInput, runtime: &Path, body: &TokenStream) -> TokenStream {
    let name = &item.ident;
    let bounded = bounded(&item.generics);
    let (impl_generics, type_generics, where_clause) = bounded.split_for_impl();
    let here = Span::mixed_site();
    quote_spanned! {here=>
        #[automatically_derived]
        impl #impl_generics #runtime::__private::axum_core::response::IntoResponse for #name #type_generics #where_clause {
            fn into_response(self) -> #runtime::__private::axum_core::response::Response {
                #body
            }
        }
    }
}

/// A generic type is a response where it is an error; of one without parameters the compiler asks it anyway.
fn bounded(generics: &Generics) -> Generics {
    let mut bounded = generics.clone();
    if !generics.params.is_empty() {
        let bound =
            parse_quote!(Self: ::core::error::Error + ::core::marker::Send + ::core::marker::Sync + 'static);
        bounded.make_where_clause().predicates.push(bound);
    }
    bounded
}
