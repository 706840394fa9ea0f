//! The devices as a file to download. Called by [`crate::plugin`].

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Device;

/// What may stand in an extended header value as it is, as far as it matters here (RFC 8187, section 3.2.1).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// One line a device.
pub(crate) fn csv(devices: &[Device]) -> String {
    let mut csv = String::from("id,name,kind,state\r\n");
    for Device { id, name, kind, state, .. } in devices {
        // Quoted, since people put commas into names (RFC 4180).
        let name = name.replace('"', "\"\"");
        // Writing to a string cannot fail.
        let _ = write!(csv, "{id},\"{name}\",{kind},{state}\r\n");
    }
    csv
}

/// The header that makes a browser save the response under this name.
// A header holds ASCII only. The second form carries any name (RFC 6266, section 4.3), the first one is for clients
// that do not know the second.
pub(crate) fn content_disposition(name: &str) -> String {
    let encoded = utf8_percent_encode(name, ESCAPED);
    format!("attachment; filename=\"devices.csv\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, State};

    #[test]
    fn a_quote_in_a_name_is_doubled() {
        let name = "the \"big\" one, left".to_owned();
        let device = Device { id: 7, name, kind: Kind::Lamp, state: State::On, locked: false };
        assert_eq!(csv(&[device]), "id,name,kind,state\r\n7,\"the \"\"big\"\" one, left\",lamp,on\r\n");
    }
}
