//! Rules about a handler's signature: what generated code can call with nothing but a call in its hands.

use syn::visit::Visit;
use syn::{
    FnArg, GenericParam, Generics, ItemImpl, Lifetime, Receiver, ReceiverKind, ReturnType, Safety, Signature,
    Type, TypeImplTrait, WherePredicate, parse_quote_spanned,
};

use crate::errors::{Errors, Place};
use crate::parse::ParsedMethod;

pub(super) fn check(method: &ParsedMethod, header: &ItemImpl, errors: &Errors) {
    let place = Place::after_attributes(method.index);
    let signature = &method.signature;
    check_qualifiers(signature, place, errors);
    check_generics(signature, place, errors);
    check_where_clause(signature, place, errors);
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(receiver) => check_receiver(receiver, &header.self_ty, place, errors),
            FnArg::Typed(argument) => {
                check_no_impl_trait(&argument.ty, place, errors);
                check_no_cfg(&argument.attrs, place, errors);
                check_not_static(&argument.ty, place, errors);
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

/// What the plugin's type has to be, the whole block needs: one route cannot be there for some plugins only.
fn check_where_clause(signature: &Signature, place: Place, errors: &Errors) {
    let predicates = signature.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let mut on_types = predicates.filter(|predicate| match predicate {
        WherePredicate::Type(predicate) => !is_self(&predicate.bounded_ty),
        _ => false,
    });
    if let Some(predicate) = on_types.next() {
        errors.push(place, predicate, "a handler has no conditions of its own: write this one on the `impl`");
    }
}

/// A call ends, and what an argument borrows from it ends too.
fn check_not_static(ty: &Type, place: Place, errors: &Errors) {
    if let Type::Reference(reference) = ty {
        if let Some(lifetime) = reference.lifetime.as_ref().filter(|lifetime| lifetime.ident == "static") {
            errors.push(
                place,
                lifetime,
                "a call ends, and nothing of it is `'static`: leave the lifetime out",
            );
        }
    }
}

/// The lifetimes that the arguments name and the block does not declare: each means what the compiler finds.
pub(super) fn own_lifetimes(signature: &Signature, block: &Generics) -> Vec<Lifetime> {
    struct Own<'b>(&'b Generics, Vec<Lifetime>);
    impl<'ast> Visit<'ast> for Own<'_> {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            let is_the_blocks = self.0.lifetimes().any(|declared| declared.lifetime.ident == lifetime.ident);
            if lifetime.ident != "static" && !is_the_blocks && !self.1.contains(lifetime) {
                self.1.push(lifetime.clone());
            }
        }
    }
    let mut own = Own(block, Vec::new());
    for input in &signature.inputs {
        own.visit_fn_arg(input);
    }
    own.1
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
fn check_receiver(receiver: &Receiver, self_ty: &Type, place: Place, errors: &Errors) {
    const EXCLUSIVE: &str = "calls run at the same time and share the plugin: write `&self`, and keep what changes in a `Mutex` or an atomic";
    let (lifetime, is_exclusive) = match &receiver.kind {
        ReceiverKind::Reference(_, lifetime, mutability) => (lifetime.as_ref(), mutability.is_some()),
        ReceiverKind::Typed(_, ty) => match &**ty {
            Type::Reference(reference) if is_self(&reference.elem) || *reference.elem == *self_ty => {
                (reference.lifetime.as_ref(), reference.mutability.is_some())
            }
            _ => {
                return errors.push(place, receiver, "the plugin stays when the call is over: write `&self`");
            }
        },
        _ => return errors.push(place, receiver, "the plugin stays when the call is over: write `&self`"),
    };
    if is_exclusive {
        errors.push(place, receiver, EXCLUSIVE);
    } else if let Some(lifetime) = lifetime.filter(|lifetime| lifetime.ident == "static") {
        errors.push(place, lifetime, "the plugin is lent for one call: write `&self`");
    }
}

fn is_self(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("Self"))
}
