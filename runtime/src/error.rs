//! The error that handlers return, and the JSON that every error becomes.

use std::{
    any::Any,
    borrow::Cow,
    error::Error as StdError,
    fmt,
    future::Future,
    marker::PhantomData,
    panic::Location,
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use axum_core::{body::Body, response::IntoResponse, response::Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use serde::{Serialize, Serializer};

use crate::Rejection;

/// The public text of an error whose cause is nobody's business but the log's.
pub(crate) const INTERNAL: &str = "an error occurred within the plugin";

type Source = Box<dyn StdError + Send + Sync>;

/// An error of a handler, which is a response: a status, a text for the person who called, and a cause for the log.
///
/// Every [`std::error::Error`] becomes one through `?`: as 500, with a text that gives nothing away, and the error
/// itself in the log. Where a status means something, say it:
///
/// ```
/// use grafana_resource_routes::{Error, Json};
///
/// fn device(id: u32) -> Result<Json<u32>, Error> {
///     if id == 0 {
///         return Err(Error::not_found(format!("there is no device {id}")));
///     }
///     let number: u32 = "12".parse()?;
///     Ok(Json(number))
/// }
/// # assert_eq!(device(0).unwrap_err().status(), 404);
/// # assert_eq!(device(1).unwrap().0, 12);
/// ```
///
/// The body is `{"message": "there is no device 0", "error": "Not Found"}`: Grafana's front end shows `message`
/// (`public/app/core/services/backend_srv.ts`). There is no constructor for 401, since the front end would take it
/// for the end of the Grafana session and send the request again.
pub struct Error(Box<Inner>);

struct Inner {
    status: StatusCode,
    message: Cow<'static, str>,
    source: Option<Source>,
    rejection: Option<Rejection>,
    headers: HeaderMap,
}

impl Error {
    /// An error with this status and this text for the person who called.
    ///
    /// A status below 400 is no error and becomes 500.
    #[must_use]
    pub fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        let status = if is_error(status) { status } else { StatusCode::INTERNAL_SERVER_ERROR };
        Self(Box::new(Inner {
            status,
            message: message.into(),
            source: None,
            rejection: None,
            headers: HeaderMap::new(),
        }))
    }

    /// 400: what was asked makes no sense.
    #[must_use]
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 403: the caller may not do this. Also for a service behind the plugin that refuses the plugin's credentials.
    #[must_use]
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    /// 404: there is no such thing.
    #[must_use]
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// 409: it is in a state that does not allow this.
    #[must_use]
    pub fn conflict(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    /// 422: it was understood, and its values are wrong.
    #[must_use]
    pub fn unprocessable(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// 429: the caller should wait.
    #[must_use]
    pub fn too_many_requests(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, message)
    }

    /// 500, with `source` in the log and nothing of it in the response. For what `?` does not turn into one, since it is no
    /// `std::error::Error` itself: a boxed error, an `anyhow::Error`.
    ///
    /// ```
    /// use grafana_resource_routes::Error;
    ///
    /// fn read() -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    ///     Err("the cable is cut".into())
    /// }
    ///
    /// fn handler() -> Result<String, Error> {
    ///     let text = read().map_err(Error::internal)?;
    ///     Ok(text.to_uppercase())
    /// }
    /// # assert_eq!(handler().unwrap_err().status(), 500);
    /// ```
    #[must_use]
    pub fn internal(source: impl Into<Source>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL).with_source(source)
    }

    /// The error that a response is: with its status and its headers, and the text that its body tells. For an error type that is a
    /// response itself, but not the library's: `?` knows nothing of its status.
    ///
    /// The text is that of a plain text, or the `message` of a JSON object. From 500 on it goes to the log, and the response tells
    /// nothing of it. A response without the status of an error is a mistake in the plugin, and becomes 500.
    ///
    /// ```
    /// use axum::extract::Multipart;
    /// use grafana_resource_routes::Error;
    ///
    /// async fn upload(mut form: Multipart) -> Result<String, Error> {
    ///     let mut names = Vec::new();
    ///     while let Some(field) = form.next_field().await.map_err(Error::from_response)? {
    ///         names.extend(field.file_name().map(str::to_owned));
    ///     }
    ///     Ok(names.join(", "))
    /// }
    /// # let _ = upload;
    /// ```
    #[must_use]
    pub fn from_response(response: impl IntoResponse) -> Self {
        let mut response = response.into_response();
        if let Some(error) = Self::behind(&mut response) {
            return error.with_head(response.into_parts().0);
        }
        let (head, body) = response.into_parts();
        let text = whole_body(body).unwrap_or_default();
        let text = serde_json::from_slice(&text)
            .map_or_else(|_| String::from_utf8_lossy(&text).into_owned(), |Message { message }| message);
        if !is_error(head.status) {
            let reason = format!("an error has the status {}: {text}", head.status.as_u16());
            return Self::from(Rejection::InvalidResponse { reason: reason.into() });
        }
        Self::of_text(head, text)
    }

    /// The error that has this head and tells this text, but nothing of the plugin's own faults.
    pub(crate) fn of_text(head: http::response::Parts, text: String) -> Self {
        let error = if head.status.is_server_error() {
            Self::new(head.status, INTERNAL).with_source(text)
        } else if text.is_empty() {
            Self::new(head.status, head.status.canonical_reason().unwrap_or("an error"))
        } else {
            Self::new(head.status, text)
        };
        error.with_head(head)
    }

    /// The error that a response was made of.
    pub(crate) fn behind(response: &mut Response) -> Option<Self> {
        let cause = response.extensions_mut().remove::<Cause>()?;
        cause.0.lock().ok()?.take()
    }

    /// 502: the service behind the plugin failed.
    #[must_use]
    pub fn bad_gateway(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_GATEWAY, message)
    }

    /// 503: not now.
    #[must_use]
    pub fn unavailable(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message)
    }

    /// 504: the service behind the plugin took too long.
    #[must_use]
    pub fn gateway_timeout(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::GATEWAY_TIMEOUT, message)
    }

    /// The same error with what caused it, for the log.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same error with a header in its response, `Retry-After` for example.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The text for the person who called.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What caused it: for the log, never for a response.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.source.as_deref()
    }

    /// Why the library refused the call, where it did.
    #[must_use]
    pub fn rejection(&self) -> Option<&Rejection> {
        self.0.rejection.as_ref()
    }

    /// What the default shape says beside the text.
    pub(crate) fn reason(&self) -> &'static str {
        reason(self.status())
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The same error with the status that a tuple gives it: `(StatusCode::CONFLICT, error)`.
    ///
    /// A status that is none of an error does not make the error a success, and what is the plugin's own fault stays
    /// that: `(StatusCode::CREATED, Json(value))` where the value cannot be serialised.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        let is_fault = self.rejection().is_some_and(|rejection| rejection.status().is_server_error());
        if is_error(status) && !is_fault {
            self.0.status = status;
        }
        self
    }

    /// The same error as the response that was made of it has been changed to.
    pub(crate) fn with_head(mut self, mut head: http::response::Parts) -> Self {
        // Those of the body that it had.
        head.headers.remove(header::CONTENT_TYPE);
        head.headers.remove(header::CONTENT_LENGTH);
        self.0.headers = head.headers;
        self.with_status(head.status)
    }

    pub(crate) fn into_headers(self) -> HeaderMap {
        self.0.headers
    }

    /// The default shape of an error's body.
    pub(crate) fn to_json(&self) -> Bytes {
        default_shape(self.status(), &[self.message()])
    }
}

/// What `error` says in the default shape.
fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}

pub(crate) fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

/// What a JSON body tells a person.
#[derive(serde::Deserialize)]
struct Message {
    message: String,
}

/// The whole of a body that is there already.
fn whole_body(body: Body) -> Option<Bytes> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(body.collect()).poll(&mut context) {
        Poll::Ready(Ok(collected)) => Some(collected.to_bytes()),
        Poll::Ready(Err(_)) | Poll::Pending => None,
    }
}

/// The default shape of an error's body; the message may come in pieces.
pub(crate) fn default_shape(status: StatusCode, message: &[&str]) -> Bytes {
    #[derive(Serialize)]
    struct Shape<'a> {
        message: Joined<'a>,
        error: &'a str,
    }
    let error = reason(status);
    if message.iter().all(|piece| piece.bytes().all(stands_for_itself)) {
        // What anybody may cause at any time is only put together. Full to the last byte: `Bytes` takes such a vector as it is.
        let length: usize = message.iter().map(|piece| piece.len()).sum();
        let mut body = Vec::with_capacity(r#"{"message":"","error":""}"#.len() + length + error.len());
        body.extend_from_slice(br#"{"message":""#);
        for piece in message {
            body.extend_from_slice(piece.as_bytes());
        }
        body.extend_from_slice(br#"","error":""#);
        body.extend_from_slice(error.as_bytes());
        body.extend_from_slice(br#""}"#);
        return body.into();
    }
    let shape = Shape { message: Joined(message), error };
    serde_json::to_vec(&shape).map_or_else(|_| Bytes::from_static(b"{}"), Bytes::from)
}

/// Whether a byte of a text is written in JSON as it is (RFC 8259, section 7).
const fn stands_for_itself(byte: u8) -> bool {
    byte >= b' ' && byte != b'"' && byte != b'\\'
}

/// Pieces of one text.
struct Joined<'a>(&'a [&'a str]);

impl fmt::Display for Joined<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| f.write_str(piece))
    }
}

impl Serialize for Joined<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What `?` turns into an [`Error`]: every error type that can be sent, but for those that derive
/// [`ResourceError`](derive@crate::ResourceError), which have a conversion of their own. Implemented for all of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not become a `grafana_resource_routes::Error` by `?`",
    label = "derive `ResourceError` for it, or write `.map_err(Error::internal)?`",
    note = "`?` takes a `std::error::Error + Send + Sync + Unpin + 'static`; an error that holds one which derives `ResourceError` is not `Unpin`"
)]
pub trait PlainError: StdError + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<E: StdError + Send + Sync + Unpin + 'static> PlainError for E {}

/// Every error becomes one: a [`Rejection`] with its own status, what derives [`ResourceError`](derive@crate::ResourceError)
/// with the status of its attributes, any other with 500.
///
/// `Unpin` holds for as good as every error type. What derives `ResourceError` is not `Unpin`, and so has a conversion of its own.
///
/// An error type that is a response itself, such as axum's `MultipartError`, gets 500 here too, since nothing is known of its
/// response. A line in the log names the place: write `.map_err(Error::from_response)?` there.
impl<E: PlainError> From<E> for Error {
    #[track_caller]
    fn from(error: E) -> Self {
        let mut error = Some(error);
        // A rejection has a status of its own; it is an error like others to whoever else gets it.
        if let Some(rejection) = (&mut error as &mut dyn Any).downcast_mut::<Option<Rejection>>() {
            if let Some(rejection) = rejection.take() {
                return Self::of_rejection(rejection);
            }
        }
        if is_response::<E>() {
            crate::log::lost_status(std::any::type_name::<E>(), Location::caller());
        }
        match error {
            Some(error) => Self::internal(Box::new(error) as Source),
            None => Self::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL),
        }
    }
}

/// Whether a type is a response, asked where nothing is known of the type: two `Rc`s of one allocation are equal where their
/// type is `Eq`, and else as its `PartialEq` says (the documentation of `Rc`'s `PartialEq`).
fn is_response<E>() -> bool {
    struct Probe<E>(PhantomData<E>);

    impl<E> PartialEq for Probe<E> {
        fn eq(&self, _: &Self) -> bool {
            false
        }
    }

    impl<E: IntoResponse> Eq for Probe<E> {}

    let probe = Rc::new(Probe::<E>(PhantomData));
    probe == Rc::clone(&probe)
}

impl Error {
    fn of_rejection(rejection: Rejection) -> Self {
        let mut error = Self::new(rejection.status(), rejection.message());
        if let Rejection::MethodNotAllowed { allow, .. } = &rejection {
            error.0.headers.insert(header::ALLOW, allow.to_header().clone());
        }
        error.0.rejection = Some(rejection);
        error
    }
}

/// An [`Error`] as the error of a stream, so that a body or axum's `Sse` may have it. Where the stream fails with it, its message is
/// what the caller is told.
#[derive(Debug)]
pub(crate) struct StreamError(pub(crate) Error);

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for StreamError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source().map(|source| source as _)
    }
}

/// For streams whose items are `Result<_, Error>`: `Body::from_stream` and axum's `Sse` take them.
impl From<Error> for Source {
    fn from(error: Error) -> Self {
        Box::new(StreamError(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("status", &self.0.status)
            .field("message", &self.0.message)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

/// The error that a response was made of: kept with the response, so that the block's own shape can still be given
/// to it.
#[derive(Clone)]
pub(crate) struct Cause(pub(crate) std::sync::Arc<std::sync::Mutex<Option<Error>>>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.to_json()));
        *response.status_mut() = self.status();
        *response.headers_mut() = self.0.headers.clone();
        response.headers_mut().insert(header::CONTENT_TYPE, crate::respond::content_type::JSON.clone());
        response.extensions_mut().insert(Cause(std::sync::Arc::new(std::sync::Mutex::new(Some(self)))));
        response
    }
}
