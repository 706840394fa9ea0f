//! Response headers that survive the way back.
//!
//! The SDK refuses a whole response for a name that occurs twice or for a value outside of visible ASCII
//! (`grafana-plugin-sdk`, `backend/resource.rs`), so both are mended before it sees them.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

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
