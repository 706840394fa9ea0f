//! Rules about a handler's signature: what generated code can call with nothing but a call in its hands.

use syn::visit::Visit;
use syn::{
    FnArg, GenericParam, Receiver, ReceiverKind, ReturnType, Safety, Signature, Type, TypeImplTrait,
    parse_quote_spanned,
};

use crate::errors::{Errors, Place};
use crate::parse::ParsedMethod;

pub(super) fn check(method: &ParsedMethod, errors: &Errors) {
    let place = Place::after_attributes(method.index);
    let signature = &method.signature;
    check_qualifiers(signature, place, errors);
    check_generics(signature, place, errors);
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(receiver) => check_receiver(receiver, place, errors),
            FnArg::Typed(argument) => {
                check_no_impl_trait(&argument.ty, place, errors);
                check_no_cfg(&argument.attrs, place, errors);
            }
        }
    }
    if let Some(argument) = typed(signature).nth(MOST_ARGUMENTS) {
        errors.push(
            place,
            argument,
            "a handler has 16 arguments at most: take several parameters as one with `Path<T>`, or write an extractor",
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.push(place, variadic, "a handler's arguments are all named: leave `...` out");
    }
}

/// For so many, and a receiver, the runtime has a function that calls a handler (`handler.rs`).
const MOST_ARGUMENTS: usize = 16;

fn typed(signature: &Signature) -> impl Iterator<Item = &FnArg> {
    signature.inputs.iter().filter(|input| matches!(input, FnArg::Typed(_)))
}

/// The return type; `()` at the name where none is written.
pub(super) fn output(signature: &Signature) -> Type {
    match &signature.output {
        ReturnType::Type(_, ty) => (**ty).clone(),
        ReturnType::Default => parse_quote_spanned!(signature.ident.span()=> ()),
    }
}

/// Handlers are called from safe code, at run time.
fn check_qualifiers(signature: &Signature, place: Place, errors: &Errors) {
    if let Some(constness) = &signature.constness {
        errors.push(place, constness, "a handler runs for each call and cannot be `const`: write `fn`");
    }
    if let Safety::Unsafe(token) = &signature.safety {
        errors.push(
            place,
            token,
            "a handler answers whoever calls and cannot be `unsafe`: write a safe `fn`",
        );
    }
    if let Some(abi) = &signature.abi {
        errors.push(place, abi, "a handler is a Rust function: leave `extern` out");
    }
}

/// Nothing in a call says which type a parameter stands for. Lifetimes need no choice.
fn check_generics(signature: &Signature, place: Place, errors: &Errors) {
    let chosen =
        signature.generics.params.iter().find(|parameter| !matches!(parameter, GenericParam::Lifetime(_)));
    let name = match chosen {
        Some(GenericParam::Type(parameter)) => &parameter.ident,
        Some(GenericParam::Const(parameter)) => &parameter.ident,
        _ => return,
    };
    let message = format!(
        "a handler cannot be generic, nothing in a call chooses `{name}`: write the type, or make the plugin generic"
    );
    errors.push(place, name, message);
}

/// The same, where the parameter has no name.
fn check_no_impl_trait(ty: &Type, place: Place, errors: &Errors) {
    struct First<'a>(Option<&'a TypeImplTrait>);
    impl<'ast> Visit<'ast> for First<'ast> {
        fn visit_type_impl_trait(&mut self, ty: &'ast TypeImplTrait) {
            self.0.get_or_insert(ty);
        }
    }
    let mut first = First(None);
    first.visit_type(ty);
    if let Some(found) = first.0 {
        errors.push(
            place,
            found,
            "a handler cannot be generic, nothing in a call chooses a type for `impl`: write the type",
        );
    }
}

/// Whether a `cfg` holds is not known here, so the number of arguments would not be.
fn check_no_cfg(attributes: &[syn::Attribute], place: Place, errors: &Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")) {
        errors.push(
            place,
            attribute,
            "an argument cannot have a `cfg`: write two methods, each with a `cfg` of its own",
        );
    }
}

/// Calls run at the same time and share one plugin.
fn check_receiver(receiver: &Receiver, place: Place, errors: &Errors) {
    match &receiver.kind {
        ReceiverKind::Reference(_, _, None) => {}
        ReceiverKind::Reference(_, _, Some(_)) => errors.push(
            place,
            receiver,
            "calls run at the same time and share the plugin: write `&self`, and keep what changes in a `Mutex` or an atomic",
        ),
        ReceiverKind::Typed(_, ty) if is_shared_self(ty) => {}
        _ => errors.push(place, receiver, "the plugin stays when the call is over: write `&self`"),
    }
}

fn is_shared_self(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) if reference.mutability.is_none() => match &*reference.elem {
            Type::Path(path) => path.path.is_ident("Self"),
            _ => false,
        },
        _ => false,
    }
}
