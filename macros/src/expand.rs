//! START HERE. The whole of `#[resource_routes]` on one screen.
//!
//! 1. *Parse*: the tokens become what the author wrote ([`crate::parse`]). Only syntax can be wrong here.
//! 2. *Validate*: what the author wrote becomes a [`RouteModel`] with which nothing can be wrong
//!    ([`crate::validate`]). All mistakes are collected on the way.
//! 3. *Generate*: the model becomes tokens ([`crate::generate`]). This cannot fail.
//!
//! If anything was wrong, the author's block is given back all the same, without our attributes, beside one error for
//! each mistake and empty impls of the traits that the attribute promises. So nothing else in the author's crate breaks
//! because of it, and the editor's completion goes on working.

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::{Errors, Place};
use crate::parse::NotABlock;
use crate::validate::{BlockOptions, Validated};
use crate::{generate, imports, parse, unsaid, validate, warnings};

/// `#[resource_routes(arguments)] item`.
pub(crate) fn resource_routes(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let errors = Errors::new();
    let stripped = parse::without_our_attributes(item.clone());
    let options = BlockOptions::check(&parse::block_options(arguments, &errors), &errors);
    let parsed = match parse::block(item, &errors) {
        Ok(parsed) => parsed,
        Err(why) => return not_a_block(why, errors, &stripped),
    };
    // What cannot be read is left out: the compiler has read it before this macro ran, and has most likely complained.
    let item = parsed.readable.clone().unwrap_or(stripped);
    match validate::validate(&parsed, options, item.clone(), &errors) {
        Validated::Whole(model) => {
            // What is wrong only where certain `cfg`s hold.
            let errors = errors.finish();
            let warnings = warnings::generate(&model.warnings);
            let imports = imports::generate(&model.attribute_paths);
            let generated = generate::generate(&model);
            quote!(#errors #generated #warnings #imports)
        }
        Validated::Broken(model) => {
            let (errors, unsaid) = (errors.finish(), unsaid::generate(&parsed));
            let item = validate::repaired(item, &parsed.header.self_ty);
            let stand_in = generate::fallback::stand_in(&parsed.header, &item, &model);
            quote!(#errors #item #stand_in #unsaid)
        }
    }
}

/// Reports what else the item is; there may be no type to promise anything for.
fn not_a_block(why: NotABlock, errors: Errors, item: &TokenStream) -> TokenStream {
    match why {
        NotABlock::Item(keyword) => {
            let message = format!(
                "`#[resource_routes]` goes on an impl block, not on `{keyword}`: write `impl Plugin {{ … }}`"
            );
            errors.push(Place::BLOCK, keyword, message);
        }
        // The compiler has most likely complained as well; if it has not, the routes must not vanish in silence.
        NotABlock::Syntax(error) => errors.push_syn(Place::BLOCK, error),
    }
    let errors = errors.finish();
    quote!(#errors #item)
}

/// A method attribute that the compiler calls itself, because no `#[resource_routes]` around it has taken it off.
pub(crate) fn method_attribute_alone(name: &str, item: &TokenStream) -> TokenStream {
    let message = format!(
        "`#[{name}]` declares a route only inside a block with `#[resource_routes]`: write `#[resource_routes]` above \
         `impl Plugin {{ … }}` (a macro inside of the block is expanded too late)"
    );
    let error = syn::Error::new(proc_macro2::Span::call_site(), message).to_compile_error();
    // An impl block holds only items, and this macro call is one, so the error can stand beside a method.
    quote!(#error #item)
}

#[cfg(test)]
mod tests;
