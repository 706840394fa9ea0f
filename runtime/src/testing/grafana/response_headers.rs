//! Which headers pass, on the way back to the browser.

use http::StatusCode;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::{has_body, headers::remove_not_forwarded};
use crate::respond::named_by_connection;

/// The headers that the browser gets for those of a plugin's response, name by name and value by value.
///
/// Hop-by-hop headers and `Set-Cookie` are dropped, a Content-Security-Policy of `sandbox` is set, and a body without a type is
/// called JSON (`pkg/plugins/manager/client/client.go`). The types and lengths that go with no body are dropped by Go
/// (`suppressedHeaders` in `net/http`, `transfer.go`), which also leaves out a name that is none and makes a space of a line break.
///
/// Two of these rules read a name as Go writes it, and a plugin in Rust writes it in lower case. So its own
/// `content-security-policy` stays, in a line before or after `sandbox`, and so does what its `connection` names.
///
/// ```
/// use grafana_resource_routes::testing::grafana::response_headers;
/// use http::{StatusCode, header};
///
/// let headers = response_headers(StatusCode::OK, [("set-cookie", "a=1"), ("x-kept", "1")]);
/// assert!(!headers.contains_key(header::SET_COOKIE));
/// assert_eq!(headers["x-kept"], "1");
/// assert_eq!(headers[header::CONTENT_TYPE], "application/json");
/// ```
#[must_use]
pub fn response_headers<'h>(
    status: StatusCode,
    sent: impl IntoIterator<Item = (&'h str, &'h str)>,
) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut named = HeaderMap::new();
    for (spelled, value) in sent {
        let value = HeaderValue::try_from(value.replace(['\r', '\n'], " ").trim());
        let (Ok(name), Ok(value)) = (HeaderName::try_from(spelled), value) else { continue };
        match spelled {
            "Content-Security-Policy" => {}
            "Connection" => drop(named.append(name, value)),
            _ => drop(headers.append(name, value)),
        }
    }
    for name in named_by_connection(&named) {
        headers.remove(name);
    }
    remove_not_forwarded(&mut headers);
    headers.append(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
    if status == StatusCode::NOT_MODIFIED {
        headers.remove(header::CONTENT_TYPE);
    } else if status != StatusCode::NO_CONTENT && !headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if !has_body(status) {
        headers.remove(header::CONTENT_LENGTH);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_response_keeps_only_what_a_browser_may_see() {
        let sent = [
            ("set-cookie", "a=1"),
            ("transfer-encoding", "chunked"),
            ("user-agent", "me"),
            ("content-type", "text/plain"),
            ("x-kept", "1"),
            ("x-kept", "a\nb "),
            ("not a name", "1"),
        ];
        let left = headers(&[
            ("content-security-policy", "sandbox"),
            ("content-type", "text/plain"),
            ("x-kept", "1"),
            ("x-kept", "a b"),
        ]);
        assert_eq!(response_headers(StatusCode::OK, sent), left);
    }

    #[test]
    fn a_policy_in_lower_case_stays_beside_the_sandbox() {
        for (name, expected) in [
            ("content-security-policy", &["default-src *", "sandbox"][..]),
            ("Content-Security-Policy", &["sandbox"]),
        ] {
            let left = response_headers(StatusCode::OK, [(name, "default-src *")]);
            let policies: Vec<_> = left.get_all(header::CONTENT_SECURITY_POLICY).iter().collect();
            assert_eq!(policies, expected, "{name}");
        }
    }

    #[test]
    fn what_connection_names_in_lower_case_stays() {
        for (name, stays) in [("connection", true), ("Connection", false)] {
            let left = response_headers(StatusCode::OK, [(name, "close, x-hop"), ("x-hop", "1")]);
            assert_eq!((left.contains_key("x-hop"), left.contains_key(name)), (stays, false), "{name}");
        }
    }

    /// What is left of one header.
    fn left(status: u16, name: &'static str, value: &'static str) -> Option<HeaderValue> {
        response_headers(StatusCode::from_u16(status).unwrap(), [(name, value)]).remove(name)
    }

    #[test]
    fn a_status_without_a_body_has_no_length() {
        for (status, expected) in [(101, None), (204, None), (304, None), (200, Some("7")), (205, Some("7"))]
        {
            assert_eq!(
                left(status, "content-length", "7"),
                expected.map(HeaderValue::from_static),
                "{status}"
            );
        }
    }

    #[test]
    fn a_304_loses_the_type_that_the_plugin_gives() {
        assert_eq!(left(304, "content-type", "text/plain"), None);
        assert_eq!(left(204, "content-type", "text/plain").unwrap(), "text/plain");
    }

    #[test]
    fn only_204_and_304_may_lack_a_content_type() {
        for (status, is_there) in [(200, true), (404, true), (204, false), (304, false)] {
            let headers = response_headers(StatusCode::from_u16(status).unwrap(), []);
            assert_eq!(headers.contains_key(header::CONTENT_TYPE), is_there, "{status}");
        }
    }
}
