//! A resource service by hand, of which the library mends nothing: what Grafana makes of such an answer.

use bytes::Bytes;
use futures_util::stream;
use grafana_plugin_sdk::{
    backend::{self, CallResourceRequest, ResourceService},
    prelude::*,
};
use grafana_resource_routes::testing::{Answer, Client};
use http::Method;

/// Answers with this status, these headers and the text `abc`.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct ByHand(u16, &'static [(&'static str, &'static str)]);

/// Which never happens.
#[derive(Debug, thiserror::Error)]
#[error("never")]
struct Never(#[from] http::Error);

impl backend::ErrIntoHttpResponse for Never {}

#[backend::async_trait]
impl ResourceService for ByHand {
    type Error = Never;
    type InitialResponse = http::Response<Bytes>;
    type Stream = backend::BoxResourceStream<Self::Error>;

    async fn call_resource(
        &self,
        _: CallResourceRequest<Self>,
    ) -> Result<(Self::InitialResponse, Self::Stream), Self::Error> {
        let response = http::Response::builder().status(self.0);
        let response = self.1.iter().fold(response, |response, (name, value)| response.header(*name, *value));
        Ok((response.body("abc".into())?, Box::pin(stream::empty())))
    }
}

async fn get(status: u16, headers: &'static [(&'static str, &'static str)]) -> Answer {
    Client::behind_the_sdk(ByHand(status, headers)).get("").await
}

async fn head(headers: &'static [(&'static str, &'static str)]) -> Answer {
    Client::behind_the_sdk(ByHand(200, headers)).request(Method::HEAD, "").await
}

#[tokio::test]
async fn a_wrong_length_cuts_or_breaks_the_answer() {
    for (headers, text, is_complete) in [
        (&[("content-length", "3")], "abc", true),
        (&[("content-length", "1")], "", false),
        (&[("content-length", "0")], "", true),
        (&[("content-length", "5")], "abc", false),
        (&[("content-length", "x")], "abc", true),
    ] {
        let answer = get(200, headers).await;
        assert_eq!((answer.text(), answer.is_complete()), (text, is_complete), "{headers:?}");
    }
}

#[tokio::test]
async fn head_has_the_length_that_is_stated_and_no_other() {
    assert_eq!(head(&[("content-length", "0")]).await.header("content-length"), Some("0"));
    assert_eq!(head(&[("content-length", "7")]).await.header("content-length"), Some("7"));
    assert_eq!(head(&[("content-length", "x")]).await.header("content-length"), None);
    let answer = head(&[]).await;
    assert_eq!((answer.header("content-length"), answer.text()), (None, ""));
}

#[tokio::test]
async fn a_status_without_a_body_has_none_and_no_length() {
    for status in [101, 204, 304] {
        let answer = get(status, &[("content-length", "3"), ("content-type", "text/plain")]).await;
        assert_eq!((answer.status().as_u16(), answer.text()), (status, ""));
        assert_eq!(answer.header("content-length"), None, "{status}");
        assert_eq!(answer.header("content-type").is_none(), status == 304, "{status}");
    }
}

#[tokio::test]
async fn a_hint_is_answered_with_200_and_the_body() {
    for status in [100, 103, 199] {
        let answer = get(status, &[("x-kept", "1")]).await;
        assert_eq!(
            (answer.status().as_u16(), answer.text(), answer.header("x-kept")),
            (200, "abc", Some("1"))
        );
    }
}

#[tokio::test]
async fn a_policy_of_its_own_stays_beside_the_sandbox() {
    let answer = get(200, &[("content-security-policy", "default-src 'self'")]).await;
    let policies: Vec<_> = answer.headers().get_all("content-security-policy").iter().collect();
    assert_eq!(policies, ["default-src 'self'", "sandbox"]);
}

#[tokio::test]
async fn what_connection_names_stays() {
    let answer = get(200, &[("connection", "x-named"), ("x-named", "1")]).await;
    assert_eq!((answer.header("connection"), answer.header("x-named")), (None, Some("1")));
}
