//! All routes of a plugin: as a list, a table, Markdown.

use std::{
    fmt::{self, Write as _},
    fs,
    path::Path,
};

use serde::{Serialize, Serializer};

use super::Route;

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
        for route in self {
            let remark = route.remark().replace('|', "\\|");
            let (method, path, role, handler) =
                (route.method(), route.path(), route.role_name(), route.handler());
            let _ = writeln!(table, "| `{method}` | `{path}` | {role} | `{handler}` | {remark} |");
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
    pub fn assert_markdown(&self, document: impl AsRef<Path>) {
        let document = document.as_ref();
        let shown = document.display();
        let text = fs::read_to_string(document).unwrap_or_else(|error| panic!("{shown}: {error}"));
        let current = self
            .replace_table(&text)
            .unwrap_or_else(|| panic!("{shown}: no lines `<!-- routes -->` and `<!-- /routes -->`"));
        hold(document, &text, &current);
    }

    /// Holds a JSON file in step with the routes: for a test, as [`assert_markdown`](Self::assert_markdown).
    ///
    /// The file is the list as it serialises, indented. With `UPDATE_ROUTES` set it is written.
    ///
    /// # Panics
    ///
    /// Where the file cannot be written, or holds other routes.
    pub fn assert_json(&self, file: impl AsRef<Path>) {
        let file = file.as_ref();
        let routes = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        hold(file, &fs::read_to_string(file).unwrap_or_default(), &routes);
    }

    fn replace_table(&self, text: &str) -> Option<String> {
        let (before, rest) = text.split_once("<!-- routes -->")?;
        let (_, after) = rest.split_once("<!-- /routes -->")?;
        Some(format!("{before}<!-- routes -->\n{}<!-- /routes -->{after}", self.to_markdown()))
    }
}

/// Compares, or writes where the environment asks for it.
fn hold(file: &Path, text: &str, current: &str) {
    let shown = file.display();
    if text == current {
        return;
    }
    if std::env::var_os("UPDATE_ROUTES").is_some() {
        fs::write(file, current).unwrap_or_else(|error| panic!("{shown}: {error}"));
        return;
    }
    panic!("{shown} shows other routes; run the test with UPDATE_ROUTES=1, or write:\n{current}");
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
