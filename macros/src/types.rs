//! Questions asked of the tokens of a type, of which nothing else is known here.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;
use syn::{GenericArgument, GenericParam, ItemImpl, Lifetime, PathArguments, PathSegment, Type, TypePath};

/// The last name of a path, with its arguments.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// Whether a type is `Name<…>`, and not within an `Option` or a `Result`.
pub(crate) fn is_generic(ty: &Type, name: &str) -> bool {
    last_segment(ty)
        .is_some_and(|last| last.ident == name && matches!(last.arguments, PathArguments::AngleBracketed(_)))
}

/// The lifetimes in a type but `'static`.
pub(crate) fn short_lifetimes(ty: &Type) -> Vec<Lifetime> {
    struct Lifetimes(Vec<Lifetime>);
    impl<'ast> Visit<'ast> for Lifetimes {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            if lifetime.ident != "static" {
                self.0.push(lifetime.clone());
            }
        }
    }
    let mut lifetimes = Lifetimes(Vec::new());
    lifetimes.visit_type(ty);
    lifetimes.0
}

/// Whether a parameter of a block stands neither in its type nor in a condition, which may bind it (E0207).
pub(crate) fn is_unconstrained(parameter: &GenericParam, block: &ItemImpl) -> bool {
    let name = match parameter {
        GenericParam::Type(parameter) => &parameter.ident,
        GenericParam::Const(parameter) => &parameter.ident,
        GenericParam::Lifetime(_) => return false,
    };
    let bounds = block.generics.type_params().map(|parameter| parameter.bounds.to_token_stream());
    let places =
        bounds.chain([block.self_ty.to_token_stream(), block.generics.where_clause.to_token_stream()]);
    !places.into_iter().any(|tokens| names(tokens, &name.to_string()))
}

fn names(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => names(group.stream(), name),
        _ => false,
    })
}

/// Whether the type is the language's or the standard library's, told by the name that is in every scope or by the path: no impl block is possible (E0116, E0390).
pub(crate) fn is_foreign(ty: &Type) -> bool {
    const PRELUDE: [&str; 5] = ["Box", "Option", "Result", "String", "Vec"];
    const PRIMITIVES: [&str; 17] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32",
        "u64", "u128", "usize",
    ];
    match ty {
        Type::Path(path) => {
            let mut names = path.path.segments.iter().map(|segment| &segment.ident);
            match (names.next(), names.next()) {
                (Some(name), None) => PRELUDE.iter().chain(&PRIMITIVES).any(|foreign| name == foreign),
                (Some(library), _) => ["alloc", "core", "std"].iter().any(|foreign| library == foreign),
                (None, _) => false,
            }
        }
        Type::Group(group) => is_foreign(&group.elem),
        Type::Paren(paren) => is_foreign(&paren.elem),
        Type::Macro(_) | Type::Verbatim(_) => false,
        _ => true,
    }
}

/// The library's types that are of a plugin.
const OF_A_PLUGIN: [&str; 5] = ["Call", "Context", "JsonData", "SecureJsonData", "Settings"];

/// One of the library's types of a plugin, with another type where the plugin should stand.
pub(crate) struct OfAnother<'t> {
    /// The name of the library's type.
    pub(crate) name: String,
    /// What stands in the plugin's place.
    pub(crate) written: &'t TypePath,
    pub(crate) is_referenced: bool,
}

/// Whether such a type has this name.
pub(crate) fn is_of_a_plugin(name: &proc_macro2::Ident) -> bool {
    OF_A_PLUGIN.iter().any(|ours| name == ours)
}

/// Such a type, also within a reference, an `Option` or a `Result`.
pub(crate) fn of_another<'t>(ty: &'t Type, plugin: &Type) -> Option<OfAnother<'t>> {
    if let Type::Reference(reference) = ty {
        let inner = of_another(&reference.elem, plugin)?;
        return Some(OfAnother { is_referenced: true, ..inner });
    }
    let last = last_segment(ty)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let inner = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })?;
    if last.ident == "Option" || last.ident == "Result" {
        return of_another(inner, plugin);
    }
    let Type::Path(written) = inner else { return None };
    let is_another = is_of_a_plugin(&last.ident) && !is_plugin(written, plugin);
    is_another.then(|| OfAnother { name: last.ident.to_string(), written, is_referenced: false })
}

fn is_plugin(ty: &TypePath, plugin: &Type) -> bool {
    let name = |path: &TypePath| path.path.segments.last().map(|last| last.ident.clone());
    let is_same = matches!(plugin, Type::Path(plugin) if name(plugin) == name(ty));
    is_same
        || ty.path.is_ident("Self")
        || ty.to_token_stream().to_string() == plugin.to_token_stream().to_string()
}
