//! Which types are written like a generic one of axum's. Where such a type does not fit, the compiler should speak of what is inside
//! of it, and not of the whole. Only the words depend on this.

use syn::{Path, PathSegment, Type, visit::Visit};

/// The method that asks for the way of an argument.
pub(super) fn argument_way(ty: &Type, is_last: bool) -> &'static str {
    let Type::Path(path) = ty else { return if is_last { "last_way" } else { "way" } };
    let last = path.path.segments.last();
    let is_parts =
        last.is_some_and(|last| ["Query", "Path", "TypedHeader"].iter().any(|name| last.ident == name));
    match (is_like_axum(&path.path), is_parts, is_last) {
        (true, true, true) => "last_axum_parts_way",
        (true, true, false) => "axum_parts_way",
        (true, false, true) => "axum_body_way",
        (_, _, true) => "last_way",
        (_, _, false) => "way",
    }
}

/// Whether a type is, or has in it, such a type.
pub(super) fn is_mentioned(ty: &Type) -> bool {
    let mut search = Search(false);
    search.visit_type(ty);
    search.0
}

struct Search(bool);

impl<'t> Visit<'t> for Search {
    fn visit_path(&mut self, path: &'t Path) {
        self.0 |= is_like_axum(path);
        syn::visit::visit_path(self, path);
    }
}

fn is_like_axum(path: &Path) -> bool {
    let is_one_of = |segment: Option<&PathSegment>, names: &[&str]| {
        segment.is_some_and(|segment| names.iter().any(|name| segment.ident == name))
    };
    let is_generic = path.segments.last().is_some_and(|last| !last.arguments.is_empty());
    is_generic
        && (is_one_of(path.segments.first(), &["axum", "axum_extra"])
            || is_one_of(path.segments.last(), &["Form", "Html", "Json", "Query", "Sse", "TypedHeader"]))
}
