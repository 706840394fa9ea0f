//! What a block of routes is once nothing about it can be wrong: plain data, made only by [`crate::validate`],
//! read only by [`crate::generate`].

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Expr, Generics, Ident, LitStr, Path, Type};

/// A whole `#[resource_routes]` block.
pub(crate) struct RouteModel {
    /// The plugin's type, as the author wrote it.
    pub(crate) self_ty: Type,
    /// The block's generics with their where-clause.
    pub(crate) generics: Generics,
    /// `crate = path`, or else `::grafana_resource_routes`.
    pub(crate) runtime: Path,
    /// `errors = path`: the function that renders every error of the block.
    pub(crate) errors: Option<Path>,
    /// In source order. Several attributes on one method give several routes.
    pub(crate) routes: Vec<Route>,
    /// Each handler once, in source order.
    pub(crate) handlers: Vec<Handler>,
    /// The author's impl block with all of our attributes taken off.
    pub(crate) item: TokenStream,
}

/// One method and path, and the handler that answers it.
pub(crate) struct Route {
    pub(crate) method: Method,
    /// The path's literal as written.
    pub(crate) path: LitStr,
    pub(crate) template: crate::path::PathTemplate,
    /// The operation's name: `id = "…"`, or else the method's name without `r#`.
    pub(crate) id: String,
    /// The least role that may call, from the route or from the block.
    pub(crate) role: Option<Role>,
    /// Index into [`RouteModel::handlers`].
    pub(crate) handler: usize,
    /// The attribute's first token, for warnings.
    pub(crate) span: Span,
}

/// A method that answers one or more routes.
pub(crate) struct Handler {
    pub(crate) name: Ident,
    pub(crate) has_receiver: bool,
    pub(crate) is_async: bool,
    /// In signature order, the receiver left out. The same for every route of the handler, but for the parameter's
    /// position, which is looked up by name in each route's template.
    pub(crate) arguments: Vec<Argument>,
    /// The return type; `()` where none is written, spanned on the name.
    pub(crate) output: Type,
    /// `cfg` and `cfg_attr` attributes, to be repeated on all that is made from this handler.
    pub(crate) cfg: Vec<Attribute>,
    /// The text of each doc attribute, `#[doc = include_str!(…)]` included.
    pub(crate) docs: Vec<Expr>,
    /// `#[deprecated]`, and its note if it has one.
    pub(crate) deprecated: Option<String>,
    pub(crate) is_deprecated: bool,
}

/// One argument of a handler.
pub(crate) struct Argument {
    pub(crate) ty: Type,
    /// `Some(name)` where the argument is the path parameter of that name; else it is an extractor.
    pub(crate) parameter: Option<String>,
    /// Whether the argument is the handler's last.
    pub(crate) is_last: bool,
}

/// The HTTP method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
    Options,
    Any,
}

/// The least role that may call a route, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Viewer,
    Editor,
    Admin,
}
