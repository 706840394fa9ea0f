//! Which types stand where the plugin should: `JsonData<Settings>` for `JsonData<'_, Self>`.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type, TypePath};

/// The other type in one of the library's arguments that are of a plugin.
pub(super) fn other<'t>(ty: &'t Type, plugin: &Type) -> Option<&'t TypePath> {
    let path = match ty {
        Type::Path(path) => path,
        Type::Reference(reference) => return other(&reference.elem, plugin),
        _ => return None,
    };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let inner = arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })?;
    if last.ident == "Option" || last.ident == "Result" {
        return other(inner, plugin);
    }
    let ours = ["Call", "Context", "JsonData", "SecureJsonData", "Settings"];
    let Type::Path(inner) = inner else { return None };
    (ours.iter().any(|name| last.ident == name) && !is_plugin(inner, plugin)).then_some(inner)
}

fn is_plugin(ty: &TypePath, plugin: &Type) -> bool {
    let name = |path: &TypePath| path.path.segments.last().map(|last| last.ident.clone());
    let is_same = matches!(plugin, Type::Path(plugin) if name(plugin) == name(ty));
    is_same
        || ty.path.is_ident("Self")
        || ty.to_token_stream().to_string() == plugin.to_token_stream().to_string()
}
