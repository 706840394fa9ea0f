//! Why a server did not start.

use std::{borrow::Cow, error::Error, fmt, io};

use super::log;

/// Why a [`Server`](super::Server) did not start. Once it has started, it ends without an error.
///
/// Its `Debug` output is words too, because that is what Rust prints where `main` returns it:
///
/// ```text
/// Error: cannot listen on 127.0.0.1: Too many open files (os error 24)
/// ```
pub struct ServeError {
    what: Cow<'static, str>,
    source: Option<io::Error>,
}

impl ServeError {
    pub(super) fn new(what: impl Into<Cow<'static, str>>) -> Self {
        Self { what: what.into(), source: None }
    }

    /// Says it in the log.
    pub(super) fn tell(&self) {
        log::not_started(&format_args!("{self:?}"));
    }

    /// For `map_err`.
    pub(super) fn io(what: impl Into<Cow<'static, str>>) -> impl FnOnce(io::Error) -> Self {
        |source| Self { what: what.into(), source: Some(source) }
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl fmt::Debug for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(f, "{}: {source}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl Error for ServeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
