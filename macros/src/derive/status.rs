//! The statuses that an error may be answered with.

use crate::did_you_mean::suggestion;

/// The constants of `http::StatusCode` from 400 on.
const NAMES: [(&str, u16); 40] = [
    ("BAD_REQUEST", 400),
    ("UNAUTHORIZED", 401),
    ("PAYMENT_REQUIRED", 402),
    ("FORBIDDEN", 403),
    ("NOT_FOUND", 404),
    ("METHOD_NOT_ALLOWED", 405),
    ("NOT_ACCEPTABLE", 406),
    ("PROXY_AUTHENTICATION_REQUIRED", 407),
    ("REQUEST_TIMEOUT", 408),
    ("CONFLICT", 409),
    ("GONE", 410),
    ("LENGTH_REQUIRED", 411),
    ("PRECONDITION_FAILED", 412),
    ("PAYLOAD_TOO_LARGE", 413),
    ("URI_TOO_LONG", 414),
    ("UNSUPPORTED_MEDIA_TYPE", 415),
    ("RANGE_NOT_SATISFIABLE", 416),
    ("EXPECTATION_FAILED", 417),
    ("IM_A_TEAPOT", 418),
    ("MISDIRECTED_REQUEST", 421),
    ("UNPROCESSABLE_ENTITY", 422),
    ("LOCKED", 423),
    ("FAILED_DEPENDENCY", 424),
    ("TOO_EARLY", 425),
    ("UPGRADE_REQUIRED", 426),
    ("PRECONDITION_REQUIRED", 428),
    ("TOO_MANY_REQUESTS", 429),
    ("REQUEST_HEADER_FIELDS_TOO_LARGE", 431),
    ("UNAVAILABLE_FOR_LEGAL_REASONS", 451),
    ("INTERNAL_SERVER_ERROR", 500),
    ("NOT_IMPLEMENTED", 501),
    ("BAD_GATEWAY", 502),
    ("SERVICE_UNAVAILABLE", 503),
    ("GATEWAY_TIMEOUT", 504),
    ("HTTP_VERSION_NOT_SUPPORTED", 505),
    ("VARIANT_ALSO_NEGOTIATES", 506),
    ("INSUFFICIENT_STORAGE", 507),
    ("LOOP_DETECTED", 508),
    ("NOT_EXTENDED", 510),
    ("NETWORK_AUTHENTICATION_REQUIRED", 511),
];

/// Constants of `http::StatusCode` below 400, known only to be refused in the right words.
const NO_ERRORS: [&str; 22] = [
    "CONTINUE",
    "SWITCHING_PROTOCOLS",
    "PROCESSING",
    "EARLY_HINTS",
    "OK",
    "CREATED",
    "ACCEPTED",
    "NON_AUTHORITATIVE_INFORMATION",
    "NO_CONTENT",
    "RESET_CONTENT",
    "PARTIAL_CONTENT",
    "MULTI_STATUS",
    "ALREADY_REPORTED",
    "IM_USED",
    "MULTIPLE_CHOICES",
    "MOVED_PERMANENTLY",
    "FOUND",
    "SEE_OTHER",
    "NOT_MODIFIED",
    "USE_PROXY",
    "TEMPORARY_REDIRECT",
    "PERMANENT_REDIRECT",
];

/// The status of this name.
pub(super) fn by_name(name: &str) -> Result<u16, String> {
    if NO_ERRORS.contains(&name) {
        return Err(no_error(name));
    }
    if let Some((_, number)) = NAMES.iter().find(|(known, _)| *known == name) {
        return checked(*number);
    }
    let near = suggestion(name, NAMES.iter().map(|(known, _)| *known));
    let help = if near.is_empty() { ": write a name such as `NOT_FOUND`, or a number" } else { &near };
    Err(format!("unknown status `{name}`{help}"))
}

/// The status of this number.
pub(super) fn by_number(number: &str) -> Result<u16, String> {
    match number.parse() {
        Ok(number @ 400..=599) => checked(number),
        _ => Err(no_error(number)),
    }
}

fn no_error(status: &str) -> String {
    format!("`{status}` is not the status of an error: write one from 400 to 599")
}

fn checked(number: u16) -> Result<u16, String> {
    if number == 401 {
        return Err("Grafana's front end takes 401 for the end of its own session and asks again: write `FORBIDDEN` if the \
                    user may not, `BAD_GATEWAY` if another server refused the plugin"
            .to_owned());
    }
    Ok(number)
}
