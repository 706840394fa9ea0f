//! Which plugin a request's path names, and what it asks of it.
//!
//! In comes the path as it stood in the request, out goes the plugin and the rest of the path, still escaped. Called
//! by [`crate::http`]. The server's own router decodes paths in its own way, so Grafana's is followed here
//! (`pkg/web/tree.go`): compared as written, the names decoded after.

use grafana_resource_routes::testing::grafana::Way;
use percent_encoding::percent_decode_str;

/// A resource of a plugin, as a URL names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address<'a> {
    pub(crate) plugin: Named,
    /// Everything after `/resources/`, as it stood in the request.
    pub(crate) tail: &'a str,
}

/// The ways to name a plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// `/api/datasources/uid/<uid>`
    DataSourceUid(String),
    /// `/api/datasources/<id>`, deprecated.
    DataSourceId(String),
    /// `/api/plugins/<id>`
    Plugin(String),
    /// `/apis/<group>/v0alpha1/namespaces/<namespace>/datasources/<uid>`
    Api { group: String, uid: String },
}

impl Named {
    pub(crate) fn way(&self) -> Way {
        if matches!(self, Self::Api { .. }) { Way::Apis } else { Way::Legacy }
    }
}

impl<'a> Address<'a> {
    /// `None` where Grafana has no resource route.
    pub(crate) fn parse(path: &'a str) -> Option<Self> {
        let path = path.strip_prefix('/')?;
        let (plugin, tail) = match *path.splitn(6, '/').collect::<Vec<_>>() {
            ["api", "datasources", "uid", uid, "resources"] => (Named::DataSourceUid(decode(uid)), ""),
            ["api", "datasources", "uid", uid, "resources", tail] => {
                (Named::DataSourceUid(decode(uid)), tail)
            }
            ["api", "datasources", id, "resources", ..] => (Named::DataSourceId(decode(id)), after(path, 4)),
            ["api", "plugins", id, "resources", ..] => (Named::Plugin(decode(id)), after(path, 4)),
            ["apis", group, "v0alpha1", "namespaces", _, _] => apis(group, after(path, 5))?,
            _ => return None,
        };
        Some(Self { plugin, tail })
    }
}

/// `datasources/<uid>/resources`, and a tail or none.
fn apis<'a>(group: &str, path: &'a str) -> Option<(Named, &'a str)> {
    let (uid, tail) = match *path.splitn(4, '/').collect::<Vec<_>>() {
        ["datasources", uid, "resources"] => (uid, ""),
        ["datasources", uid, "resources", tail] => (uid, tail),
        _ => return None,
    };
    Some((Named::Api { group: decode(group), uid: decode(uid) }, tail))
}

/// What follows the first `count` segments.
fn after(path: &str, count: usize) -> &str {
    path.splitn(count + 1, '/').nth(count).unwrap_or_default()
}

pub(crate) fn decode(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_plugin_and_leaves_its_tail_alone() {
        let uid = || Named::DataSourceUid("a b".to_owned());
        let api = || Named::Api { group: "x.grafana.app".to_owned(), uid: "u".to_owned() };
        let table = [
            ("/api/datasources/uid/a%20b/resources", Some((uid(), ""))),
            ("/api/datasources/uid/a%20b/resources/", Some((uid(), ""))),
            ("/api/datasources/uid/a%20b/resources/x%2Fy/", Some((uid(), "x%2Fy/"))),
            ("/api/datasources/uid/a%20b/resources//x", Some((uid(), "/x"))),
            ("/api/datasources/7/resources/x/y", Some((Named::DataSourceId("7".to_owned()), "x/y"))),
            ("/api/datasources/7/resources", Some((Named::DataSourceId("7".to_owned()), ""))),
            ("/api/plugins/p/resources", Some((Named::Plugin("p".to_owned()), ""))),
            ("/api/plugins/p/resources/a/b/c/d", Some((Named::Plugin("p".to_owned()), "a/b/c/d"))),
            ("/apis/x.grafana.app/v0alpha1/namespaces/n/datasources/u/resources", Some((api(), ""))),
            ("/apis/x.grafana.app/v0alpha1/namespaces/n/datasources/u/resources//a/", Some((api(), "/a/"))),
            ("/apis/x.grafana.app/v1/namespaces/n/datasources/u/resources/a", None),
            ("/api/datasources/uid/u/resource/x", None),
            ("/api/plugins/p/settings", None),
            ("//api/plugins/p/resources", None),
            ("/resources", None),
        ];
        for (path, expected) in table {
            let expected = expected.map(|(plugin, tail)| Address { plugin, tail });
            assert_eq!(Address::parse(path), expected, "{path}");
        }
    }
}
