//! What must not be passed over in silence, where the compiler has most likely said it already.
//!
//! An error of a lint that the compiler looks for last, and only if nothing else was wrong: so there is one error, and
//! never none.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::parse::ParsedBlock;
use crate::types::is_foreign;
use crate::validate::{has_unconstrained, withholds_no_routes};

/// One such error for each item that cannot be read, and for a block without routes whose attributes the compiler may not know.
pub(crate) fn generate(parsed: &ParsedBlock) -> TokenStream {
    let unreadable = parsed.unreadable.iter().map(|item| {
        error(item.span, &format!("this item cannot be read, so its routes are left out: {}", item.why))
    });
    let no_routes = withholds_no_routes(parsed).then(|| {
        let message = "this block has no routes: write `#[get(\"/path\")]` on a method, or take `#[resource_routes]` off";
        error(parsed.header.self_ty.span(), message)
    });
    let header = &parsed.header;
    let no_block = (is_foreign(&header.self_ty) || has_unconstrained(header)).then(|| {
        let message = "the routes of this block are left out: the type is not one of this crate, or a parameter stands nowhere in it";
        error(header.self_ty.span(), message)
    });
    unreadable.chain(no_routes).chain(no_block).collect()
}

fn error(span: Span, message: &str) -> TokenStream {
    let used = quote_spanned!(span=> left_out());
    quote! {
        const _: () = {
            #[must_use = #message]
            struct Routes;

            // In a tuple: of a value alone the compiler proposes to assign it, in the author's line.
            fn left_out() -> (Routes,) {
                (Routes,)
            }

            #[allow(dead_code)]
            #[deny(unused_must_use)]
            fn unsaid() {
                #used;
            }
        };
    }
}
