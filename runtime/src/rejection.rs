//! Every way in which the library refuses a call, with its status and its text, in one table.
//!
//! | case | status | when |
//! |---|---|---|
//! | [`InvalidPath`](Rejection::InvalidPath) | 400 | the path's escapes are broken or its text is not UTF-8 |
//! | [`NotFound`](Rejection::NotFound) | 404 | no route has the path |
//! | [`MethodNotAllowed`](Rejection::MethodNotAllowed) | 405 | the path has routes, but none for the method; with `Allow` |
//! | [`Forbidden`](Rejection::Forbidden) | 403 | the caller's role is below the route's |
//! | [`NoUser`](Rejection::NoUser) | 403 | the route asks for a user, and Grafana itself calls |
//! | [`NoSettings`](Rejection::NoSettings) | 400 | the route asks for settings, and the call carries none |
//! | [`UnfitSettings`](Rejection::UnfitSettings) | 500 | the route asks for settings, and those saved do not fit the plugin's type; names the field |
//! | [`InvalidMethod`](Rejection::InvalidMethod) | 400 | the method is not a token of HTTP |
//! | [`UriTooLong`](Rejection::UriTooLong) | 414 | path and query are longer than 65 534 bytes |
//! | [`BodyTooLarge`](Rejection::BodyTooLarge) | 413 | the call is larger than the server's limit |
//! | [`PathTraversal`](Rejection::PathTraversal) | 400 | a path parameter's value climbs: plain or encoded, it has a segment `.` or `..`, a backslash or a control character; it begins with `/`; a tail has an empty segment |
//! | [`InvalidParameter`](Rejection::InvalidParameter) | 400 | a path parameter's value does not parse as the argument's type |
//! | [`InvalidQuery`](Rejection::InvalidQuery) | 400 | the query's escapes are broken or its text is not UTF-8 |
//! | [`UnfitQuery`](Rejection::UnfitQuery) | 400 | a query parameter is missing, given twice, or does not parse |
//! | [`MissingBody`](Rejection::MissingBody) | 400 | the route needs a body, and there is none |
//! | [`UnexpectedBody`](Rejection::UnexpectedBody) | 400 | the route takes no body, and there is one |
//! | [`UnsupportedMediaType`](Rejection::UnsupportedMediaType) | 415 | the body is said to be of another type than the route reads, or compressed |
//! | [`InvalidJson`](Rejection::InvalidJson) | 400 | the body is not JSON, or more follows after it |
//! | [`UnfitJson`](Rejection::UnfitJson) | 422 | the body is JSON of another shape; names the field |
//! | [`InvalidForm`](Rejection::InvalidForm) | 400 | the form's escapes are broken, its text is not UTF-8, or it has more than 100 000 fields |
//! | [`UnfitForm`](Rejection::UnfitForm) | 422 | a form field is missing, given twice, or does not parse |
//! | [`InvalidText`](Rejection::InvalidText) | 400 | the body is not UTF-8 |
//! | [`MissingHeader`](Rejection::MissingHeader) | 400 | a header that the route needs is not there |
//! | [`InvalidHeader`](Rejection::InvalidHeader) | 400 | a header's value does not parse |
//! | [`WrongPathType`](Rejection::WrongPathType) | 500 | the type in `Path<T>` does not fit the route's parameters |
//! | [`Panicked`](Rejection::Panicked) | 500 | the handler or an extractor panicked |
//! | [`InvalidResponse`](Rejection::InvalidResponse) | 500 | what the handler gave cannot be sent; the reason is in the log |

use std::{borrow::Cow, fmt};

use axum_core::response::{IntoResponse, Response};
use http::{Method, StatusCode};

pub use crate::table::Allow;
use crate::{Error, Role};

/// Why the library refused a call. [The table](self) has every case with its status.
///
/// As a handler's argument, `Result<T, Rejection>` lets the handler decide. Where the shape of all errors is replaced
/// (`#[resource_routes(errors = …)]`), [`Error::rejection`] gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the variants' texts say what the fields are")]
pub enum Rejection {
    /// The path's escapes are broken or its text is not UTF-8.
    InvalidPath,
    /// No route has the path.
    NotFound { method: Method, path: Box<str> },
    /// The path has routes, but none for the method.
    MethodNotAllowed { method: Method, allow: Allow },
    /// The caller's role is below the route's; `actual` is `None` where there is no caller.
    Forbidden { required: Role, actual: Option<Role> },
    /// The route asks for a user, and Grafana itself calls.
    NoUser,
    /// The route asks for the settings of an instance, and the call carries none.
    NoSettings,
    /// The route asks for settings, and those saved do not fit the plugin's type. Neither field is a setting's value.
    UnfitSettings { field: Box<str>, reason: Box<str> },
    /// The method is not a token of HTTP.
    InvalidMethod,
    /// Path and query are longer than 65 534 bytes.
    UriTooLong,
    /// The call is larger than the server's limit, in bytes.
    BodyTooLarge { limit: usize },
    /// A path parameter's value would lead out of the place that a plugin puts the value in.
    PathTraversal { name: &'static str },
    /// A path parameter's value does not parse as the argument's type.
    InvalidParameter { name: &'static str, reason: Box<str> },
    /// The query's escapes are broken or its text is not UTF-8.
    InvalidQuery { reason: &'static str },
    /// A query parameter is missing, given twice, or does not parse.
    UnfitQuery { reason: Box<str> },
    /// The route needs a body, and there is none.
    MissingBody { expected: &'static str },
    /// The route takes no body, and there is one.
    UnexpectedBody,
    /// The body is said to be of another type than the route reads.
    UnsupportedMediaType { expected: &'static str, found: Box<str> },
    /// The body is not JSON, or more follows after it.
    InvalidJson { reason: Box<str> },
    /// The body is JSON of another shape.
    UnfitJson { field: Box<str>, reason: Box<str> },
    /// The form's escapes are broken, its text is not UTF-8, or it has more than 100 000 fields.
    InvalidForm { reason: &'static str },
    /// A form field is missing, given twice, or does not parse.
    UnfitForm { reason: Box<str> },
    /// The body is not UTF-8.
    InvalidText,
    /// A header that the route needs is not there.
    MissingHeader { name: &'static str },
    /// A header's value does not parse.
    InvalidHeader { name: &'static str, reason: Box<str> },
    /// The type in `Path<T>` does not fit the route's parameters: a mistake in the plugin.
    WrongPathType { reason: Box<str> },
    /// The handler or an extractor panicked.
    Panicked,
    /// What the handler gave cannot be sent.
    InvalidResponse { reason: Box<str> },
}

impl Rejection {
    /// The status that the call is answered with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden { .. } | Self::NoUser => StatusCode::FORBIDDEN,
            Self::UnsupportedMediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::UnfitJson { .. } | Self::UnfitForm { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::UriTooLong => StatusCode::URI_TOO_LONG,
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnfitSettings { .. }
            | Self::WrongPathType { .. }
            | Self::Panicked
            | Self::InvalidResponse { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            Self::InvalidPath
            | Self::InvalidMethod
            | Self::NoSettings
            | Self::PathTraversal { .. }
            | Self::InvalidParameter { .. }
            | Self::InvalidQuery { .. }
            | Self::UnfitQuery { .. }
            | Self::MissingBody { .. }
            | Self::UnexpectedBody
            | Self::InvalidJson { .. }
            | Self::InvalidForm { .. }
            | Self::InvalidText
            | Self::MissingHeader { .. }
            | Self::InvalidHeader { .. } => StatusCode::BAD_REQUEST,
        }
    }

    /// The text for the person who called. What is wrong inside of the plugin is not in it, but in the log.
    #[must_use]
    pub fn message(&self) -> Cow<'static, str> {
        match self {
            Self::InvalidPath => "the path is not valid: broken percent escape, or not UTF-8".into(),
            Self::NotFound { method, path } => not_found(method, path, |text: &[&str]| text.concat()).into(),
            Self::MethodNotAllowed { method, allow } => {
                method_not_allowed(method, *allow, |text: &[&str]| text.concat()).into()
            }
            Self::Forbidden { required, actual: Some(actual) } => {
                format!("this needs the role {required}, and yours is {actual}").into()
            }
            Self::Forbidden { required, actual: None } => {
                format!("this needs a user with the role {required}").into()
            }
            Self::NoUser => "this needs a signed-in user".into(),
            Self::NoSettings => {
                "this needs the settings of an instance: call it through a data source, or through \
                                 an app that is configured"
                    .into()
            }
            Self::UnfitSettings { field, reason } => {
                let place = shorten(place(field, reason));
                format!("the saved settings do not fit at `{place}`: {}", shorten(reason)).into()
            }
            Self::InvalidMethod => "the method is not valid".into(),
            Self::UriTooLong => "path and query are longer than 65534 bytes".into(),
            Self::BodyTooLarge { limit } => {
                format!("the call is too large: the plugin takes up to {}", size(*limit)).into()
            }
            Self::PathTraversal { name } => format!(
                "path parameter `{name}`: no part of the value may be `.`, `..` or empty, and it may not hold `\\` or a \
                 control character"
            )
            .into(),
            Self::InvalidParameter { name, reason } => {
                format!("path parameter `{name}`: {}", shorten(reason)).into()
            }
            Self::InvalidQuery { reason } => format!("the query is not valid: {reason}").into(),
            Self::UnfitQuery { reason } => format!("query: {}", shorten(reason)).into(),
            Self::MissingBody { expected } => format!("the body is missing: expected {expected}").into(),
            Self::UnexpectedBody => "this takes no body".into(),
            Self::UnsupportedMediaType { expected, found } => {
                format!("the body must be {expected}, not {}", shorten(found)).into()
            }
            Self::InvalidJson { reason } => format!("the body is not valid JSON: {}", shorten(reason)).into(),
            Self::UnfitJson { field, reason } => match place(field, reason) {
                "." => format!("the body does not fit: {}", shorten(reason)).into(),
                place => format!("the body does not fit at `{}`: {}", shorten(place), shorten(reason)).into(),
            },
            Self::InvalidForm { reason } => format!("the form is not valid: {reason}").into(),
            Self::UnfitForm { reason } => format!("form: {}", shorten(reason)).into(),
            Self::InvalidText => "the body is not valid UTF-8".into(),
            Self::MissingHeader { name } => format!("the header `{name}` is missing").into(),
            Self::InvalidHeader { name, reason } => {
                format!("the header `{name}` is not valid: {}", shorten(reason)).into()
            }
            Self::WrongPathType { .. } | Self::Panicked | Self::InvalidResponse { .. } => {
                Cow::Borrowed(crate::error::INTERNAL)
            }
        }
    }
}

/// The field that serde's reason names by itself: one that is missing, unknown or there twice.
pub(crate) fn named_field(reason: &str) -> Option<&str> {
    let kinds = ["missing field `", "unknown field `", "duplicate field `"];
    let rest = kinds.iter().find_map(|kind| reason.strip_prefix(kind))?;
    rest.split('`').next()
}

/// Where a field is of which the reason speaks: the field, or what it is in where the reason names it.
fn place<'f>(field: &'f str, reason: &str) -> &'f str {
    match named_field(reason).and_then(|name| field.strip_suffix(name)) {
        Some("") => ".",
        Some(parent) => parent.strip_suffix('.').unwrap_or(field),
        None => field,
    }
}

/// Hands over the text of [`Rejection::NotFound`], in pieces.
pub(crate) fn not_found<T>(method: &Method, path: &str, write: impl FnOnce(&[&str]) -> T) -> T {
    write(&["no resource answers ", &shorten(method.as_str()), " ", &shorten(path)])
}

/// Hands over the text of [`Rejection::MethodNotAllowed`], in pieces.
pub(crate) fn method_not_allowed<T>(method: &Method, allow: Allow, write: impl FnOnce(&[&str]) -> T) -> T {
    write(&[&shorten(method.as_str()), " is not answered here, only ", allow.list()])
}

/// What a caller sent is repeated only so far.
fn shorten(text: &str) -> Cow<'_, str> {
    const MOST: usize = 200;
    if text.len() <= MOST {
        return text.into();
    }
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongPathType { reason } => {
                write!(f, "the type in `Path` does not fit the route: {reason}")
            }
            Self::InvalidResponse { reason } => write!(f, "the response cannot be sent: {reason}"),
            Self::Panicked => f.write_str("the handler panicked"),
            other => f.write_str(&other.message()),
        }
    }
}

impl std::error::Error for Rejection {}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        Error::from(self).into_response()
    }
}

/// A number of bytes as people read it. It is a limit, so it is not rounded up.
pub(crate) fn size(bytes: usize) -> String {
    const MIB: usize = 1 << 20;
    match (bytes / MIB, bytes % MIB * 10 / MIB) {
        (0, _) => format!("{bytes} bytes"),
        (whole, 0) => format!("{whole} MiB"),
        (whole, tenths) => format!("{whole}.{tenths} MiB"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_limit_is_told_in_mib_from_one_on() {
        for (bytes, text) in [
            (50, "50 bytes"),
            ((1 << 20) - 1, "1048575 bytes"),
            (1 << 20, "1 MiB"),
            (16 << 20, "16 MiB"),
            ((3 << 20) - 1, "2.9 MiB"),
        ] {
            assert_eq!(super::size(bytes), text);
        }
    }
}
