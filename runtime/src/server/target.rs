//! Which of a message's two paths counts.
//!
//! Grafana sends the path decoded, in `path`, and again with the query and escaped in `url`. The escaped one says more:
//! a slash that was encoded is no structure. But some versions of Grafana's `/apis` put the URL that they were called
//! with into `url` (`pkg/registry/apis/datasource/sub_resource.go`), so `url` counts only where it says the same.
//!
//! A `url` with a scheme and a host is from nobody whose `path` could be trusted instead: Go writes `./` before a colon in
//! the first segment, so Grafana sends none. It is taken as it stands, as behind the SDK's server, where no route has it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// What a call asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target<'m> {
    pub(super) path: RawPath<'m>,
    pub(super) query: Option<&'m str>,
}

/// A path without the slash before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum RawPath<'m> {
    Escaped(&'m str),
    Decoded(&'m str),
}

impl<'m> Target<'m> {
    pub(super) fn of(path: &'m str, url: &'m str) -> Self {
        let (url_path, query) = split(url);
        if path == url {
            return Self { path: RawPath::Escaped(url_path), query };
        }
        let path =
            if says_the_same(url_path, path) { RawPath::Escaped(url_path) } else { RawPath::Decoded(path) };
        Self { path, query }
    }

    /// How long path and query are as they came, before anything is escaped, with the slash before them.
    pub(super) fn len(&self) -> usize {
        let (RawPath::Escaped(path) | RawPath::Decoded(path)) = self.path;
        "/".len() + path.len() + self.query.map_or(0, |query| "?".len() + query.len())
    }
}

/// The path and the query of a URL.
pub(super) fn split(url: &str) -> (&str, Option<&str>) {
    url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)))
}

fn says_the_same(url: &str, path: &str) -> bool {
    if url == path || is_absolute(url) {
        return true;
    }
    let (url, path) = (url.trim_start_matches('/'), path.trim_start_matches('/'));
    if path.is_empty() {
        // Other hosts than Grafana may fill in the URL only.
        return !url.starts_with("apis/");
    }
    // Go writes `./` into the URL only; one in the path is the caller's, and then it is in both.
    decodes_to(url, path) || without_go_prefix(url).is_some_and(|url| decodes_to(url, path))
}

fn decodes_to(url: &str, path: &str) -> bool {
    let decoded: Cow<'_, [u8]> = percent_decode_str(url).into();
    *decoded == *path.as_bytes()
}

/// Whether this begins with a scheme and an authority (RFC 3986, section 3).
fn is_absolute(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || "+-.".contains(sign))
    })
}

/// Without the `./` that Go writes before a colon in the first segment, if it is there.
fn without_go_prefix(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("./")?;
    rest.split('/').next().is_some_and(|first| first.contains(':')).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path<'m>(path: &'m str, url: &'m str) -> RawPath<'m> {
        Target::of(path, url).path
    }

    #[test]
    fn the_escaped_path_counts_where_it_says_the_same() {
        for (path_, url) in [
            ("", ""),
            ("a/b", "a/b"),
            ("a b", "a%20b?x=1"),
            ("a/b", "a%2Fb"),
            ("%2F", "%252F"),
            ("a:b/c", "./a:b/c"),
            ("/a", "/a"),
            ("a", "//a"),
            ("./a:b", "./a:b"),
            ("./a:b", "./a%3Ab"),
        ] {
            let url_path = url.split('?').next().unwrap();
            assert_eq!(path(path_, url), RawPath::Escaped(url_path), "{path_} {url}");
        }
    }

    #[test]
    fn the_decoded_path_counts_where_they_disagree() {
        for (path_, url) in [
            ("a/%41", "/apis/x.grafana.app/v0alpha1/namespaces/default/datasources/u/resources/a/%2541"),
            ("", "/apis/x.grafana.app/v0alpha1/namespaces/default/datasources/u/resources"),
            ("a", ""),
        ] {
            assert_eq!(path(path_, url), RawPath::Decoded(path_), "{path_} {url}");
        }
    }

    #[test]
    fn a_url_with_a_host_is_taken_as_it_stands() {
        for url in ["http://evil.example/a", "x+y.z-1://a", "h://"] {
            assert_eq!(path("a", url), RawPath::Escaped(url), "{url}");
        }
        for url in ["/http://a", "://a", "1h://a", "a/b://c"] {
            assert_eq!(path("x", url), RawPath::Decoded("x"), "{url}");
        }
    }

    #[test]
    fn a_message_with_a_url_only_is_taken_by_it() {
        assert_eq!(path("", "a/b?c=d"), RawPath::Escaped("a/b"));
    }

    #[test]
    fn the_query_is_the_urls() {
        assert_eq!(Target::of("a", "/apis/outer?b=c?d").query, Some("b=c?d"));
        assert_eq!(Target::of("a", "a").query, None);
        assert_eq!(Target::of("a", "a?").query, Some(""));
    }
}
