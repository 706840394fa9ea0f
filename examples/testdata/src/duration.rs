//! Durations as Go writes them. Called by [`crate::lines`].

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A duration as Go's `time.ParseDuration` reads it, `1m30s` or `1.5ms`, but none below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoDuration(pub Duration);

/// A text that is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a duration: write a number and a unit, `10ms` or `1m30s` for example")]
pub struct NoDuration;

const UNITS: [(&str, f64); 8] = [
    ("ns", 1e-9),
    ("us", 1e-6),
    ("µs", 1e-6), // the micro sign
    ("μs", 1e-6), // the Greek letter
    ("ms", 1e-3),
    ("s", 1.0),
    ("m", 60.0),
    ("h", 3600.0),
];

impl FromStr for GoDuration {
    type Err = NoDuration;

    fn from_str(text: &str) -> Result<Self, NoDuration> {
        let mut rest = text.strip_prefix('+').unwrap_or(text);
        // The only number that needs no unit.
        if rest == "0" {
            return Ok(Self(Duration::ZERO));
        }
        let mut seconds = 0.0;
        loop {
            let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or(NoDuration)?;
            let (number, after) = rest.split_at(digits);
            let unit = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
            let (unit, after) = after.split_at(unit);
            let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit).ok_or(NoDuration)?;
            seconds += number.parse::<f64>().map_err(|_| NoDuration)? * factor;
            rest = after;
            if rest.is_empty() {
                return Duration::try_from_secs_f64(seconds).map(Self).map_err(|_| NoDuration);
            }
        }
    }
}

impl<'de> serde::Deserialize<'de> for GoDuration {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = GoDuration;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a duration")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<GoDuration, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_go_reads_them() {
        for (text, millis) in
            [("0", 0), ("10ms", 10), ("1.5s", 1500), ("1m30s", 90_000), ("+2s", 2000), (".5s", 500)]
        {
            assert_eq!(text.parse(), Ok(GoDuration(Duration::from_millis(millis))), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in ["", "10", "ms", "1 s", "1x", "-1s", "1..5s", "1e300h"] {
            assert_eq!(text.parse::<GoDuration>(), Err(NoDuration), "{text}");
        }
    }
}
