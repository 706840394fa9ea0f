//! One route, as generated code declares it.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::markdown;
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
    /// Whether the path parameter's value is handed over unchecked, as [`Raw`](crate::extract::Raw).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub raw: bool,
}

impl Argument {
    /// An argument that takes the path parameter of this name.
    #[doc(hidden)]
    #[must_use]
    pub const fn parameter(name: &'static str, ty: &'static str) -> Self {
        Self { parameter: Some(name), ty, raw: false }
    }

    /// An argument that takes the path parameter of this name unchecked.
    #[doc(hidden)]
    #[must_use]
    pub const fn raw_parameter(name: &'static str, ty: &'static str) -> Self {
        Self { parameter: Some(name), ty, raw: true }
    }

    /// An argument that an extractor makes.
    #[doc(hidden)]
    #[must_use]
    pub const fn extractor(ty: &'static str) -> Self {
        Self { parameter: None, ty, raw: false }
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
        markdown::summary(self.docs)
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

    /// Whether the value of the parameter in this place is checked before the handler gets it.
    pub(crate) fn is_checked(&self, place: usize) -> bool {
        let name = self.path_parameters.get(place).copied();
        !self.arguments.iter().any(|argument| argument.raw && argument.parameter == name)
    }

    /// Whether the parameter in this place takes all that is left of the path.
    pub(crate) fn is_tail(&self, place: usize) -> bool {
        place + 1 == self.path_parameters.len()
            && self.path.rsplit('/').next().is_some_and(|segment| segment.starts_with("{*"))
    }

    pub(super) fn role_name(&self) -> &'static str {
        self.role.map_or("", Role::as_str)
    }

    /// What is said of the route beside its summary, and the summary.
    pub(super) fn remark(&self) -> String {
        let raw = self.arguments.iter().filter(|argument| argument.raw);
        markdown::remark(self.docs, self.deprecated, raw.filter_map(|argument| argument.parameter))
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
