//! What stands in for the promised traits when the input is wrong: so that no other code of the author's breaks.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, Path, Type};

use super::{for_plugin, import, private, quiet, service};

/// The same impls with an empty table. They never run, since the program does not compile.
pub(crate) fn stand_in(
    self_ty: &Type,
    generics: &Generics,
    runtime: &Path,
    item: &TokenStream,
    has_routes_fn: bool,
) -> TokenStream {
    let (quiet, private) = (quiet(), private());
    let service = service::resource_service(self_ty, generics);
    let routes = service::inherent_routes(self_ty, generics, item, has_routes_fn, &quote!(#[doc(hidden)]));
    let promised = service::promised(self_ty, generics);
    let (_, _, promised) = promised.split_for_impl();
    let generics = for_plugin(self_ty, generics);
    let (generics, _, bounds) = generics.split_for_impl();
    let runtime = import(runtime);
    quote! {
        #quiet
        const _: () = {
            #runtime
            #[automatically_derived]
            impl #generics #private::ResourceRoutes for #self_ty #promised {}

            #[automatically_derived]
            impl #generics #private::Routing for #self_ty #bounds {
                fn table() -> &'static #private::Table {
                    static TABLE: #private::Table = #private::Table::new(&[]);
                    &TABLE
                }

                fn answer(&self, __arrived: #private::Arrived<Self>) -> #private::Pending<'_> {
                    #private::no_such_route(&__arrived)
                }
            }

            #routes

            #service
        };
    }
}
