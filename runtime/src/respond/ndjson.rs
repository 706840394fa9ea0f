//! A stream of JSON documents.

use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use axum_core::{
    body::Body,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_core::Stream;
use http::header;
use pin_project_lite::pin_project;
use serde::Serialize;

use super::{HeadFirst, Outgoing, Respond, SilentEnd, content_type, json::written};
use crate::{Error, Rejection};

/// A response of one JSON document a line (`application/x-ndjson`), each sent as the stream yields it.
///
/// Made by the function of the same name: `NdJson(stream)`. Grafana's front end reads it with `getBackendSrv().chunked(…)`.
///
/// The items are documents, or `Result`s of documents. The status is sent with the first document, so a stream that is empty or
/// fails at once still has one: an `Err` as the first item is answered like an `Err` of the handler.
/// [`head_first`](Self::head_first) sends the head at once instead.
///
/// A later `Err`, a document that cannot be serialised, or a panic ends the response, and is logged. So that nobody takes a stream
/// that is cut for a whole one, the last line says so: it is an object with the one key `streamError`, unless
/// [`silent_end`](Self::silent_end) leaves it out.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// use futures_util::stream;
/// use grafana_resource_routes::{Error, NdJson, resource_routes, testing::Client};
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
///
/// #[resource_routes]
/// impl Plugin {
///     #[get("/ticks")]
///     async fn ticks(&self) -> NdJson<impl stream::Stream<Item = u32> + Send + use<>> {
///         NdJson(stream::iter(1..=2))
///     }
///
///     #[get("/rows")]
///     async fn rows(&self) -> NdJson<impl stream::Stream<Item = Result<u32, Error>> + Send + use<>> {
///         NdJson(stream::iter([Ok(1), Err(Error::bad_gateway("the devices do not answer"))]))
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let client = Client::new(Plugin);
/// assert_eq!(client.get("ticks").await.text(), "1\n2\n");
/// assert_eq!(
///     client.get("rows").await.text(),
///     concat!(
///         "1\n",
///         r#"{"streamError":{"status":502,"message":"the devices do not answer","error":"Bad Gateway"}}"#,
///         "\n",
///     )
/// );
/// # });
/// ```
pub struct NdJson<S> {
    documents: S,
    /// Made where the stream is known to be one, so that a type which is none is one error, there.
    body: fn(S) -> Body,
    head_first: bool,
    silent_end: bool,
}

/// Makes the response of a stream of documents, or of `Result`s of documents. See [`NdJson`](struct@NdJson).
///
/// The compiler chooses `Kind`. Where it cannot, an error type serialises as well as it becomes an [`Error`]: write
/// `stream.map_err(Error::from)`.
#[allow(non_snake_case, reason = "it reads like the constructor of a tuple struct")]
#[must_use]
pub fn NdJson<S, Kind>(documents: S) -> NdJson<S>
where
    S: Documents<Kind>,
{
    NdJson { documents, body: S::body, head_first: false, silent_end: false }
}

impl<S> NdJson<S> {
    /// Sends the head before the first document is there: for streams that may wait long. The status is 200 then, whatever the
    /// first document is.
    #[must_use]
    pub fn head_first(mut self) -> Self {
        self.head_first = true;
        self
    }

    /// Ends a stream that fails without a last line about it.
    #[must_use]
    pub fn silent_end(mut self) -> Self {
        self.silent_end = true;
        self
    }
}

/// A stream that [`NdJson`](struct@NdJson) takes: of [`Document`]s, and one that can be sent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no stream that `NdJson` could send",
    label = "not a `Stream + Send + 'static`",
    note = "`NdJson` takes a `futures::Stream`: write `NdJson(futures_util::stream::iter(…))` for what can be iterated, or return `Json(…)`"
)]
pub trait Documents<Kind> {
    #[doc(hidden)]
    fn body(self) -> Body;
}

impl<S, Kind> Documents<Kind> for S
where
    S: DocumentStream,
    S::Document: Document<Kind>,
{
    fn body(self) -> Body {
        self.lines(S::Document::writer())
    }
}

/// A stream that can be sent.
pub trait DocumentStream {
    #[doc(hidden)]
    type Document;

    #[doc(hidden)]
    fn lines(self, line: fn(Self::Document) -> Result<Bytes, Error>) -> Body;
}

#[diagnostic::do_not_recommend]
impl<S: Stream + Send + 'static> DocumentStream for S {
    type Document = S::Item;

    fn lines(self, line: fn(S::Item) -> Result<Bytes, Error>) -> Body {
        Body::from_stream(Lines { documents: self, line })
    }
}

/// What a line of [`NdJson`](struct@NdJson) is made of: a value that serialises ([`Plain`]), or a `Result` of one ([`Fallible`]).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a line of `NdJson`",
    label = "not a stream of documents",
    note = "the items serialise, or are a `Result` of what serialises and an error that becomes `grafana_resource_routes::Error`"
)]
pub trait Document<Kind>: Sized {
    #[doc(hidden)]
    fn writer() -> fn(Self) -> Result<Bytes, Error>;
}

/// A [`Document`] that is its own line.
#[derive(Debug)]
pub enum Plain {}

/// A [`Document`] that is a `Result` of its line.
#[derive(Debug)]
pub enum Fallible {}

impl<T: Serialize> Document<Plain> for T {
    fn writer() -> fn(Self) -> Result<Bytes, Error> {
        if is_result::<T>() { result_line } else { line }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize, E: Into<Error>> Document<Fallible> for Result<T, E> {
    fn writer() -> fn(Self) -> Result<Bytes, Error> {
        |document| document.map_err(Into::into).and_then(line)
    }
}

/// Whether a type is a `Result`, asked where nothing is known of the type: two `Rc`s of one allocation are equal where their type
/// is `Eq`, and else as its `PartialEq` says (the documentation of `Rc`'s `PartialEq`).
fn is_result<T>() -> bool {
    struct Probe<T>(PhantomData<T>);

    impl<T> PartialEq for Probe<T> {
        fn eq(&self, _: &Self) -> bool {
            false
        }
    }

    impl<T, E> Eq for Probe<Result<T, E>> {}

    let probe = Rc::new(Probe::<T>(PhantomData));
    probe == Rc::clone(&probe)
}

fn line<T: Serialize>(document: T) -> Result<Bytes, Error> {
    let line = written(|line| {
        serde_json::to_writer(&mut *line, &document)?;
        line.push(b'\n');
        Ok::<(), serde_json::Error>(())
    });
    line.map_err(|error| Rejection::InvalidResponse { reason: error.to_string().into() }.into())
}

/// The line of a `Result` whose error is only known to serialise: serde writes `{"Ok":…}` or `{"Err":…}`.
fn result_line<T: Serialize>(document: T) -> Result<Bytes, Error> {
    let line = line(document)?;
    let text = std::str::from_utf8(&line).unwrap_or_default().trim_end();
    let inner = |start: &str| text.strip_prefix(start)?.strip_suffix('}');
    match (inner(r#"{"Ok":"#), inner(r#"{"Err":"#)) {
        (Some(value), _) => Ok(Bytes::from(format!("{value}\n"))),
        (None, Some(error)) => Err(Error::internal(error)),
        (None, None) => Ok(line),
    }
}

impl<S> fmt::Debug for NdJson<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NdJson")
            .field("head_first", &self.head_first)
            .field("silent_end", &self.silent_end)
            .finish_non_exhaustive()
    }
}

impl<S> Respond for NdJson<S> {
    fn respond(self) -> Outgoing {
        Outgoing::foreign(self)
    }
}

impl<S> IntoResponse for NdJson<S> {
    fn into_response(self) -> Response {
        let Self { documents, body, head_first, silent_end } = self;
        let mut response = Response::new(body(documents));
        response.headers_mut().insert(header::CONTENT_TYPE, content_type::NDJSON.clone());
        if head_first {
            response.extensions_mut().insert(HeadFirst);
        }
        if silent_end {
            response.extensions_mut().insert(SilentEnd);
        }
        response
    }
}

pin_project! {
    struct Lines<S: Stream> {
        #[pin]
        documents: S,
        line: fn(S::Item) -> Result<Bytes, Error>,
    }
}

impl<S: Stream> Stream for Lines<S> {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.project();
        this.documents.poll_next(cx).map(|document| document.map(*this.line))
    }
}
