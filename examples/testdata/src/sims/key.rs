//! The name of a running simulation: `<type>/<n>hz`, or `<type>/<n>hz/<uid>`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::SimError;

/// A simulation's type, how often it ticks, and which of several it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Ticks a second.
    pub tick: Hertz,
    /// Tells apart those of the same type and tick.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
}

/// A frequency from once a minute to fifty times a second, in hundredths of a hertz.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "f64", try_from = "f64")]
pub struct Hertz(u16);

impl From<Hertz> for f64 {
    fn from(hertz: Hertz) -> Self {
        Self::from(hertz.0) / 100.0
    }
}

impl TryFrom<f64> for Hertz {
    type Error = SimError;

    fn try_from(hertz: f64) -> Result<Self, SimError> {
        if !(1.0 / 60.0..=50.0).contains(&hertz) {
            return Err(SimError::BadKey);
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 2 to 5000")]
        Ok(Self((hertz * 100.0).round() as u16))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}hz", self.kind, f64::from(self.tick))?;
        self.uid.iter().try_for_each(|uid| write!(f, "/{uid}"))
    }
}

impl FromStr for Key {
    type Err = SimError;

    /// Only the one way to write a key is taken: `sine/1.50hz` is `sine/1.5hz`, and refused.
    fn from_str(text: &str) -> Result<Self, SimError> {
        let mut parts = text.splitn(3, '/');
        let (kind, tick, uid) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let hertz = tick.and_then(|tick| tick.strip_suffix("hz")).and_then(|tick| tick.parse::<f64>().ok());
        let tick = Hertz::try_from(hertz.ok_or(SimError::BadKey)?)?;
        let key = Self { kind: kind.to_owned(), tick, uid: uid.map(str::to_owned) };
        let is_whole = !kind.is_empty() && uid.is_none_or(|uid| !uid.is_empty() && !uid.contains('/'));
        if is_whole && key.to_string() == text { Ok(key) } else { Err(SimError::BadKey) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_what_it_was_read_from() {
        for text in ["sine/1hz", "sine/1.5hz", "tank/0.02hz/a", "tank/50hz/b-1"] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn any_other_text_is_refused() {
        let texts =
            ["", "sine", "sine/1", "sine/1.50hz", "sine/01hz", "sine/0.01hz", "sine/51hz", "sine/NaNhz"];
        for text in texts.into_iter().chain(["/1hz", "sine/1hz/", "sine/1hz/a/b", "sine/1.234hz"]) {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
    }
}
