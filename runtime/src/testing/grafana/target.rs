//! From what a browser asked for to the path and URL in the plugin's request.

use std::error::Error;
use std::fmt;

use http::StatusCode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Which of Grafana's two kinds of resource URL a call comes through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Way {
    /// `/api/datasources/uid/<uid>/resources/…` and `/api/plugins/<id>/resources/…` (`pkg/api/api.go`).
    #[default]
    Legacy,
    /// `/apis/<group>/v0alpha1/namespaces/<ns>/datasources/<uid>/resources/…`, as the newest versions read it: the path is
    /// what follows the first `/<uid>/resources`, without one slash (`pkg/registry/apis/datasource/http_resource.go`).
    Apis,
    /// This URL as versions before read it: the path is what follows the last `/resources`, without any slash at its
    /// beginning (`pkg/registry/apis/datasource/sub_resource.go`).
    OlderApis,
}

/// The two fields of a `CallResourceRequest` that say where a call goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Target {
    /// The path, decoded once.
    pub path: String,
    /// The same path escaped as Go escapes it, with the query byte for byte.
    pub url: String,
}

/// Why a URL never reaches a plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BadTarget {
    /// A `%` that two hexadecimal digits do not follow: Go's HTTP server refuses it.
    Escape,
    /// A raw ASCII control character: Go's HTTP server refuses it.
    Control,
    /// The decoded path is not UTF-8, so that it does not fit into a protobuf string.
    NotUtf8,
}

impl BadTarget {
    /// What Grafana answers in the plugin's place.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::Escape | Self::Control => StatusCode::BAD_REQUEST,
            Self::NotUtf8 => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl fmt::Display for BadTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Escape => "the path has a `%` without two hexadecimal digits after it",
            Self::Control => "the URL has a control character in it",
            Self::NotUtf8 => "the decoded path is not UTF-8",
        })
    }
}

impl Error for BadTarget {}

/// The bytes that Go's `url.URL` escapes in a path (`net/url`, `EscapedPath`).
const GO_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b',')
    .remove(b'/')
    .remove(b':')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');

/// The path and URL that the plugin gets for what a browser asked for after `/resources/`.
///
/// The front end's `getResource(path)` joins `…/resources/` and `path`, so `target(way, path)` is that call:
/// `"namespaces"` asks for `…/resources/namespaces`, `"/namespaces"` for `…/resources//namespaces`.
///
/// ```
/// use grafana_resource_routes::testing::grafana::{Way, target};
///
/// let sent = target(Way::Legacy, "/logs:2026/a%2Fb/?q=%2F")?;
/// assert_eq!(sent.path, "/logs:2026/a/b");
/// assert_eq!(sent.url, "/logs:2026/a/b?q=%2F");
/// # Ok::<(), grafana_resource_routes::testing::grafana::BadTarget>(())
/// ```
///
/// # Errors
///
/// Where Grafana answers itself and the plugin is not called.
pub fn target(way: Way, tail_and_query: &str) -> Result<Target, BadTarget> {
    if tail_and_query.bytes().any(|byte| byte.is_ascii_control()) {
        return Err(BadTarget::Control);
    }
    let (tail, query) = tail_and_query.split_once('?').unwrap_or((tail_and_query, ""));
    let path = match way {
        // pkg/web/tree.go takes one trailing slash off before it decodes.
        Way::Legacy => decode(tail.strip_suffix('/').unwrap_or(tail))?,
        Way::Apis => decode(tail)?,
        Way::OlderApis => after_last_resources(&decode(tail)?),
    };
    let url = go_url(&path, query);
    Ok(Target { path, url })
}

fn decode(tail: &str) -> Result<String, BadTarget> {
    let mut after_percent = tail.split('%').skip(1);
    if !after_percent
        .all(|rest| matches!(rest.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()))
    {
        return Err(BadTarget::Escape);
    }
    percent_decode_str(tail).decode_utf8().map(String::from).map_err(|_| BadTarget::NotUtf8)
}

/// The plugin's path is looked for from the end, so a path that itself has a segment starting with `resources` is cut.
fn after_last_resources(tail: &str) -> String {
    let whole = format!("/resources/{tail}");
    let (_, path) = whole.rsplit_once("/resources").unwrap_or_default();
    path.trim_start_matches('/').to_owned()
}

/// Go's `url.URL { Path, RawQuery }.String()`.
fn go_url(path: &str, query: &str) -> String {
    let mut url = String::with_capacity(path.len() + query.len() + 3);
    if path.split('/').next().is_some_and(|first| first.contains(':')) {
        // Else the first segment would read as a scheme.
        url.push_str("./");
    }
    // Go leaves the path `*` alone, and only that.
    if path == "*" {
        url.push('*');
    } else {
        url.extend(utf8_percent_encode(path, GO_PATH));
    }
    if !query.is_empty() {
        url.push('?');
        url.push_str(query);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the browser asked for after `/resources/`, the path, the URL.
    const LEGACY: &[(&str, &str, &str)] = &[
        ("", "", ""),
        ("?a=1", "", "?a=1"),
        ("/", "", ""),
        ("relations", "relations", "relations"),
        ("a%20b/c?x=1", "a b/c", "a%20b/c?x=1"),
        ("services/cart%2Fapi/operations", "services/cart/api/operations", "services/cart/api/operations"),
        ("a%252Fb", "a%2Fb", "a%252Fb"),
        ("services/100%25/operations", "services/100%/operations", "services/100%25/operations"),
        ("services/a%23b", "services/a#b", "services/a%23b"),
        ("services/a%3Fb", "services/a?b", "services/a%3Fb"),
        ("services/a%3Bb", "services/a;b", "services/a;b"),
        ("services/a%7Bb%7D", "services/a{b}", "services/a%7Bb%7D"),
        ("services/%00", "services/\0", "services/%00"),
        ("s%65rvices", "services", "services"),
        ("links/%2e%2e", "links/..", "links/.."),
        ("../x", "../x", "../x"),
        ("A-z0-9-_.~$&+,/:;=@", "A-z0-9-_.~$&+,/:;=@", "A-z0-9-_.~$&+,/:;=@"),
        ("x/!'()*[]\"é", "x/!'()*[]\"é", "x/%21%27%28%29%2A%5B%5D%22%C3%A9"),
        ("*", "*", "*"),
        ("%2a", "*", "*"),
        ("a+b", "a+b", "a+b"),
        ("cluster:logs/_mapping", "cluster:logs/_mapping", "./cluster:logs/_mapping"),
        ("abc,def:ghi/_mapping", "abc,def:ghi/_mapping", "./abc,def:ghi/_mapping"),
        ("x/a:b", "x/a:b", "x/a:b"),
        ("/a:b", "/a:b", "/a:b"),
        ("users/current/?x=1", "users/current", "users/current?x=1"),
        ("foo//", "foo/", "foo/"),
        ("foo%2F", "foo/", "foo/"),
        ("/namespaces", "/namespaces", "/namespaces"),
        ("//namespaces", "//namespaces", "//namespaces"),
        ("//", "/", "/"),
        ("a//b", "a//b", "a//b"),
        ("metrics?", "metrics", "metrics"),
        ("metrics??", "metrics", "metrics??"),
        ("?", "", ""),
        // As they stand in the request line: nothing there is a fragment.
        ("a\"<>`#b", "a\"<>`#b", "a%22%3C%3E%60%23b"),
        ("a?\"<>`#b", "a", "a?\"<>`#b"),
        ("metrics?a=%FF&b=%zz&c=\"<?+", "metrics", "metrics?a=%FF&b=%zz&c=\"<?+"),
        ("api/resources/1", "api/resources/1", "api/resources/1"),
    ];

    const APIS: &[(&str, &str, &str)] = &[
        ("", "", ""),
        ("/", "/", "/"),
        ("services/cart%2Fapi", "services/cart/api", "services/cart/api"),
        ("a:b/_mapping", "a:b/_mapping", "./a:b/_mapping"),
        ("/foo", "/foo", "/foo"),
        ("foo/", "foo/", "foo/"),
        ("api/resources/1?a=b", "api/resources/1", "api/resources/1?a=b"),
        ("a%2Fresources%2F1", "a/resources/1", "a/resources/1"),
    ];

    const OLDER_APIS: &[(&str, &str, &str)] = &[
        ("", "", ""),
        ("services/cart%2Fapi", "services/cart/api", "services/cart/api"),
        ("a:b/_mapping", "a:b/_mapping", "./a:b/_mapping"),
        ("///namespaces", "namespaces", "namespaces"),
        ("foo/", "foo/", "foo/"),
        ("api/resources/1?a=b", "1", "1?a=b"),
        ("api/resourcesful/1", "ful/1", "ful/1"),
        ("resources/1", "1", "1"),
        ("a%2Fresources%2F1", "1", "1"),
    ];

    #[test]
    fn path_and_url_are_what_grafana_makes_of_the_tail() {
        for (way, table) in [(Way::Legacy, LEGACY), (Way::Apis, APIS), (Way::OlderApis, OLDER_APIS)] {
            for (tail, path, url) in table {
                let expected = Target { path: (*path).to_owned(), url: (*url).to_owned() };
                assert_eq!(target(way, tail), Ok(expected), "{way:?} {tail}");
            }
        }
    }

    #[test]
    fn what_grafana_answers_itself_never_reaches_the_plugin() {
        let refused = [
            ("a%zz", BadTarget::Escape, 400),
            ("a%", BadTarget::Escape, 400),
            ("a%2", BadTarget::Escape, 400),
            ("%%41", BadTarget::Escape, 400),
            ("a\tb", BadTarget::Control, 400),
            ("a?b\u{7f}", BadTarget::Control, 400),
            ("a%FF", BadTarget::NotUtf8, 500),
            ("a%C0%AF", BadTarget::NotUtf8, 500),
        ];
        for (tail, error, status) in refused {
            assert_eq!(target(Way::Legacy, tail), Err(error), "{tail}");
            assert_eq!(target(Way::Apis, tail), Err(error), "{tail}");
            assert_eq!(error.status(), status, "{tail}");
        }
    }
}
