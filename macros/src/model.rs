//! What a block of routes is once nothing about it can be wrong: plain data, made only by [`crate::validate`],
//! read only by [`crate::generate`].

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Expr, Generics, Ident, Lifetime, LitStr, Path, Type};

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
    /// Whether the plugin gets `Plugin::routes()`: not with `routes = false`.
    pub(crate) has_routes_fn: bool,
    /// In source order. Several attributes on one method give several routes.
    pub(crate) routes: Vec<Route>,
    /// Each handler once, in source order.
    pub(crate) handlers: Vec<Handler>,
    /// The author's impl block with all of our attributes taken off.
    pub(crate) item: TokenStream,
    /// What is legal but doubtful. [`crate::warnings`] turns it into tokens.
    pub(crate) warnings: Vec<Warning>,
    /// The path of each method attribute, such as `routes::get`, with the `cfg`s of its method.
    pub(crate) attribute_paths: Vec<(Path, Vec<Attribute>)>,
}

/// A warning about a route.
pub(crate) struct Warning {
    pub(crate) span: Span,
    pub(crate) text: String,
    /// The `allow`, `warn`, `deny` … attributes in force where the route is declared.
    pub(crate) lints: Vec<Attribute>,
    pub(crate) cfg: Vec<Attribute>,
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
}

/// A method that answers one or more routes.
pub(crate) struct Handler {
    pub(crate) name: Ident,
    pub(crate) has_receiver: bool,
    /// The lifetimes that the method names for itself.
    pub(crate) lifetimes: Vec<Lifetime>,
    /// In signature order, the receiver left out. The same for every route of the handler, but for the parameter's
    /// position, which is looked up by name in each route's template.
    pub(crate) arguments: Vec<Argument>,
    /// Whether all routes of the handler are called without a body.
    pub(crate) is_bodiless: bool,
    /// The return type; `()` where none is written, spanned on the name.
    pub(crate) output: Type,
    /// `cfg` attributes, and what is `cfg` in a `cfg_attr`: to be repeated on all that is made from this handler.
    pub(crate) cfg: Vec<Attribute>,
    /// The text of each doc attribute, `#[doc = include_str!(…)]` included.
    pub(crate) docs: Vec<Expr>,
    /// `#[deprecated]`, and its note if it has one.
    pub(crate) deprecated: Option<String>,
    pub(crate) is_deprecated: bool,
}

/// One argument of a handler.
#[allow(clippy::struct_excessive_bools, reason = "each answers a question of its own that generation asks")]
pub(crate) struct Argument {
    pub(crate) ty: Type,
    /// `Some(name)` where the argument is the path parameter of that name; else it is an extractor.
    pub(crate) parameter: Option<String>,
    /// Whether it takes the parameter unchecked: its type is called `Raw`.
    pub(crate) is_raw: bool,
    /// Whether nothing but this argument can take the path's parameters: then its type must be one that does.
    pub(crate) takes_all: bool,
    /// Whether the argument's type is called like one of axum's that only a router of axum's fills in.
    pub(crate) needs_router: bool,
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

impl Method {
    /// The names of the attributes.
    pub(crate) const ATTRIBUTES: [&str; 8] =
        ["get", "post", "put", "patch", "delete", "head", "options", "any"];

    /// The method that an attribute of this name declares.
    pub(crate) fn from_attribute(name: &str) -> Option<Self> {
        Some(match name {
            "get" => Self::Get,
            "post" => Self::Post,
            "put" => Self::Put,
            "patch" => Self::Patch,
            "delete" => Self::Delete,
            "head" => Self::Head,
            "options" => Self::Options,
            "any" => Self::Any,
            _ => return None,
        })
    }

    /// Whether calls have no body that means anything (RFC 9110, sections 9.3.1, 9.3.2 and 9.3.5), other than by agreement.
    pub(crate) fn is_bodiless(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Delete)
    }

    /// As it is sent; `ANY` stands for all.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Any => "ANY",
        }
    }
}

impl Role {
    pub(crate) const ALL: [Self; 3] = [Self::Viewer, Self::Editor, Self::Admin];

    /// As Grafana and the author write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Viewer => "Viewer",
            Self::Editor => "Editor",
            Self::Admin => "Admin",
        }
    }
}
