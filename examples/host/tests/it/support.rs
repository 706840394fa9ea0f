//! A host with the fixture behind it, and an HTTP client.

use std::time::Duration;

use axum::body::Bytes;
use host::{Config, Host, Kind};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::time::timeout;

pub(crate) use hyper::body::Incoming;

/// No event takes this long unless it never comes.
const DEADLINE: Duration = Duration::from_secs(20);

pub(crate) const UID: &str = "/api/datasources/uid/example/resources/";

/// The fixture as a data source.
pub(crate) fn config() -> Config {
    Config::new(env!("CARGO_BIN_EXE_host-fixture"), "fixture", Kind::DataSource)
}

pub(crate) struct Site {
    pub(crate) host: Host,
    client: Client<HttpConnector, Full<Bytes>>,
}

/// What came back, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Site {
    pub(crate) async fn start(config: Config) -> Self {
        let host = within(Host::start(config)).await.unwrap();
        Self { host, client: Client::builder(TokioExecutor::new()).build_http() }
    }

    pub(crate) async fn fixture() -> Self {
        Self::start(config()).await
    }

    /// A request that may be given more headers.
    pub(crate) fn request(&self, method: Method, path: &str) -> http::request::Builder {
        Request::builder().method(method).uri(format!("http://{}{path}", self.host.addr))
    }

    /// Sends it, and waits for the head of the answer.
    pub(crate) async fn open(&self, request: http::request::Builder, body: &str) -> Response<Incoming> {
        let request = request.body(Full::from(body.to_owned())).unwrap();
        within(self.client.request(request)).await.unwrap()
    }

    pub(crate) async fn send(&self, request: http::request::Builder, body: &str) -> Answer {
        let (head, body) = self.open(request, body).await.into_parts();
        let body = within(body.collect()).await.unwrap().to_bytes();
        Answer { status: head.status, headers: head.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path), "").await
    }

    /// A GET of what stands after `…/resources/`.
    pub(crate) async fn tail(&self, tail: &str) -> Answer {
        self.get(&format!("{UID}{tail}")).await
    }
}

/// Fails where the event does not come.
pub(crate) async fn within<T>(event: impl Future<Output = T>) -> T {
    timeout(DEADLINE, event).await.expect("the event did not come")
}

/// What Grafana says in the place of a plugin that fails.
pub(crate) fn assert_failed(answer: &Answer) {
    assert_eq!(answer.status, 500, "{answer:?}");
    assert_eq!(answer.json()["messageId"], "plugin.requestFailureError");
    assert_eq!(answer.json()["message"], "An error occurred within the plugin");
}
