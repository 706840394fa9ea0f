//! A path parameter that nobody has checked.

use std::ops::Deref;

use super::PathParameter;

/// A path parameter whose value may climb: `path: Raw<&str>` for `{*path}`.
///
/// A value that would lead out of the place that it is put in is refused before the handler runs
/// ([`Rejection::PathTraversal`](crate::Rejection::PathTraversal)): it has a segment `.` or `..`, a backslash or a control
/// character, plain or encoded; or an empty segment, where it is a tail. `Raw<T>` takes the value all the same, decoded once
/// like every parameter. The handler has to see to it then that the value does no harm. The list of routes shows which
/// routes do so.
///
/// The argument's type is `Raw<…>` itself: an alias of it does not compile.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// use grafana_resource_routes::{extract::Raw, resource_routes, testing::Client};
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
///
/// #[resource_routes]
/// impl Plugin {
///     #[get("/files/{*path}")]
///     async fn file(&self, path: &str) -> String {
///         path.to_owned()
///     }
///
///     #[get("/words/{*text}")]
///     async fn words(&self, text: Raw<&str>) -> String {
///         text.split('/').rev().collect::<Vec<_>>().join("/")
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let client = Client::new(Plugin);
/// assert_eq!(client.get("files/a/../b").await.status(), 400);
/// assert_eq!(client.get("words/a/../b").await.text(), "b/../a");
/// # });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Raw<T>(pub T);

impl<T> Deref for Raw<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// What takes a path parameter unchecked. Asked of arguments whose type is called `Raw`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an unchecked path parameter",
    label = "not `grafana_resource_routes::extract::Raw<T>` of a type that serde reads from one text",
    note = "an argument for a `{{parameter}}` whose type is called `Raw` takes the value unchecked: rename a type of your own"
)]
pub trait RawParameter<'a>: Sized {
    #[doc(hidden)]
    fn from_unchecked(text: &'a str) -> Result<Self, Box<str>>;
}

impl<'a, T: PathParameter<'a>> RawParameter<'a> for Raw<T> {
    fn from_unchecked(text: &'a str) -> Result<Self, Box<str>> {
        T::from_text(text).map(Self)
    }
}
