//! Which headers pass, on the way to the plugin and on the way back.

use std::net::IpAddr;

use bytes::Bytes;
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::respond::{HOP_BY_HOP, named_by_connection};

/// What of the data source's configuration decides which headers reach the plugin.
///
/// ```
/// use grafana_resource_routes::testing::grafana::Forwarding;
///
/// let mut forwarding = Forwarding::default();
/// forwarding.keep_cookies = vec!["tenant".to_owned(), "lb-[]".to_owned()];
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Forwarding {
    /// `jsonData.keepCookies`: names of cookies; `name[]` is any name that starts so, `[]` any name at all.
    pub keep_cookies: Vec<String>,
    /// `jsonData.oauthPassThru`: `Authorization` and `X-ID-Token` stay. Grafana puts the user's own tokens there; where
    /// there is no Grafana, those of the request stand for them.
    pub oauth_pass_through: bool,
    /// The client's address, appended to `X-Forwarded-For`.
    pub client: Option<IpAddr>,
}

/// The session cookie of Grafana's own login, which never leaves Grafana.
const LOGIN_COOKIE: &str = "grafana_session";

/// Taken off both ways, beside hop-by-hop headers (`pkg/plugins/manager/client/client.go`).
const NOT_FORWARDED: [HeaderName; 2] = [header::USER_AGENT, header::SET_COOKIE];

/// Makes of a browser's headers those that the plugin gets.
///
/// `Host`, `Origin`, `Referer`, `User-Agent`, `Authorization`, hop-by-hop headers, `X-Forwarded-Host`, `-Port` and
/// `-Proto`, and all cookies but the kept ones are gone; `X-Grafana-Referer` and `X-Forwarded-For` are set
/// (`pkg/util/proxyutil/proxyutil.go` and the middlewares in `pkg/services/pluginsintegration/clientmiddleware`).
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
    let referer = headers.get(header::REFERER).cloned().unwrap_or_else(|| HeaderValue::from_static(""));
    headers.insert("x-grafana-referer", referer);
    for name in ["host", "origin", "referer", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"] {
        headers.remove(name);
    }
    if let Some(client) = forwarding.client {
        append_forwarded_for(headers, client);
    }
    remove_hop_by_hop(headers);
    headers.remove("x-grafana-device-id");
    if !forwarding.oauth_pass_through {
        headers.remove(header::AUTHORIZATION);
        headers.remove("x-id-token");
    }
    keep_cookies(headers, &forwarding.keep_cookies);
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

/// What `Connection` names goes too, as RFC 9110, section 7.6.1, asks of every intermediary.
fn remove_hop_by_hop(headers: &mut HeaderMap) {
    for name in named_by_connection(headers).iter().chain(&HOP_BY_HOP).chain(&NOT_FORWARDED) {
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

/// Makes of a plugin's response headers those that the browser gets.
///
/// Hop-by-hop headers and `Set-Cookie` are dropped, the Content-Security-Policy is `sandbox` whatever the plugin says,
/// and a body without a type is called JSON (`pkg/plugins/manager/client/client.go`).
///
/// ```
/// use grafana_resource_routes::testing::grafana::response_headers;
/// use http::{HeaderMap, StatusCode, header};
///
/// let mut headers = HeaderMap::new();
/// headers.insert(header::SET_COOKIE, "a=1".parse()?);
/// response_headers(StatusCode::OK, &mut headers);
/// assert!(!headers.contains_key(header::SET_COOKIE));
/// assert_eq!(headers[header::CONTENT_TYPE], "application/json");
/// # Ok::<(), header::InvalidHeaderValue>(())
/// ```
pub fn response_headers(status: StatusCode, headers: &mut HeaderMap) {
    remove_hop_by_hop(headers);
    if status != StatusCode::NO_CONTENT && !headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
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
        let mut sent = headers(&[
            ("set-cookie", "a=1"),
            ("connection", "close, x-hop"),
            ("x-hop", "1"),
            ("transfer-encoding", "chunked"),
            ("user-agent", "me"),
            ("content-security-policy", "default-src *"),
            ("content-type", "text/plain"),
            ("x-kept", "1"),
        ]);
        response_headers(StatusCode::OK, &mut sent);
        let left = headers(&[
            ("content-security-policy", "sandbox"),
            ("content-type", "text/plain"),
            ("x-kept", "1"),
        ]);
        assert_eq!(sent, left);
    }

    #[test]
    fn only_204_may_lack_a_content_type() {
        for (status, expected) in
            [(200, Some("application/json")), (404, Some("application/json")), (204, None)]
        {
            let mut sent = HeaderMap::new();
            response_headers(StatusCode::from_u16(status).unwrap(), &mut sent);
            assert_eq!(
                sent.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes),
                expected.map(str::as_bytes),
                "{status}"
            );
        }
    }
}
