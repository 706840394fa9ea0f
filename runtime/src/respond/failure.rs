//! What may stand in the `Err` of a handler's `Result`.

use axum_core::response::{IntoResponse, Response};
use http::StatusCode;

use super::Outgoing;
use crate::{Error, Rejection, error::is_error};

/// A response with the status of an error, so that a type may stand in the `Err` of a handler's `Result`.
///
/// [`Error`], a [`StatusCode`], a tuple that begins with one, and a [`Response`] are that. A type that is both a response and a
/// [`std::error::Error`] may stand there as it is: what derives [`ResourceError`](derive@crate::ResourceError), a [`Rejection`],
/// axum's rejections. For a type of your own that is only a response, implement this trait:
///
/// ```
/// use axum::{http::StatusCode, response::{IntoResponse, Response}};
/// use grafana_resource_routes::respond::ErrorResponse;
///
/// struct Busy;
///
/// impl IntoResponse for Busy {
///     fn into_response(self) -> Response {
///         (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "5")]).into_response()
///     }
/// }
///
/// impl ErrorResponse for Busy {}
/// ```
///
/// An `Err` whose response turns out to have the status of a success is answered with 500, and the log says so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a handler",
    label = "not a response with the status of an error",
    note = "return `grafana_resource_routes::Error`, to which `?` turns every `std::error::Error`, and `Error::internal` a boxed one or an `anyhow::Error`",
    note = "a text alone has the status 200: write `Error::bad_request(\"…\")`, or `(StatusCode::BAD_REQUEST, \"…\")`",
    note = "or derive `ResourceError` for it"
)]
pub trait ErrorResponse: IntoResponse {}

impl ErrorResponse for Error {}
impl ErrorResponse for StatusCode {}
impl ErrorResponse for Response {}
impl<T> ErrorResponse for (StatusCode, T) where Self: IntoResponse {}
impl<A, T> ErrorResponse for (StatusCode, A, T) where Self: IntoResponse {}
impl<A, B, T> ErrorResponse for (StatusCode, A, B, T) where Self: IntoResponse {}

/// The response of an `Err`, which is never a success.
#[cold]
pub(crate) fn fail(error: impl IntoResponse) -> Outgoing {
    Outgoing::Foreign(Box::new(never_a_success("an `Err`", error)))
}

/// The response of what is an error to whoever made it, and has to be one to whoever gets it.
#[cold]
pub(crate) fn never_a_success(what: &str, error: impl IntoResponse) -> Response {
    let response = error.into_response();
    if is_error(response.status()) {
        return response;
    }
    let reason = format!("{what} has the status {}", response.status().as_u16());
    Rejection::InvalidResponse { reason: reason.into() }.into_response()
}
