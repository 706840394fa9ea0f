//! Path parameters that climb: none reaches a handler, however it is written.

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Call, FromCall, GrafanaPlugin, Json, Path, Rejection, Role, extract::Raw, resource_routes,
};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use url::Url;

use crate::{
    client, send,
    support::{Log, message},
};

/// What a plugin's upstream is called with. Its path ends without a slash, as plugins write it.
const BASE: &str = "https://upstream.example/base/v1";

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// Asks for the parameters as an author's extractor does.
struct Every(Vec<String>);

impl<'a, P: GrafanaPlugin> FromCall<'a, P> for Every {
    type Rejection = Rejection;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Rejection> {
        tracing::info!(target: "grafana_resource_routes::test", "an extractor ran");
        Ok(Self(call.path_parameters().map(|(_, value)| value.to_owned()).collect()))
    }
}

#[resource_routes]
impl Plugin {
    #[get("/one/{id}")]
    async fn one(&self, id: &str) -> String {
        id.to_owned()
    }

    #[get("/part/a-{id}.csv")]
    async fn part(&self, id: String) -> String {
        id
    }

    #[get("/tail/{*rest}")]
    async fn tail(&self, rest: &str) -> String {
        rest.to_owned()
    }

    #[get("/all/{first}/{*rest}")]
    async fn all(&self, Path((first, rest)): Path<(String, String)>) -> String {
        format!("{first}/{rest}")
    }

    #[get("/number/{id}")]
    async fn number(&self, id: u32) -> String {
        id.to_string()
    }

    #[get("/unused/{_id}")]
    async fn unused(&self, Every(values): Every) -> String {
        values.concat()
    }

    #[post("/body/{id}")]
    async fn body(&self, _every: Every, Json(_): Json<u32>, id: &str) -> String {
        id.to_owned()
    }

    #[get("/editors/{id}", role = Editor)]
    async fn editors(&self, id: &str) -> String {
        id.to_owned()
    }

    #[get("/raw/{*rest}")]
    async fn raw(&self, rest: Raw<&str>) -> String {
        (*rest).to_owned()
    }

    #[get("/raw-number/{id}")]
    async fn raw_number(&self, id: Raw<u32>) -> String {
        id.0.to_string()
    }
}

/// The routes that hand a parameter on, with the place of the parameter in the path.
const HANDED_ON: [&str; 4] = ["one/{}", "part/a-{}.csv", "tail/{}", "all/x/{}"];

/// Values of the kinds that the CVEs of Grafana's plugins are about: what a plugin pasted behind its upstream's URL
/// (CVE-2026-42129, CVE-2026-10601), the double encoding (CVE-2026-21726), the slash too much (CVE-2025-3454) and what passed
/// an allow-list (CVE-2025-8341). Each climbs in every place.
const PAYLOADS: &[&str] = &[
    ".",
    "..",
    "%2e",
    "%2E",
    "%2e%2e",
    "%2E%2e",
    ".%2e",
    "%2e.",
    "%252e",
    "%252e%252e",
    "%252E%252E",
    ".%252e",
    "%25252e%25252e",
    "%252e.",
    "..%2f",
    "..%2F..%2F",
    "%2e%2e%2f",
    "%2e%2e%2Fapi%2Fadmin",
    "..%252f",
    "..%252f..%252fadmin",
    "%252e%252e%252fadmin",
    "%252e%252e%255cadmin",
    "x%2f..%2f..%2fadmin",
    "x%2f.%2f..%2fadmin",
    "x%2F%2e%2e",
    "x%252f%252e%252e%252f",
    "..%5c",
    "..%5C..%5Cadmin",
    "..%255c",
    "x%5cy",
    "%5c",
    "%5c%5chost",
    "%255c%255chost",
    "..;",
    "..;%2f",
    "..;a=b%2fadmin",
    "..%3b",
    "..%3Ba%2fadmin",
    ".;x",
    "..%00",
    "..%00%2fadmin",
    "x%00",
    "x%00.json",
    "%00",
    "..%0a",
    "..%0d%0a",
    "..%09",
    ".%09.",
    "x%0d%0aHost:evil",
    "x%250d%250a",
    "%1b[2J",
    "x%7f",
    "x%c2%85",
    "..%20",
    "%20..",
    "..%2520",
    "..%3f",
    "..%3Fquery",
    "..%23",
    "..%23fragment",
    "%2fetc%2fpasswd",
    "%2F%2Fevil.example%2Fx",
    "%25c0%25ae%25c0%25ae%25c0%25af",
    "%25c0%25af",
    "%25c1%259c",
    "%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "loki%2fapi%2fv1%2f..%2f..%2f..%2fadmin",
    "api%2fsearch%2f%2e%2e%2f%2e%2e%2fstatus",
];

/// Values that only a tail must not have.
const TAIL_PAYLOADS: &[&str] = &[
    "x//y",
    "x///y",
    "x%2f%2fy",
    "x%252f%252fadmin",
    "api//admin",
    "x/%2f",
    "x//",
    "%252fetc%252fpasswd",
    "%252F%252Fevil.example",
];

/// What looks like a climbing value and is none.
const HARMLESS: &[(&str, &str)] = &[
    ("a.b", "a.b"),
    ("...", "..."),
    ("__name__", "__name__"),
    ("a%20b", "a b"),
    ("100%25", "100%"),
    ("%25", "%"),
    ("a%2541", "a%41"),
    ("..c", "..c"),
    ("c..", "c.."),
    ("a..b", "a..b"),
    (".hidden", ".hidden"),
    ("v1.2.3", "v1.2.3"),
    ("a:b,c;d=e@f", "a:b,c;d=e@f"),
    ("gr%C3%B6%C3%9Fe", "größe"),
    ("a%2Fb", "a/b"),
    ("%C2%A9", "©"),
];

fn url(place: &str, value: &str) -> String {
    place.replace("{}", value)
}

#[tokio::test]
async fn no_payload_reaches_a_handler() {
    assert!(PAYLOADS.len() >= 60);
    for place in HANDED_ON {
        for payload in PAYLOADS {
            let answer = send(&Plugin, message("GET", &url(place, payload))).await;
            assert_eq!(answer.code, 400, "{place} {payload}: {}", String::from_utf8_lossy(&answer.body));
        }
    }
}

#[tokio::test]
async fn no_empty_segment_is_in_a_tail() {
    for payload in TAIL_PAYLOADS {
        for place in ["tail/{}", "all/x/{}"] {
            let answer = send(&Plugin, message("GET", &url(place, payload))).await;
            assert_eq!(answer.code, 400, "{place} {payload}");
        }
    }
}

#[tokio::test]
async fn harmless_values_pass() {
    for place in HANDED_ON {
        for (value, expected) in HARMLESS {
            let answer = send(&Plugin, message("GET", &url(place, value))).await;
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            assert_eq!(
                (answer.code, body.strip_prefix("x/").unwrap_or(&body)),
                (200, *expected),
                "{place} {value}"
            );
        }
    }
}

#[tokio::test]
async fn a_value_is_refused_whatever_type_it_is_read_as() {
    for place in ["number/..", "unused/..", "number/%252e%252e", "unused/a%5Cb"] {
        let answer = client(Plugin).get(place).await;
        assert_eq!(answer.status(), 400, "{place}");
        assert!(answer.message().contains("no part of the value may be"), "{}", answer.message());
    }
}

#[tokio::test]
async fn the_refusal_names_the_parameter_and_not_the_value() {
    let answer = client(Plugin).get("all/x/..%2Fsecret").await;
    assert_eq!(
        answer.message(),
        r"path parameter `rest`: no part of the value may be `.`, `..` or empty, and it may not hold `\` or a control character"
    );
}

#[tokio::test]
async fn nothing_of_the_plugin_runs_before_the_refusal() {
    let (log, _guard) = Log::listen();
    let mut refused = message("POST", "body/..");
    refused.body = b"no number".as_slice().into();
    assert_eq!(send(&Plugin, refused).await.code, 400);
    assert_eq!(log.messages(), [""; 0]);
}

#[tokio::test]
async fn who_may_not_call_learns_nothing_of_the_value() {
    assert_eq!(client(Plugin).get("editors/%252e%252e").role(Role::Viewer).await.status(), 403);
}

#[tokio::test]
async fn raw_takes_the_value_decoded_once() {
    for (value, expected) in
        [("a/../b", "a/../b"), ("x//y", "x//y"), ("%252e", "%2e"), ("%5C", r"\"), ("a%00", "a\0")]
    {
        let answer = send(&Plugin, message("GET", &url("raw/{}", value))).await;
        assert_eq!((answer.code, &*answer.body), (200, expected.as_bytes()), "{value}");
    }
}

#[tokio::test]
async fn raw_still_reads_its_type() {
    let refused = client(Plugin).get("raw-number/..").await;
    assert!(
        refused.message().starts_with("path parameter `id`: `..` is not a whole number"),
        "{}",
        refused.message()
    );
}

#[test]
fn the_listing_shows_which_routes_take_a_value_unchecked() {
    let listed = Plugin::routes().to_string();
    let unchecked: Vec<&str> = listed.lines().filter(|line| line.contains("unchecked")).collect();
    assert_eq!(unchecked.len(), 2, "{listed}");
    assert!(
        unchecked[0].contains("/raw/{*rest}") && unchecked[0].ends_with("Takes `rest` unchecked."),
        "{listed}"
    );
}

/// Whether what a plugin makes of the base and a value leads below the base: as it stands, and where somebody behind the
/// plugin decodes it once or twice more.
fn stays_below_the_base(value: &str) -> Result<(), String> {
    let base = Url::parse(BASE).unwrap();
    let once = String::from_utf8_lossy(&percent_decode_str(value).collect::<Vec<u8>>()).into_owned();
    let twice = String::from_utf8_lossy(&percent_decode_str(&once).collect::<Vec<u8>>()).into_owned();
    for value in [value, &once, &twice] {
        let joined = Url::parse(&format!("{BASE}/{value}")).map_err(|error| error.to_string())?;
        let is_below = joined.path().starts_with(&format!("{}/", base.path()));
        if joined.origin() != base.origin() || !is_below {
            return Err(format!("{value:?} leads to {joined}"));
        }
    }
    Ok(())
}

#[test]
fn a_payload_would_leave_the_base() {
    // Shows that the judge of the next test judges.
    for value in ["..", "%2e%2e", "x/../../y", "%252e%252e", "..%2f..", "..?x", ".. "] {
        assert!(stays_below_the_base(value).is_err(), "{value}");
    }
}

/// Pieces of which climbing values are made, and pieces of names.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        6 => proptest::sample::select(vec![
            ".", "..", "%2e", "%2E", "%252e", "%25252e", "/", "%2f", "%252F", "%5c", "%255C", "%3b", ";", "%3f", "%23", "%25",
            "%00", "%09", "%20", "%2520", "a", "x.y", "%C3%B6", "%c0%ae", "%25c0%25ae", "...", "%0a", "%7F", "%C2%85",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        1 => any::<u8>().prop_map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'/' => vec![byte],
            _ => format!("%{byte:02x}").into_bytes(),
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn what_a_handler_gets_stays_below_the_base(
        pieces in proptest::collection::vec(piece(), 1..7),
        place in proptest::sample::select(HANDED_ON.to_vec()),
    ) {
        let value = String::from_utf8(pieces.concat()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let answer = runtime.block_on(send(&Plugin, message("GET", &url(place, &value))));
        if answer.code == 200 {
            let text = String::from_utf8(answer.body.to_vec()).unwrap();
            let handed_on = text.strip_prefix("x/").filter(|_| place.starts_with("all")).unwrap_or(&text);
            prop_assert_eq!(stays_below_the_base(handed_on), Ok(()), "{} {}", place, value);
        }
    }
}
