//! Headers of calls and of answers.

use axum_core::{
    body::Body,
    response::{AppendHeaders, IntoResponse, Response},
};
use grafana_plugin_sdk::{
    pluginv2::{CallResourceRequest, CallResourceResponse},
    prelude::*,
};
use grafana_resource_routes::{Call, resource_routes};
use http::{HeaderName, HeaderValue};

use super::{text, values};
use crate::{
    client, send,
    support::{Log, header, message},
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// What both ways to a header give.
fn both(call: &Call<'_, Plugin>, name: &str) -> String {
    let alone = call.header(name).map(String::from_utf8_lossy);
    let all: Vec<_> =
        call.headers().get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    format!("{alone:?} {all:?}")
}

#[resource_routes]
impl Plugin {
    #[get("/header/{name}")]
    fn named(&self, name: &str, call: Call<'_, Self>) -> String {
        both(&call, name)
    }

    #[get("/count")]
    fn count(&self, call: Call<'_, Self>) -> String {
        call.headers().len().to_string()
    }

    #[get("/repeated")]
    fn repeated() -> impl IntoResponse {
        AppendHeaders([
            ("vary", "Accept"),
            ("x-b", "1"),
            ("vary", "Cookie"),
            ("set-cookie", "a=1"),
            ("set-cookie", "b=2"),
        ])
    }

    #[get("/bytes")]
    fn bytes() -> Response {
        let mut response = Response::new(Body::from("text"));
        for value in ["größe 5%".as_bytes(), b"\xff\xfe", b"plain 5%"] {
            response.headers_mut().append("x-title", HeaderValue::from_bytes(value).unwrap());
        }
        response
    }

    #[get("/many")]
    fn many() -> Response {
        let mut response = Response::new(Body::empty());
        for number in 0..200 {
            let name: HeaderName = format!("x-{}", number % 100).parse().unwrap();
            response.headers_mut().append(name, number.into());
        }
        response
    }
}

async fn ask(url: &str, headers: &[(&str, &[&str])]) -> CallResourceResponse {
    let headers = headers.iter().map(|(name, list)| ((*name).to_owned(), values(list))).collect();
    send(&Plugin, CallResourceRequest { headers, ..message("GET", url) }).await
}

#[tokio::test]
async fn a_header_is_found_in_any_case() {
    for name in ["X-Panel-Id", "x-panel-id", "X-PANEL-ID"] {
        for asked in ["X-Panel-Id", "x-panel-id", "X-PANEL-id"] {
            let response = ask(&format!("/header/{asked}"), &[(name, &["7"]), ("other", &["8"])]).await;
            assert_eq!(text(&response), r#"Some("7") ["7"]"#, "{name} {asked}");
        }
    }
}

#[tokio::test]
async fn of_several_values_the_first_one_is_given() {
    let response = ask("/header/x-a", &[("X-A", &["one", "two", ""])]).await;
    assert_eq!(text(&response), r#"Some("one") ["one", "two", ""]"#);
    assert_eq!(text(&ask("/header/x-a", &[("X-A", &[""])]).await), r#"Some("") [""]"#);
}

#[tokio::test]
async fn a_header_without_values_is_none() {
    assert_eq!(text(&ask("/header/x-a", &[("X-A", &[])]).await), "None []");
    assert_eq!(text(&ask("/header/x-b", &[("X-A", &["1"])]).await), "None []");
}

#[tokio::test]
async fn text_of_any_kind_is_kept() {
    assert_eq!(
        text(&ask("/header/x-a", &[("X-A", &["gr\u{f6}\u{df}e\t1"])]).await),
        "Some(\"größe\\t1\") [\"größe\\t1\"]"
    );
}

#[tokio::test]
async fn what_http_does_not_know_as_a_header_is_in_neither() {
    let (log, _guard) = Log::listen();
    let response = ask("/header/x-a", &[("X-A", &["a\nb", "c"]), ("X Bad", &["1"])]).await;
    assert_eq!(text(&response), r#"Some("c") ["c"]"#);
    assert_eq!(log.messages(), ["request header x-a was left out: it holds a control character"]);
    assert_eq!(text(&ask("/header/x-a", &[("X-A", &["a\u{7f}"])]).await), "None []");
    assert_eq!(text(&ask("/count", &[("X Bad", &["1"]), ("", &["2"]), ("X-Good", &["3"])]).await), "1");
}

#[tokio::test]
async fn more_headers_than_a_map_can_hold_do_not_end_the_call() {
    let names: Vec<String> = (0..40_000).map(|number| format!("x-{number}")).collect();
    let headers: Vec<(&str, &[&str])> = names.iter().map(|name| (name.as_str(), &["1"][..])).collect();
    assert_eq!(ask("/count", &headers).await.code, 200);
    assert_eq!(text(&ask("/header/x-7", &[("x-7", &["1"])]).await), r#"Some("1") ["1"]"#);
}

#[tokio::test]
async fn repeated_response_headers_stay_apart() {
    let response = ask("/repeated", &[]).await;
    assert_eq!(header(&response, "vary").unwrap().values, ["Accept", "Cookie"]);
    assert_eq!(header(&response, "set-cookie").unwrap().values, ["a=1", "b=2"]);
    assert_eq!(header(&response, "x-b").unwrap().values, ["1"]);
    let answer = client(Plugin).get("repeated").await;
    assert_eq!(answer.headers().get_all("vary").iter().count(), 2);
}

#[tokio::test]
async fn values_that_go_could_not_read_are_encoded() {
    let (log, _guard) = Log::listen();
    let response = ask("/bytes", &[]).await;
    let expected = ["gr%C3%B6%C3%9Fe 5%25", "%FF%FE", "plain 5%"];
    assert_eq!(header(&response, "x-title").unwrap().values, expected);
    assert_eq!(log.messages().len(), 2);
}

#[tokio::test]
async fn many_headers_keep_all_their_values() {
    let response = ask("/many", &[]).await;
    for number in 0..100 {
        let expected = [number.to_string(), (number + 100).to_string()];
        assert_eq!(header(&response, &format!("x-{number}")).unwrap().values, expected);
    }
}
