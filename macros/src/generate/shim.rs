//! One function a route: extract each argument, call the handler, respond.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Lifetime, Path, spanned::Spanned, visit_mut::VisitMut};

use super::{at, for_plugin, private, private_at, quiet};
use crate::model::{Argument, Handler, Route, RouteModel};

/// An inherent impl, so that `Self` and the block's generics mean in it what they mean in the author's.
pub(super) fn shims(model: &RouteModel) -> TokenStream {
    let quiet = quiet();
    let self_ty = &model.self_ty;
    let generics = for_plugin(self_ty, &model.generics, &model.runtime);
    let (generics, _, bounds) = generics.split_for_impl();
    let shims = model.routes.iter().enumerate().map(|(number, route)| {
        let handler = &model.handlers[route.handler];
        shim(&model.runtime, number, route, handler)
    });
    quote! {
        #quiet
        impl #generics #self_ty #bounds {
            #(#shims)*
        }
    }
}

/// The name of a route's function.
pub(super) fn shim_name(number: usize, handler: &Handler) -> Ident {
    format_ident!("__route_{}_{}", number, handler.name, span = Span::mixed_site())
}

/// Its variables begin with two underscores: a `const` of the author's with a plain name would be taken for a pattern.
fn shim(runtime: &Path, number: usize, route: &Route, handler: &Handler) -> TokenStream {
    let private = private(runtime);
    let span = Span::mixed_site();
    let name = shim_name(number, handler);
    let cfg = &handler.cfg;
    let extract = extractions(runtime, route, handler);
    let answer = answer(runtime, handler);
    quote_spanned! {span=>
        #(#cfg)*
        fn #name<'call>(&'call self, __arrived: #private::Arrived<Self>) -> #private::Pending<'call> {
            #private::run(#private::start(&__arrived), async move {
                #extract
                #answer
            })
        }
    }
}

fn extractions(runtime: &Path, route: &Route, handler: &Handler) -> TokenStream {
    if handler.arguments.is_empty() {
        return TokenStream::new();
    }
    let (private, span) = (private(runtime), Span::mixed_site());
    let is_extractor = |argument: &Argument| argument.parameter.is_none() && !argument.takes_all;
    let has_extractor = handler.arguments.iter().any(is_extractor);
    let foreign = has_extractor.then(|| quote_spanned!(span=> let mut __foreign = #private::Foreign::new();));
    let arguments = handler.arguments.iter().enumerate();
    let lets = arguments.map(|(place, argument)| extraction(runtime, route, handler, place, argument));
    quote_spanned! {span=>
        let __arrived = &__arrived;
        let __call = &#private::call(self, __arrived);
        #foreign
        #(#lets)*
    }
}

/// All tokens have the type's place, so that a type that does not fit is one error, and there.
fn extraction(
    runtime: &Path,
    route: &Route,
    handler: &Handler,
    place: usize,
    argument: &Argument,
) -> TokenStream {
    let mut ty = argument.ty.clone();
    Elide(&handler.lifetimes).visit_type_mut(&mut ty);
    let span = at(ty.span());
    let private = private_at(runtime, span);
    let variable = variable(place, span);
    if let Some(parameter) = &argument.parameter {
        let place = route.template.parameters().position(|name| name == parameter).unwrap_or_default();
        return quote_spanned!(span=> let #variable = #private::parameter::<_, #ty>(__call, #place)?;);
    }
    if argument.takes_all {
        return quote_spanned!(span=> let #variable = #private::all_parameters::<_, #ty>(__call)?;);
    }
    let take = Ident::new(if argument.is_last { "take_last" } else { "take" }, span);
    quote_spanned! {span=>
        let #variable = {
            use #private::{ViaCall as _, ViaOurs as _, ViaParts as _, ViaRequest as _};
            (&&&&#private::Probe::<_, #ty>::new(__call)).extraction_way().#take(__call, &mut __foreign).await?
        };
    }
}

/// The method's own lifetimes mean nothing outside of it; the compiler finds them anew.
struct Elide<'m>(&'m [Lifetime]);

impl VisitMut for Elide<'_> {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if self.0.iter().any(|own| own.ident == lifetime.ident) {
            *lifetime = Lifetime::new("'_", lifetime.span());
        }
    }
}

fn variable(place: usize, span: Span) -> Ident {
    format_ident!("__argument_{}", place, span = span)
}

fn answer(runtime: &Path, handler: &Handler) -> TokenStream {
    let value = value(runtime, handler);
    let on_type = at(handler.output.span());
    let private = private_at(runtime, on_type);
    quote_spanned! {on_type=>
        let __returned = #value;
        #private::Result::Ok({
            use #private::{ViaForeign as _, ViaOurAnswer as _, ViaRespond as _};
            (&&&#private::ReturnProbe::of(&__returned)).answer_way().respond(__returned)
        })
    }
}

/// The call of the handler. All tokens have the place of its name, so that a future that is not `Send` is one error,
/// and there.
fn value(runtime: &Path, handler: &Handler) -> TokenStream {
    let on_name = at(handler.name.span());
    let private = private_at(runtime, on_name);
    let name = &handler.name;
    let receiver = handler.has_receiver.then(|| quote_spanned!(on_name=> self,));
    let arguments = (0..handler.arguments.len()).map(|place| variable(place, on_name));
    let call = quote_spanned!(on_name=> Self::#name(#receiver #(#arguments),*));
    if handler.is_async {
        return quote_spanned!(on_name=> #private::handler(#call).await);
    }
    quote_spanned! {on_name=> {
        use #private::{ViaAwait as _, ViaValue as _};
        let __returned = #call;
        (&&#private::ReturnProbe::of(&__returned)).return_way().resolve(__returned).await
    }}
}
