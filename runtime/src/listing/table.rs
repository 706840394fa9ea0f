//! All routes of a plugin: as a list, a table, Markdown.

use std::{
    fmt::{self, Write as _},
    path::Path,
};

use serde::{Serialize, Serializer};

use super::{Route, document, markdown};

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

    /// The list as a Markdown table, as GitHub and rustdoc read it: a cell holds what the route has, whatever that is.
    ///
    /// The remark is the first paragraph of the doc comment, which stays Markdown; HTML in it is shown as text.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let rows = self.iter().map(|route| {
            let (method, role) = (route.method().as_str(), route.role_name());
            markdown::row(method, route.path(), role, route.handler(), &route.remark())
        });
        markdown::HEAD.map(str::to_owned).into_iter().chain(rows).map(|row| row + "\n").collect()
    }

    /// Holds the table in a Markdown document in step with the routes: for a test.
    ///
    /// The table stands between a line `<!-- routes -->` and a line `<!-- /routes -->`. Each is one line that holds nothing
    /// else; what prose or a code block says of them does not count. Ends of lines are not compared.
    ///
    /// With the environment variable `UPDATE_ROUTES` set to `1`, or to anything but `0` and nothing, the lines between the two
    /// are written instead of compared, and all else in the document stays as it is, byte for byte. What was written is
    /// said on standard error, and the test passes.
    ///
    /// # Panics
    ///
    /// - Where the document shows other routes: with the rows that differ.
    /// - Where it has not exactly one pair of these lines, in order: with what is wrong and in which lines. Nothing is
    ///   written then.
    /// - Where it cannot be read or written.
    #[track_caller]
    pub fn assert_markdown(&self, document: impl AsRef<Path>) {
        if let Err(problem) = document::hold_table(document.as_ref(), &self.to_markdown()) {
            panic!("{problem}");
        }
    }

    /// Holds a JSON file in step with the routes: for a test, as [`assert_markdown`](Self::assert_markdown).
    ///
    /// The file is the list as it serialises. It is compared as JSON, so a formatter may set it otherwise. With
    /// `UPDATE_ROUTES` set it is written: indented, its lines ended as they were.
    ///
    /// # Panics
    ///
    /// Where the file holds other routes, is not there, or cannot be read or written.
    #[track_caller]
    pub fn assert_json(&self, file: impl AsRef<Path>) {
        let json = serde_json::to_string_pretty(self).map_err(|error| error.to_string());
        if let Err(problem) = json.and_then(|json| document::hold_json(file.as_ref(), &(json + "\n"))) {
            panic!("{problem}");
        }
    }
}

impl IntoIterator for &Routes {
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
        let method = width(|route| route.method().as_str().len());
        let path = width(|route| route.path().chars().count());
        let role = width(|route| route.role_name().len());
        let handler = width(|route| route.handler().chars().count());
        for route in self {
            let mut line = format!("{:method$}  {:path$}", route.method(), route.path());
            if role > 0 {
                write!(line, "  {:role$}", route.role_name())?;
            }
            write!(line, "  {:handler$}  {}", route.handler(), route.remark())?;
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
