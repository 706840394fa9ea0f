//! What stands in for the promised traits when the input is wrong: so that no other code of the author's breaks.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{Generics, ItemImpl, Lifetime};

use super::{for_plugin, import, private, quiet, service, shim};
use crate::model::RouteModel;
use crate::types::{is_foreign, is_unconstrained, short_lifetimes};

/// The promised impls, with an empty table. They never run, since the program does not compile. The functions of the routes in
/// `whole` are there too, uncalled, so that the compiler looks at the types of their handlers.
///
/// `None` where no impl for the type is possible.
pub(crate) fn stand_in(header: &ItemImpl, item: &TokenStream, whole: &RouteModel) -> Option<TokenStream> {
    if is_foreign(&header.self_ty) {
        return None;
    }
    let (quiet, private) = (quiet(), private());
    let mut self_ty = (*header.self_ty).clone();
    let generics = promised_generics(header);
    Static.visit_type_mut(&mut self_ty);
    let self_ty = &self_ty;
    let is_service = header.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    let is_service = is_service.is_some_and(|last| last.ident == "ResourceService");
    let service = (!is_service).then(|| service::resource_service(self_ty, &generics));
    let routes =
        service::inherent_routes(self_ty, &generics, item, whole.has_routes_fn, &quote!(#[doc(hidden)]));
    let shims = (!whole.routes.is_empty()).then(|| shim::shims(whole));
    let promised = service::promised(self_ty, &generics);
    let (_, _, promised) = promised.split_for_impl();
    let generics = for_plugin(self_ty, &generics);
    let (generics, _, bounds) = generics.split_for_impl();
    let runtime = import(&whole.runtime);
    Some(quote! {
        #quiet
        const _: () = {
            #runtime
            #shims
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
    })
}

/// The block's generics without those that no impl can have.
fn promised_generics(header: &ItemImpl) -> Generics {
    let mut generics = header.generics.clone();
    if short_lifetimes(&header.self_ty).is_empty()
        && !generics.params.iter().any(|parameter| is_unconstrained(parameter, header))
    {
        return generics;
    }
    let kept = generics.params.into_iter().filter(|parameter| {
        !matches!(parameter, syn::GenericParam::Lifetime(_)) && !is_unconstrained(parameter, header)
    });
    generics.params = kept.collect();
    generics.where_clause = None;
    generics
}

/// Makes each lifetime `'static`.
struct Static;

impl VisitMut for Static {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        lifetime.ident = format_ident!("static", span = lifetime.ident.span());
    }
}
