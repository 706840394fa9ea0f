//! One function a route: extract each argument, call the handler, respond.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{GenericArgument, Lifetime, PathArguments, Type, spanned::Spanned, visit_mut::VisitMut};

use super::{at, axum, for_plugin, private, private_at};
use crate::model::{Argument, Handler, Route, RouteModel};
use crate::types::of_another;

/// An inherent impl, so that `Self` and the block's generics mean in it what they mean in the author's.
pub(super) fn shims(model: &RouteModel) -> TokenStream {
    let self_ty = &model.self_ty;
    let generics = for_plugin(self_ty, &model.generics);
    let (generics, _, bounds) = generics.split_for_impl();
    let shims = model.routes.iter().enumerate().map(|(number, route)| {
        let handler = &model.handlers[route.handler];
        shim(number, route, handler, model)
    });
    let ways = ways();
    quote! {
        #ways
        #[automatically_derived]
        impl #generics #self_ty #bounds {
            #(#shims)*
        }
    }
}

/// The traits by which types find their way.
fn ways() -> TokenStream {
    let private = private();
    quote! {
        #[allow(unused_imports)]
        use #private::{
            Answers as _, AnswersLater as _, Fails as _, FailsLater as _, FailsLaterWithError as _, FailsLaterWithStatus as _,
            FailsWithError as _, FailsWithStatus as _, ViaBareBody as _, ViaCall as _, ViaForeign as _, ViaNotSend as _,
            ViaNoPlugin as _, ViaNothing as _, ViaOption as _, ViaOurAnswer as _, ViaOurs as _, ViaParts as _, ViaPlugin as _, ViaRequest as _, ViaRespond as _,
        };
    }
}

/// The name of a route's function.
pub(super) fn shim_name(number: usize, handler: &Handler) -> Ident {
    format_ident!("__route_{}_{}", number, handler.name, span = Span::mixed_site())
}

/// Its variable begins with two underscores: a `const` of the author's with a plain name would be taken for a pattern.
fn shim(number: usize, route: &Route, handler: &Handler, model: &RouteModel) -> TokenStream {
    let private = private();
    let span = Span::mixed_site();
    let name = shim_name(number, handler);
    let cfg = &handler.cfg;
    let answer = not_of_plugin(handler, &model.self_ty).unwrap_or_else(|| answer(route, handler));
    let output = output(handler);
    quote_spanned! {span=>
        #(#cfg)*
        fn #name<'call>(__call: #private::Call<'call, Self>) -> #output {
            #answer
        }
    }
}

/// What a route's function returns. The compiler finds a second time that a future is not `Send`, here, and reports it once
/// if that is at the same place.
fn output(handler: &Handler) -> TokenStream {
    let on_name = at(handler.name.span());
    let private = private_at(on_name);
    quote_spanned!(on_name=> impl #private::Future<Output = #private::Outgoing> + #private::Send + 'call)
}

/// The call of the handler. Its tokens have the place of the handler's name, so that a future that is not `Send` is one
/// error, and there: the braces are what the compiler points at.
fn answer(route: &Route, handler: &Handler) -> TokenStream {
    let on_name = at(handler.name.span());
    let private = private_at(on_name);
    let name = &handler.name;
    if is_unsized(&handler.output) || handler.arguments.iter().any(|argument| is_unsized(&argument.ty)) {
        return quote_spanned!(on_name=> #private::not_callable(__call));
    }
    let receiver = handler.has_receiver.then(|| quote_spanned!(on_name=> #private::receiver(),));
    let arguments = handler.arguments.iter().map(|argument| extraction(route, handler, argument));
    let count = handler.arguments.len() + usize::from(handler.has_receiver);
    let handle = format_ident!("handle{}", count, span = on_name);
    let returned = returned(handler, count);
    quote_spanned!(on_name=> #private::#handle(__call, #receiver #(#arguments,)* { #returned }, Self::#name))
}

/// All tokens have the type's place, so that a type that does not fit is one error, and there.
fn extraction(route: &Route, handler: &Handler, argument: &Argument) -> TokenStream {
    let mut ty = argument.ty.clone();
    Elide(&handler.lifetimes).visit_type_mut(&mut ty);
    let span = at(ty.span());
    let private = private_at(span);
    if let Some(parameter) = &argument.parameter {
        let place = route.template.parameters().position(|name| name == parameter).unwrap_or_default();
        if argument.is_raw {
            return quote_spanned!(span=> #private::raw_parameter::<#place, _, #ty>(&__call));
        }
        return quote_spanned!(span=> <#ty as #private::HandlerParameter<_>>::at::<#place>());
    }
    if argument.takes_all {
        return quote_spanned!(span=> #private::all_parameters::<_, #ty>(&__call));
    }
    let without_body = handler.is_bodiless.then(|| quote_spanned!(span=> .without_body()));
    let without_router = argument.needs_router.then(|| quote_spanned!(span=> .without_router()));
    let way = Ident::new(axum::argument_way(&argument.ty, argument.is_last), span);
    quote_spanned! {span=>
        <#ty as #private::HandlerArgument<_>>::argument(
            (&&&&&&&#private::Probe::<_, #ty>::new(&__call)).#way()#without_body #without_router
        )
    }
}

/// In place of the call of a handler of which an argument has another type where the plugin stands, the type of its settings for
/// example: the compiler has said that the type is no plugin.
fn not_of_plugin(handler: &Handler, plugin: &Type) -> Option<TokenStream> {
    let other = handler.arguments.iter().find_map(|argument| of_another(&argument.ty, plugin))?.written;
    let span = at(other.span());
    let private = private_at(span);
    Some(quote_spanned! {span=>
        (&&#private::PluginProbe::<#other>::new()).tell();
        #private::not_callable(__call)
    })
}

/// Whether the compiler has said already that no value has this type.
fn is_unsized(ty: &Type) -> bool {
    match ty {
        Type::Path(path) if path.path.is_ident("str") => true,
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let ours =
                ["Form", "Header", "Json", "Path", "Query", "Raw"].iter().any(|name| last.ident == name);
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
            ours && arguments
                .args
                .iter()
                .any(|argument| matches!(argument, GenericArgument::Type(ty) if is_unsized(ty)))
        }),
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Paren(ty) => is_unsized(&ty.elem),
        Type::Group(ty) => is_unsized(&ty.elem),
        _ => false,
    }
}

/// The way of what the handler returns. All tokens have the place of the return type.
fn returned(handler: &Handler, count: usize) -> TokenStream {
    let on_type = at(handler.output.span());
    let private = private_at(on_type);
    let mut name = handler.name.clone();
    name.set_span(name.span().located_at(on_type));
    let probe = format_ident!("returned{}", count, span = on_type);
    let judged = quote_spanned!(on_type=> #private::HandlerError::judged((&&&&&&&&#private::#probe(Self::#name)).failure()));
    let way =
        Ident::new(if axum::is_mentioned(&handler.output) { "axum_way" } else { "answer_way" }, on_type);
    quote_spanned!(on_type=> #private::HandlerResponse::returned((&&&&#judged).#way()))
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
