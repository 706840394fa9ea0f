//! The list of routes as data: what generated code declares, what look-up is built from, what documents show.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::Role;

/// The methods that a route can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RouteMethod {
    /// `GET`; also answers `HEAD` where no other route does.
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
    /// `HEAD`
    Head,
    /// `OPTIONS`
    Options,
    /// Every method that no other route of the path answers.
    Any,
}

impl RouteMethod {
    /// The method's name; `ANY` for all of them.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
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

impl fmt::Display for RouteMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A path parameter, or another argument, of a route's handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Argument {
    /// The path parameter's name; `None` for an extractor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<&'static str>,
    /// The type as the author wrote it.
    #[serde(rename = "type")]
    pub ty: &'static str,
}

impl Argument {
    /// An argument that takes the path parameter of this name.
    #[doc(hidden)]
    #[must_use]
    pub const fn parameter(name: &'static str, ty: &'static str) -> Self {
        Self { parameter: Some(name), ty }
    }

    /// An argument that an extractor makes.
    #[doc(hidden)]
    #[must_use]
    pub const fn extractor(ty: &'static str) -> Self {
        Self { parameter: None, ty }
    }
}

/// One route: method, path, and what is known of the handler that answers.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub(crate) number: u16,
    pub(crate) pattern: &'static str,
    method: RouteMethod,
    path: &'static str,
    id: &'static str,
    handler: &'static str,
    docs: &'static str,
    path_parameters: &'static [&'static str],
    arguments: &'static [Argument],
    response: &'static str,
    role: Option<Role>,
    deprecated: Option<&'static str>,
}

impl Route {
    /// Made by generated code only.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        number: u16,
        method: RouteMethod,
        path: &'static str,
        pattern: &'static str,
        handler: &'static str,
    ) -> Self {
        Self {
            number,
            pattern,
            method,
            path,
            id: handler,
            handler,
            docs: "",
            path_parameters: &[],
            arguments: &[],
            response: "()",
            role: None,
            deprecated: None,
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_id(self, id: &'static str) -> Self {
        Self { id, ..self }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_docs(self, docs: &'static str) -> Self {
        Self { docs, ..self }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_path_parameters(self, path_parameters: &'static [&'static str]) -> Self {
        Self { path_parameters, ..self }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_arguments(self, arguments: &'static [Argument]) -> Self {
        Self { arguments, ..self }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_response(self, response: &'static str) -> Self {
        Self { response, ..self }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_role(self, role: Role) -> Self {
        Self { role: Some(role), ..self }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_deprecated(self, note: &'static str) -> Self {
        Self { deprecated: Some(note), ..self }
    }

    /// The method that the route answers.
    #[must_use]
    pub const fn method(&self) -> RouteMethod {
        self.method
    }

    /// The path as the author wrote it, `/devices/{id}` for example.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The operation's name: the option `id = "…"`, or else the handler's name.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The name of the method that answers.
    #[must_use]
    pub const fn handler(&self) -> &'static str {
        self.handler
    }

    /// The handler's doc comment, without the space after `///`; empty where there is none.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// The first paragraph of the doc comment, on one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let paragraph = self.docs.trim_start().split("\n\n").next().unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The names of the path's parameters, in order.
    #[must_use]
    pub const fn path_parameters(&self) -> &'static [&'static str] {
        self.path_parameters
    }

    /// The handler's arguments, the receiver left out.
    #[must_use]
    pub const fn arguments(&self) -> &'static [Argument] {
        self.arguments
    }

    /// The handler's return type as the author wrote it.
    #[must_use]
    pub const fn response(&self) -> &'static str {
        self.response
    }

    /// The least role that may call; `None` where every caller may.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        self.role
    }

    /// The note of the handler's `#[deprecated]`, which may be empty; `None` where it is not deprecated.
    #[must_use]
    pub const fn deprecated(&self) -> Option<&'static str> {
        self.deprecated
    }

    fn role_name(&self) -> &'static str {
        self.role.map_or("", Role::as_str)
    }

    fn remark(&self) -> String {
        match self.deprecated {
            None => self.summary(),
            Some("") => format!("Deprecated. {}", self.summary()).trim_end().to_owned(),
            Some(note) => format!("Deprecated: {note}. {}", self.summary()).trim_end().to_owned(),
        }
    }
}

impl Serialize for Route {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut route = serializer.serialize_struct("Route", 9)?;
        route.serialize_field("method", self.method.as_str())?;
        route.serialize_field("path", self.path)?;
        route.serialize_field("id", self.id)?;
        route.serialize_field("handler", self.handler)?;
        route.serialize_field("docs", self.docs)?;
        route.serialize_field("arguments", self.arguments)?;
        route.serialize_field("response", self.response)?;
        route.serialize_field("role", &self.role)?;
        route.serialize_field("deprecated", &self.deprecated)?;
        route.end()
    }
}

/// The routes of a plugin, in the order in which they are written.
///
/// It prints as a table whose columns are aligned, gives a Markdown table, and serialises as a list.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// # use grafana_resource_routes::resource_routes;
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
/// #[resource_routes(role = Viewer)]
/// impl Plugin {
///     /// Switch a device on or off.
///     #[post("/devices/{id}", role = Editor)]
///     fn set(&self, id: u32) {}
/// }
///
/// let routes = Plugin::routes();
/// assert_eq!(routes.to_string(), "POST  /devices/{id}  Editor  set  Switch a device on or off.\n");
/// assert_eq!(routes.iter().map(|route| route.path()).collect::<Vec<_>>(), ["/devices/{id}"]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Routes(&'static [Route]);

impl Routes {
    pub(crate) const fn new(routes: &'static [Route]) -> Self {
        Self(routes)
    }

    /// The routes, one after the other.
    pub fn iter(&self) -> std::slice::Iter<'static, Route> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none (each is left out by its `cfg`).
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The list as a Markdown table.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut table = String::from("| Method | Path | Role | Handler | |\n|---|---|---|---|---|\n");
        for route in self.iter() {
            let remark = route.remark().replace('|', "\\|");
            let (method, path, role, handler) = (route.method, route.path, route.role_name(), route.handler);
            table += &format!("| `{method}` | `{path}` | {role} | `{handler}` | {remark} |\n");
        }
        table
    }

    /// Holds the table in a Markdown document in step with the routes: for a test.
    ///
    /// The table stands between a line `<!-- routes -->` and a line `<!-- /routes -->`. With the environment
    /// variable `UPDATE_ROUTES` set, the document is rewritten instead of compared.
    ///
    /// # Panics
    ///
    /// Where the document cannot be read or written, has no such lines, or shows other routes.
    pub fn assert_markdown(&self, document: impl AsRef<std::path::Path>) {
        let document = document.as_ref();
        let shown = document.display();
        let text = std::fs::read_to_string(document).unwrap_or_else(|error| panic!("{shown}: {error}"));
        let current = self
            .replace_table(&text)
            .unwrap_or_else(|| panic!("{shown}: no lines `<!-- routes -->` and `<!-- /routes -->`"));
        if current == text {
            return;
        }
        if std::env::var_os("UPDATE_ROUTES").is_some() {
            std::fs::write(document, current).unwrap_or_else(|error| panic!("{shown}: {error}"));
            return;
        }
        panic!("{shown} shows other routes; run the test with UPDATE_ROUTES=1, or write:\n{}", self.to_markdown());
    }

    fn replace_table(&self, text: &str) -> Option<String> {
        let (before, rest) = text.split_once("<!-- routes -->")?;
        let (_, after) = rest.split_once("<!-- /routes -->")?;
        Some(format!("{before}<!-- routes -->\n{}<!-- /routes -->{after}", self.to_markdown()))
    }
}

impl<'a> IntoIterator for &'a Routes {
    type Item = &'static Route;
    type IntoIter = std::slice::Iter<'static, Route>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Routes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl fmt::Display for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |of: fn(&Route) -> usize| self.iter().map(of).max().unwrap_or_default();
        let method = width(|route| route.method.as_str().len());
        let path = width(|route| route.path.chars().count());
        let role = width(|route| route.role_name().len());
        let handler = width(|route| route.handler.chars().count());
        for route in self.iter() {
            let mut line = format!("{:method$}  {:path$}", route.method, route.path);
            if role > 0 {
                line += &format!("  {:role$}", route.role_name());
            }
            line += &format!("  {:handler$}  {}", route.handler, route.remark());
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
