//! Which headers pass, on the way to the plugin.

use std::{fmt, net::IpAddr};

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};

use super::{Way, headers::remove_not_forwarded};
use crate::respond::named_by_connection;

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

#[cfg(test)]
mod tests {
    use http::HeaderName;

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
}
