//! The paths of method attributes → imports that nobody sees.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Path};

/// Names each path such as `routes::get` once more. The attributes are taken off before the compiler looks them up, so
/// it would call the import of `routes` unused. A lone `get` need not be imported at all, and is left out.
pub(crate) fn generate(paths: &[(Path, Vec<Attribute>)]) -> TokenStream {
    let uses = paths.iter().filter(|(path, _)| path.segments.len() > 1).map(|(path, cfg)| {
        quote! {
            #(#cfg)*
            #[allow(unused_imports)]
            use #path as _;
        }
    });
    let mut uses = uses.peekable();
    if uses.peek().is_none() { TokenStream::new() } else { quote!(const _: () = { #(#uses)* };) }
}
