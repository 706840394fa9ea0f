//! What Grafana does to a resource call on its way to the plugin, and to the answer on its way back.
//!
//! A plugin never sees the request that the browser sent. Grafana decodes the path once, writes the URL anew, takes
//! headers away and adds some; of the answer it drops some headers and sets others. These are those steps as pure
//! functions, for tests and for hosts: the test client calls them around a call in process, the `host` example around
//! a call to a plugin process. The rules are those of Grafana's `pkg/api/plugin_resource.go` since early 2024, and of what stands around it.

mod headers;
mod request_headers;
mod response_headers;
mod target;

use bytes::Bytes;
use http::StatusCode;

pub use self::headers::canonical_name;
pub use self::request_headers::{Forwarding, request_headers};
pub use self::response_headers::response_headers;
pub use self::target::{BadTarget, Target, Way, target};

/// The status that the browser gets for the code of a plugin's first message: 500 for what HTTP does not know
/// (`pkg/web/response_writer.go`), and 200 for a code below it, which to Go is a hint ahead of the answer (`response.WriteHeader`
/// in `net/http`, `server.go`). 101 alone stays, and with it the answer has ended.
///
/// ```
/// use grafana_resource_routes::testing::grafana::status;
///
/// assert_eq!(status(404), 404);
/// assert_eq!(status(0), 500);
/// assert_eq!(status(103), 200);
/// ```
#[must_use]
pub fn status(code: i32) -> StatusCode {
    let status = u16::try_from(code).ok().and_then(|code| StatusCode::from_u16(code).ok());
    match status {
        Some(status) if status.is_informational() && status != StatusCode::SWITCHING_PROTOCOLS => {
            StatusCode::OK
        }
        Some(status) => status,
        None => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Whether Go writes a body with this status; of one that it does not, it writes nothing (`bodyAllowedForStatus` in
/// `net/http`, `transfer.go`).
pub(super) fn has_body(status: StatusCode) -> bool {
    !status.is_informational() && !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

/// The body that Grafana sends with status 500 when a plugin ends a call without any message (`pkg/web/context.go`).
///
/// ```
/// use grafana_resource_routes::testing::grafana::missing_write_body;
///
/// assert!(missing_write_body().ends_with(b"\"message\":\"Internal server error\"}\n"));
/// ```
#[must_use]
pub fn missing_write_body() -> Bytes {
    Bytes::from_static(
        b"{\"statusCode\":500,\"messageId\":\"web.missingWrite\",\"message\":\"Internal server error\"}\n",
    )
}

/// The body that Grafana sends with status 500 when a plugin fails a call instead of answering it
/// (`pkg/plugins/errors.go`). What the plugin said stays in Grafana's log.
///
/// ```
/// use grafana_resource_routes::testing::grafana::failure_body;
///
/// assert!(failure_body().starts_with(b"{\"message\":\"An error occurred within the plugin\""));
/// ```
#[must_use]
pub fn failure_body() -> Bytes {
    Bytes::from_static(
        br#"{"message":"An error occurred within the plugin","messageId":"plugin.requestFailureError","statusCode":500,"traceID":""}"#,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_is_no_status_is_500() {
        for (code, expected) in
            [(200, 200), (999, 999), (0, 500), (99, 500), (1000, 500), (-1, 500), (i32::MAX, 500)]
        {
            assert_eq!(status(code), expected, "{code}");
        }
    }

    #[test]
    fn a_code_below_200_is_a_hint_but_for_101() {
        for (code, expected) in [(100, 200), (101, 101), (102, 200), (103, 200), (199, 200)] {
            assert_eq!(status(code), expected, "{code}");
        }
    }

    #[test]
    fn the_body_without_a_message_is_what_the_front_end_reads() {
        let body: serde_json::Value = serde_json::from_slice(&missing_write_body()).unwrap();
        assert_eq!(body["messageId"], "web.missingWrite");
    }
}
