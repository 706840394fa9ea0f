//! Which headers pass, on the way to the plugin and on the way back.

use std::{fmt, net::IpAddr};

use bytes::Bytes;
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::{Way, has_body};
use crate::respond::{HOP_BY_HOP, named_by_connection};

/// What decides which headers reach the plugin: the data source's configuration, the caller and the URL.
///
/// ```
/// use grafana_resource_routes::testing::grafana::Forwarding;
///
/// let mut forwarding = Forwarding::default();
/// forwarding.keep_cookies = vec!["tenant".to_owned(), "lb-[]".to_owned()];
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Forwarding {
    /// By which URL the call comes.
    pub way: Way,
    /// `jsonData.keepCookies`: names of cookies; `name[]` is any name that starts so, `[]` any name at all.
    pub keep_cookies: Vec<String>,
    /// `jsonData.oauthPassThru`: `Authorization` and `X-ID-Token` stay. Grafana puts the user's own tokens there; where
    /// there is no Grafana, those of the request stand for them.
    pub oauth_pass_through: bool,
    /// The client's address, appended to `X-Forwarded-For`; not on `/apis`.
    pub client: Option<IpAddr>,
    /// The signed token in which Grafana says who calls: `X-Grafana-Id`. Where the caller has none, the header of that name that
    /// the request brings itself stays (`clientmiddleware/forward_id_middleware.go`).
    pub id_token: Option<HeaderValue>,
}

/// Whether there is a token, not which.
impl fmt::Debug for Forwarding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forwarding")
            .field("way", &self.way)
            .field("keep_cookies", &self.keep_cookies)
            .field("oauth_pass_through", &self.oauth_pass_through)
            .field("client", &self.client)
            .field("has_id_token", &self.id_token.is_some())
            .finish()
    }
}

/// The session cookie of Grafana's own login, which never leaves Grafana.
const LOGIN_COOKIE: &str = "grafana_session";

/// Taken off both ways, beside hop-by-hop headers (`pkg/plugins/manager/client/client.go`).
const NOT_FORWARDED: [HeaderName; 2] = [header::USER_AGENT, header::SET_COOKIE];

/// Makes of a browser's headers those that the plugin gets.
///
/// `Host`, `User-Agent`, `Authorization`, hop-by-hop headers and all cookies but the kept ones are gone
/// (`pkg/plugins/manager/client/client.go` and the middlewares in `pkg/services/pluginsintegration/clientmiddleware`). So
/// are `Origin`, `Referer`, `X-Forwarded-Host`, `-Port` and `-Proto`, and `X-Grafana-Referer` and `X-Forwarded-For` are set
/// (`pkg/util/proxyutil/proxyutil.go`): but not on `/apis`, where these arrive as they were sent.
///
/// ```
/// use grafana_resource_routes::testing::grafana::{Forwarding, request_headers};
/// use http::{HeaderMap, header};
///
/// let mut headers = HeaderMap::new();
/// headers.insert(header::USER_AGENT, "Firefox".parse()?);
/// headers.insert(header::REFERER, "/d/abc".parse()?);
/// request_headers(&mut headers, &Forwarding::default());
/// assert!(!headers.contains_key(header::USER_AGENT));
/// assert_eq!(headers["x-grafana-referer"], "/d/abc");
/// # Ok::<(), header::InvalidHeaderValue>(())
/// ```
pub fn request_headers(headers: &mut HeaderMap, forwarding: &Forwarding) {
    headers.remove(header::HOST);
    if forwarding.way == Way::Legacy {
        prepare(headers, forwarding.client);
    }
    for name in named_by_connection(headers) {
        headers.remove(name);
    }
    remove_not_forwarded(headers);
    if let Some(token) = &forwarding.id_token {
        headers.insert("x-grafana-id", token.clone());
    }
    headers.remove("x-grafana-device-id");
    if !forwarding.oauth_pass_through {
        headers.remove(header::AUTHORIZATION);
        headers.remove("x-id-token");
    }
    keep_cookies(headers, &forwarding.keep_cookies);
}

/// `PrepareProxyRequest` of `pkg/util/proxyutil/proxyutil.go`.
fn prepare(headers: &mut HeaderMap, client: Option<IpAddr>) {
    let referer = headers.get(header::REFERER).cloned().unwrap_or_else(|| HeaderValue::from_static(""));
    headers.insert("x-grafana-referer", referer);
    for name in ["origin", "referer", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"] {
        headers.remove(name);
    }
    if let Some(client) = client {
        append_forwarded_for(headers, client);
    }
}

fn append_forwarded_for(headers: &mut HeaderMap, client: IpAddr) {
    let mut value = headers.get("x-forwarded-for").map_or_else(Vec::new, |before| before.as_bytes().to_vec());
    if !value.is_empty() {
        value.extend_from_slice(b", ");
    }
    value.extend_from_slice(client.to_string().as_bytes());
    if let Ok(value) = HeaderValue::from_maybe_shared(Bytes::from(value)) {
        headers.insert("x-forwarded-for", value);
    }
}

fn remove_not_forwarded(headers: &mut HeaderMap) {
    for name in HOP_BY_HOP.iter().chain(&NOT_FORWARDED) {
        headers.remove(name);
    }
}

fn keep_cookies(headers: &mut HeaderMap, keep: &[String]) {
    let kept = |name: &str| {
        keep.iter().any(|rule| rule.strip_suffix("[]").map_or(rule == name, |start| name.starts_with(start)))
    };
    let mut cookies: Vec<(String, String)> = Vec::new();
    for value in headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()) {
        for cookie in value.split(';') {
            let (name, _) = cookie.split_once('=').unwrap_or((cookie, ""));
            let name = name.trim();
            if name != LOGIN_COOKIE && kept(name) {
                cookies.retain(|(earlier, _)| earlier != name);
                cookies.push((name.to_owned(), cookie.trim().to_owned()));
            }
        }
    }
    headers.remove(header::COOKIE);
    cookies.sort();
    let joined = cookies.into_iter().map(|(_, cookie)| cookie).collect::<Vec<_>>().join("; ");
    if let (false, Ok(value)) = (joined.is_empty(), HeaderValue::try_from(joined)) {
        headers.insert(header::COOKIE, value);
    }
}

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

/// A header's name as Go writes it, and as it stands in a plugin's request: `content-type` is `Content-Type`.
///
/// ```
/// use grafana_resource_routes::testing::grafana::canonical_name;
/// use http::header::ETAG;
///
/// assert_eq!(canonical_name(&ETAG), "Etag");
/// ```
#[must_use]
pub fn canonical_name(name: &HeaderName) -> String {
    let mut at_start = true;
    let canonical = name.as_str().chars().map(|letter| {
        let written = if at_start { letter.to_ascii_uppercase() } else { letter };
        at_start = letter == '-';
        written
    });
    canonical.collect()
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
    fn a_request_keeps_only_what_a_plugin_may_see() {
        let mut sent = headers(&[
            ("host", "grafana:3000"),
            ("origin", "http://grafana"),
            ("referer", "/d/abc"),
            ("x-forwarded-host", "a"),
            ("x-forwarded-port", "1"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-for", "10.0.0.1"),
            ("connection", "X-Hop, keep-alive"),
            ("x-hop", "1"),
            ("keep-alive", "1"),
            ("te", "trailers"),
            ("user-agent", "Firefox"),
            ("set-cookie", "a=1"),
            ("authorization", "Bearer secret"),
            ("x-grafana-device-id", "1"),
            ("x-id-token", "secret"),
            ("cookie", "grafana_session=secret; a=1"),
            ("accept", "application/json"),
        ]);
        request_headers(
            &mut sent,
            &Forwarding { client: Some([127, 0, 0, 1].into()), ..Forwarding::default() },
        );
        let left = headers(&[
            ("accept", "application/json"),
            ("x-forwarded-for", "10.0.0.1, 127.0.0.1"),
            ("x-grafana-referer", "/d/abc"),
        ]);
        assert_eq!(sent, left);
    }

    #[test]
    fn a_request_without_a_referer_gets_an_empty_one() {
        let mut sent = HeaderMap::new();
        request_headers(&mut sent, &Forwarding::default());
        assert_eq!(sent, headers(&[("x-grafana-referer", "")]));
    }

    #[test]
    fn on_apis_a_request_is_not_prepared_for_a_proxy() {
        for way in [Way::Apis, Way::OlderApis] {
            let arrives = headers(&[
                ("origin", "http://grafana"),
                ("referer", "/d/abc"),
                ("x-forwarded-for", "10.0.0.1"),
                ("x-forwarded-host", "a"),
                ("x-forwarded-port", "1"),
                ("x-forwarded-proto", "https"),
            ]);
            let mut sent = arrives.clone();
            sent.insert(header::USER_AGENT, HeaderValue::from_static("Firefox"));
            let client = Some([127, 0, 0, 1].into());
            request_headers(&mut sent, &Forwarding { way, client, ..Forwarding::default() });
            assert_eq!(sent, arrives, "{way:?}");
        }
    }

    #[test]
    fn an_id_token_of_the_requests_own_stays_where_the_caller_has_none() {
        for (token, arrives) in [(None, "own"), (Some(HeaderValue::from_static("signed")), "signed")] {
            let mut sent = headers(&[("x-grafana-id", "own")]);
            request_headers(&mut sent, &Forwarding { id_token: token, ..Forwarding::default() });
            assert_eq!(sent["x-grafana-id"], arrives);
        }
    }

    #[test]
    fn debug_output_has_no_token() {
        let id_token = Some(HeaderValue::from_static("signed"));
        assert!(!format!("{:?}", Forwarding { id_token, ..Forwarding::default() }).contains("signed"));
    }

    #[test]
    fn kept_cookies_are_sorted_and_never_the_login() {
        let mut sent =
            headers(&[("cookie", "z=1; grafana_session=s; lb-2=b; b=1"), ("cookie", "lb-1=a; z=2")]);
        let keep_cookies = ["z", "grafana_session", "lb-[]"].map(str::to_owned).to_vec();
        request_headers(&mut sent, &Forwarding { keep_cookies, ..Forwarding::default() });
        assert_eq!(sent[header::COOKIE], "lb-1=a; lb-2=b; z=2");
    }

    #[test]
    fn oauth_pass_through_leaves_the_tokens() {
        let mut sent = headers(&[("authorization", "Bearer t"), ("x-id-token", "i")]);
        request_headers(&mut sent, &Forwarding { oauth_pass_through: true, ..Forwarding::default() });
        assert_eq!(
            (&sent[header::AUTHORIZATION], &sent["x-id-token"]),
            (&"Bearer t".parse().unwrap(), &"i".parse().unwrap())
        );
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
