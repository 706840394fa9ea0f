//! `#[derive(ResourceError)]`: parse, validate, generate, or the errors and an impl that never runs.

mod input;
mod output;
mod status;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::errors::Errors;

/// The derive's whole output for one type.
pub(crate) fn resource_error(item: TokenStream) -> TokenStream {
    let item: DeriveInput = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => return error.to_compile_error(),
    };
    let errors = Errors::new();
    let runtime = input::runtime(&item, &errors);
    let model = input::validate(&item, &errors);
    let is_whole = errors.is_empty();
    let errors = errors.finish();
    match model {
        Some(model) if is_whole => output::generate(&item, &runtime, &model),
        _ => {
            let stand_in = output::stand_in(&item, &runtime);
            quote!(#errors #stand_in)
        }
    }
}

#[cfg(test)]
mod tests;
