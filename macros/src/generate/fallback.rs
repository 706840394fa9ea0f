//! What stands in for the promised traits when the input is wrong: so that no other code of the author's breaks.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, Path, Type};

use super::{for_plugin, private, quiet, service};

/// The same impls with an empty table. They never run, since the program does not compile.
pub(crate) fn stand_in(
    self_ty: &Type,
    generics: &Generics,
    runtime: &Path,
    item: &TokenStream,
    has_routes_fn: bool,
) -> TokenStream {
    let (quiet, private) = (quiet(), private(runtime));
    let service = service::resource_service(self_ty, generics, runtime);
    let generics = for_plugin(self_ty, generics, runtime);
    let (generics, _, bounds) = generics.split_for_impl();
    let has_routes_fn = has_routes_fn && !service::has_fn(item, "routes");
    let routes = has_routes_fn.then(|| {
        quote! {
            #[allow(dead_code)]
            impl #generics #self_ty #bounds {
                /// The routes of this plugin: none, as long as it does not compile.
                pub fn routes() -> #private::Routes {
                    <Self as #private::ResourceRoutes>::table().routes()
                }
            }
        }
    });
    quote! {
        const _: () = {
            #quiet
            impl #generics #private::ResourceRoutes for #self_ty #bounds {
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
