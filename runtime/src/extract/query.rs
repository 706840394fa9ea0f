//! The query.

use grafana_plugin_sdk::backend::GrafanaPlugin;
use serde::Deserialize;

use super::{FromCall, OptionalFromCall, argument::Ours, pairs::Pairs};
use crate::{Call, Rejection};

/// The query, read as `T`.
///
/// A field that is a `Vec` gets every value of its key in order (Grafana's front end repeats the key of an array), and
/// is empty only with `#[serde(default)]`; any other field may be given once. `+` is a space. An empty value is a value, whether the
/// field is an `Option` or not: `?name=` is the empty text, and `?limit=` is refused where a number is read.
/// A field may borrow, `&'a str` for example: the text lives as long as the call. A number is what Rust's `FromStr` takes, `+7` among it.
/// `Query<Vec<(String, String)>>` gets the pairs as they stand. `Option<Query<T>>` is `None` where there is no query.
///
/// `#[serde(flatten)]`, untagged and tagged enums take numbers, bools and lists too. A value is text where text fits, and
/// is tried as a number, a bool or a list of one where text does not fit; an untagged enum is the first variant that fits
/// so. A value that nothing takes is refused with its key, also inside of a flattened `Option`, which is `None` only where
/// a field is absent.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// # use grafana_resource_routes::{Query, resource_routes, testing::Client};
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
/// #[derive(serde::Deserialize)]
/// struct Filter {
///     #[serde(default)]
///     namespace: Vec<String>,
///     limit: Option<u32>,
/// }
///
/// #[resource_routes]
/// impl Plugin {
///     #[get("/pods")]
///     fn pods(&self, Query(filter): Query<Filter>) -> String {
///         format!("{:?} {:?}", filter.namespace, filter.limit)
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let client = Client::new(Plugin);
/// assert_eq!(client.get("pods?namespace=a&namespace=b").await.text(), r#"["a", "b"] None"#);
/// let refused = client.get("pods?limit=many").await;
/// assert_eq!(refused.status(), 400);
/// assert_eq!(refused.message(), "query: `limit`: `many` is not a whole number from 0 to 4294967295");
/// # });
/// ```
///
/// # Rejections
///
/// [`InvalidQuery`](Rejection::InvalidQuery), [`UnfitQuery`](Rejection::UnfitQuery).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<T>(pub T);

impl<T> Ours for Query<T> {}

impl<'a, P: GrafanaPlugin, T: Deserialize<'a>> FromCall<'a, P> for Query<T> {
    type Rejection = Rejection;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Rejection> {
        let pairs = Pairs::parse(call.raw_query(), call.query_arena())
            .map_err(|reason| Rejection::InvalidQuery { reason })?;
        pairs.read().map(Self).map_err(|reason| Rejection::UnfitQuery { reason })
    }
}

/// `None` where there is no query at all.
impl<'a, P: GrafanaPlugin, T: Deserialize<'a>> OptionalFromCall<'a, P> for Query<T> {
    type Rejection = Rejection;

    fn optional_from_call(call: &Call<'a, P>) -> Result<Option<Self>, Rejection> {
        if call.raw_query().is_empty() { Ok(None) } else { Self::from_call(call).map(Some) }
    }
}
