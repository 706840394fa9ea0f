//! Response headers that survive the way back, and are true.
//!
//! The SDK refuses a whole response for a name that occurs twice or for a value outside of visible ASCII
//! (`grafana-plugin-sdk`, `backend/resource.rs`), so both are mended before it sees them. Grafana hands on a length that is not
//! the body's: the browser gets a body that is cut, or none (`net/http`, `server.go`).

use http::{HeaderMap, HeaderName, HeaderValue, header};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

/// What speaks of one connection, and never of what goes through Grafana (RFC 9110, section 7.6.1).
pub(crate) const HOP_BY_HOP: [HeaderName; 9] = [
    header::CONNECTION,
    HeaderName::from_static("proxy-connection"),
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// The names that `Connection` names.
pub(crate) fn named_by_connection(headers: &HeaderMap) -> Vec<HeaderName> {
    let values = headers.get_all(header::CONNECTION).iter();
    values
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .filter_map(|name| HeaderName::from_bytes(name.trim_ascii()).ok())
        .collect()
}

/// What is known of the body that headers speak of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent<'b> {
    /// How long all of it is; `None` where nobody knows before its end.
    pub(super) length: Option<u64>,
    /// The first chunk of it.
    pub(super) first: &'b [u8],
    /// Whether the body was left out, since the method is HEAD.
    pub(super) is_left_out: bool,
}

/// Drops what is not true of the body, or speaks of a connection.
pub(super) fn drop_untrue(headers: &mut HeaderMap, sent: Sent<'_>) {
    for name in named_by_connection(headers).iter().chain(&HOP_BY_HOP) {
        if headers.remove(name).is_some() {
            crate::log::header(name, "was dropped: it speaks of a connection, which is Grafana's");
        }
    }
    if headers.contains_key(header::CONTENT_LENGTH) && !is_true_length(headers, sent) {
        headers.remove(header::CONTENT_LENGTH);
        crate::log::header(&header::CONTENT_LENGTH, "was dropped: it is not the length of the body");
    }
    if is_untrue_encoding(headers, sent) {
        headers.remove(header::CONTENT_ENCODING);
        crate::log::header(&header::CONTENT_ENCODING, "was dropped: the body is not encoded");
    }
}

fn is_true_length(headers: &HeaderMap, sent: Sent<'_>) -> bool {
    let mut values = headers.get_all(header::CONTENT_LENGTH).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let digits = value.as_bytes();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let stated = value.to_str().ok().and_then(|digits| digits.parse::<u64>().ok());
    // A HEAD may say how long the body of a GET would be.
    stated.is_some() && (sent.is_left_out || stated == sent.length)
}

/// Whether the body is said to be encoded, and begins otherwise than all bodies that are (RFC 1952, section 2.3.1; RFC 8878,
/// sections 3.1.1 and 3.1.2). `identity` says that the body is not encoded, and has no place in this header (RFC 9110, section
/// 8.4.1). Nothing is known of a body of which nothing has come.
fn is_untrue_encoding(headers: &HeaderMap, sent: Sent<'_>) -> bool {
    let mut values = headers.get_all(header::CONTENT_ENCODING).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let is = |encoding: &[u8]| value.as_bytes().trim_ascii().eq_ignore_ascii_case(encoding);
    let body = sent.first;
    let is_unknown = sent.is_left_out || (body.is_empty() && sent.length != Some(0));
    let begins = |magic: &[u8]| body.starts_with(magic) || (!body.is_empty() && magic.starts_with(body));
    let is_gzip = || begins(&[0x1F, 0x8B]);
    // A frame, or one of the sixteen that may be skipped.
    let is_zstd =
        || begins(&[0x28, 0xB5, 0x2F, 0xFD]) || (0x50..=0x5F).any(|first| begins(&[first, 0x2A, 0x4D, 0x18]));
    is(b"identity")
        || !is_unknown && ((is(b"gzip") || is(b"x-gzip")) && !is_gzip() || is(b"zstd") && !is_zstd())
}

/// Everything outside of visible ASCII, and the sign of an escape itself.
const OUTSIDE_ASCII: &AsciiSet = &CONTROLS.add(b'%');

/// Mends what the SDK could not send.
pub(super) fn mend(headers: &mut HeaderMap) {
    if headers.iter().all(|(_, value)| value.to_str().is_ok()) && headers.keys_len() == headers.len() {
        return;
    }
    let names: Vec<HeaderName> = headers.keys().cloned().collect();
    for name in names {
        let values: Vec<HeaderValue> =
            headers.get_all(&name).iter().map(|value| encode(&name, value)).collect();
        match joined(&name, &values) {
            Some(value) => drop(headers.insert(name, value)),
            None => drop(headers.remove(name)),
        }
    }
}

/// Escapes what Go could not read: there the whole message fails. Repeated names stay.
#[cfg(feature = "server")]
pub(super) fn escape(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        if value.to_str().is_err() {
            *value = encode(name, value);
        }
    }
}

fn encode(name: &HeaderName, value: &HeaderValue) -> HeaderValue {
    if value.to_str().is_ok() {
        return value.clone();
    }
    crate::log::header(name, "was percent-encoded: it may hold visible ASCII only");
    let encoded = percent_encode(value.as_bytes(), OUTSIDE_ASCII).to_string();
    HeaderValue::from_str(&encoded).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Several values of one name are one list (RFC 9110, section 5.3), except for `Set-Cookie`, which Grafana drops.
fn joined(name: &HeaderName, values: &[HeaderValue]) -> Option<HeaderValue> {
    if name == header::SET_COOKIE && values.len() > 1 {
        crate::log::header(name, "was dropped: Grafana never forwards it");
        return None;
    }
    if let [value] = values {
        return Some(value.clone());
    }
    HeaderValue::from_bytes(&values.iter().map(HeaderValue::as_bytes).collect::<Vec<_>>().join(&b", "[..]))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(pairs: &[(&'static str, &[u8])]) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).unwrap());
        }
        mend(&mut headers);
        headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
    }

    #[test]
    fn repeated_values_become_one_list() {
        assert_eq!(
            mended(&[("vary", b"Accept"), ("vary", b"Cookie")]),
            [("vary".into(), "Accept, Cookie".into())]
        );
    }

    #[test]
    fn text_outside_of_ascii_is_percent_encoded() {
        let value = "größe 5%".as_bytes();
        assert_eq!(mended(&[("x-title", value)]), [("x-title".into(), "gr%C3%B6%C3%9Fe 5%25".into())]);
    }

    #[test]
    fn repeated_cookies_are_dropped() {
        assert_eq!(mended(&[("set-cookie", b"a=1"), ("set-cookie", b"b=2")]), []);
    }
}
