//! A plugin's process behind the host, an HTTP client, and what the process writes to standard error.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use host::{Config, Host, Kind};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio::time::timeout;
use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// No event takes this long unless it never comes.
const DEADLINE: Duration = Duration::from_secs(30);

pub(crate) const UID: &str = "/api/datasources/uid/example/resources/";

pub(crate) fn devices() -> Config {
    Config::new(env!("CARGO_BIN_EXE_process-devices"), "example-devices-datasource", Kind::DataSource)
}

pub(crate) fn hello() -> Config {
    Config::new(env!("CARGO_BIN_EXE_process-hello"), "example-hello-datasource", Kind::DataSource)
}

pub(crate) fn testdata() -> Config {
    Config::new(env!("CARGO_BIN_EXE_process-testdata"), "example-testdata-datasource", Kind::DataSource)
}

pub(crate) fn axum_router() -> Config {
    Config::new(env!("CARGO_BIN_EXE_process-axum-router"), "example-axumrouter-app", Kind::App)
}

/// Not `Server` but the SDK's `Plugin` serves this one.
pub(crate) fn sdk_server() -> Config {
    Config::new(env!("CARGO_BIN_EXE_process-sdk-server"), "example-sdkserver-datasource", Kind::DataSource)
}

/// Started by `#[grafana_plugin_sdk::main]`.
pub(crate) fn own_extractor() -> Config {
    Config::new(
        env!("CARGO_BIN_EXE_process-own-extractor"),
        "example-ownextractor-datasource",
        Kind::DataSource,
    )
}

pub(crate) fn probe() -> Config {
    Config::new(env!("CARGO_BIN_EXE_process-probe"), "probe", Kind::DataSource)
}

/// The probe with every service, behind `Server`.
pub(crate) fn server() -> Config {
    Config::new(env!("CARGO_BIN_EXE_process-server"), "probe", Kind::DataSource)
}

/// The probe's stream behind a `ServiceAdapter`.
pub(crate) fn probe_router() -> Config {
    let mut config = probe();
    config.plugin.environment.0.insert("PROBE".to_owned(), "router".to_owned());
    config
}

/// A running plugin and a browser.
pub(crate) struct Site {
    pub(crate) host: Host,
    client: Client<HttpConnector, Full<Bytes>>,
    /// Dropped after the host: its plugin is killed.
    _sockets: TempDir,
}

/// The variable that says where a plugin's socket stands.
pub(crate) const SOCKETS: &str = "PLUGIN_UNIX_SOCKET_DIR";

/// A directory for the sockets of one test. A plugin that is killed leaves its own in there, and it goes with this value.
pub(crate) fn sockets() -> TempDir {
    tempfile::Builder::new().prefix("grr").tempdir().unwrap()
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

    /// All values of a header.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// Fails unless this is an error as Grafana's front end shows it, with the headers that Grafana sends.
    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, words: &str) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), ["application/json"], "{self:?}");
        assert_eq!(self.header("content-security-policy"), ["sandbox"], "{self:?}");
        let message = self.json()["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.contains(words), "{message:?} has no {words:?}");
        // Grafana's own words for a call that failed on the way.
        assert_eq!(self.json()["messageId"], Value::Null, "{self:?}");
    }
}

impl Site {
    pub(crate) async fn start(mut config: Config) -> Self {
        let sockets = sockets();
        config.plugin.environment.0.insert(SOCKETS.to_owned(), sockets.path().display().to_string());
        let host = within(Host::start(config)).await.unwrap();
        Self { host, client: Client::builder(TokioExecutor::new()).build_http(), _sockets: sockets }
    }

    /// A request for a path of the host.
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

    /// A call without a body of what stands after `…/resources/`.
    pub(crate) async fn call(&self, method: Method, tail: &str) -> Answer {
        self.send(self.request(method, &format!("{UID}{tail}")), "").await
    }

    pub(crate) async fn get(&self, tail: &str) -> Answer {
        self.call(Method::GET, tail).await
    }

    /// JSON as a front end posts it.
    pub(crate) async fn post(&self, tail: &str, body: &str) -> Answer {
        self.send(self.json(tail), body).await
    }

    /// What [`Self::post`] sends, to be given more headers.
    pub(crate) fn json(&self, tail: &str) -> http::request::Builder {
        self.request(Method::POST, &format!("{UID}{tail}")).header("content-type", "application/json")
    }

    pub(crate) async fn stream(&self, tail: &str) -> Response<Incoming> {
        self.open(self.request(Method::GET, &format!("{UID}{tail}")), "").await
    }
}

/// The next piece of a body; `None` at its end.
pub(crate) async fn chunk(response: &mut Response<Incoming>) -> Option<String> {
    let frame = within(response.body_mut().frame()).await?.unwrap();
    Some(String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap())
}

/// Fails where the event does not come.
pub(crate) async fn within<T>(event: impl Future<Output = T>) -> T {
    timeout(DEADLINE, event).await.expect("the event did not come")
}

/// The lines that plugins of this test write to standard error, as the host reads them: an hclog line is there as its
/// level, its message and its fields, any other line as it is.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<(Mutex<Vec<String>>, Notify)>);

impl Lines {
    /// Collects from now on, on this thread, until the guard is dropped.
    pub(crate) fn listen() -> (Self, DefaultGuard) {
        let lines = Self::default();
        let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(lines.clone()));
        (lines, guard)
    }

    /// Waits for a line with these words, and gives it.
    pub(crate) async fn line(&self, words: &str) -> String {
        within(async {
            loop {
                let added = self.0.1.notified();
                if let Some(line) = self.all().into_iter().find(|line| line.contains(words)) {
                    return line;
                }
                added.await;
            }
        })
        .await
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<S: tracing::Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "plugin" {
            let mut line = Line(format!("{} ", event.metadata().level()));
            event.record(&mut line);
            self.0.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.0);
            self.0.1.notify_one();
        }
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            // Writing to a string cannot fail.
            let _ = write!(self.0, "{value:?}");
        }
    }
}
