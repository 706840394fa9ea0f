//! [`Warning`] → tokens that make the compiler warn, at the route's path.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::Warning;

/// A use of a deprecated constant for each warning: the only way on a stable compiler to warn in words of one's own.
/// `#[allow(deprecated)]` on the block or the method silences it.
pub(crate) fn generate(warnings: &[Warning]) -> TokenStream {
    warnings.iter().map(warning).collect()
}

fn warning(warning: &Warning) -> TokenStream {
    let Warning { span, text, lints, cfg } = warning;
    let used = quote_spanned!(*span=> DOUBTFUL_PATH);
    quote! {
        #(#cfg)*
        #(#lints)*
        const _: () = {
            #[deprecated(note = #text)]
            const #used: () = ();
            #used
        };
    }
}
