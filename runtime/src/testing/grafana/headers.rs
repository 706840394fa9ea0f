//! What is true of headers on both ways.

use http::header::{self, HeaderMap, HeaderName};

use crate::respond::HOP_BY_HOP;

/// Taken off both ways, beside hop-by-hop headers (`pkg/plugins/manager/client/client.go`).
const NOT_FORWARDED: [HeaderName; 2] = [header::USER_AGENT, header::SET_COOKIE];

pub(super) fn remove_not_forwarded(headers: &mut HeaderMap) {
    for name in HOP_BY_HOP.iter().chain(&NOT_FORWARDED) {
        headers.remove(name);
    }
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
