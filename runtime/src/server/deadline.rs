//! How long the caller of a call waits.
//!
//! (The protocol: `PROTOCOL-HTTP2.md` of gRPC, `Timeout`.)

use std::{fmt, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::time::Instant;

/// A name that is text is parsed anew at each call.
const GRPC_TIMEOUT: HeaderName = HeaderName::from_static("grpc-timeout");

/// What a caller is told that does not hear it any more, as a rule.
pub(super) const PAST_DEADLINE: &str = "the caller's deadline has passed";

/// Digits and a unit.
const LONGEST_TIMEOUT: usize = 9;

/// A timeout that is none. A server in Go ends such a call as well (`http2_server.go`).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MalformedTimeout;

impl fmt::Display for MalformedTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("malformed grpc-timeout: up to eight digits and one of H, M, S, m, u, n were expected")
    }
}

/// The deadline of a call that arrives now, if it has one.
#[inline]
pub(super) fn of(metadata: &HeaderMap) -> Result<Option<Instant>, MalformedTimeout> {
    metadata.get(GRPC_TIMEOUT).map_or(Ok(None), deadline)
}

/// `None` where it lies further away than the clock can say.
#[cold]
fn deadline(value: &HeaderValue) -> Result<Option<Instant>, MalformedTimeout> {
    timeout(value.as_bytes()).map(|timeout| Instant::now().checked_add(timeout)).ok_or(MalformedTimeout)
}

/// Up to eight digits, and the unit behind them.
fn timeout(value: &[u8]) -> Option<Duration> {
    let (unit, digits) = value.split_last()?;
    if value.len() > LONGEST_TIMEOUT || digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let count: u64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some(match unit {
        b'H' => Duration::from_secs(count * 3600),
        b'M' => Duration::from_secs(count * 60),
        b'S' => Duration::from_secs(count),
        b'm' => Duration::from_millis(count),
        b'u' => Duration::from_micros(count),
        b'n' => Duration::from_nanos(count),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_has_up_to_eight_digits_and_a_unit() {
        for (value, expected) in [
            ("1H", Duration::from_secs(3600)),
            ("2M", Duration::from_secs(120)),
            ("30S", Duration::from_secs(30)),
            ("250m", Duration::from_millis(250)),
            ("7u", Duration::from_micros(7)),
            ("99999999n", Duration::from_nanos(99_999_999)),
            ("99999999H", Duration::from_secs(99_999_999 * 3600)),
            ("0S", Duration::ZERO),
            ("007S", Duration::from_secs(7)),
        ] {
            assert_eq!(timeout(value.as_bytes()), Some(expected), "{value}");
        }
    }

    #[test]
    fn what_is_no_timeout_is_told_apart() {
        for value in ["", "S", "1", "1s", "1 S", " 1S", "+1S", "-1S", "1.5S", "123456789S", "1h", "S1", "1SS"]
        {
            assert_eq!(timeout(value.as_bytes()), None, "{value}");
            let mut metadata = HeaderMap::new();
            metadata.insert(GRPC_TIMEOUT, value.parse().unwrap());
            assert_eq!(of(&metadata), Err(MalformedTimeout), "{value}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_counts_from_the_arrival() {
        let mut metadata = HeaderMap::new();
        assert_eq!(of(&metadata), Ok(None));
        metadata.insert(GRPC_TIMEOUT, HeaderValue::from_static("1500m"));
        let expected = Instant::now() + Duration::from_millis(1500);
        assert_eq!(of(&metadata), Ok(Some(expected)));
    }
}
