//! A gRPC client of resource calls that does little: messages are built before, and answers are taken apart only as far as
//! the caller wants. The server benchmark uses it too, so that what is measured is the server.

use std::{fmt, io, sync::Arc};

use bytes::{Bytes, BytesMut};
use h2::{
    Ping, PingPong, RecvStream, SendStream,
    client::{Builder, SendRequest},
};
use http::{HeaderMap, Request, Uri};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, UnixStream},
    sync::Notify,
};

use super::process::Address;

/// A flag that says whether the message is compressed, and its length.
const PREFIX: usize = 5;

/// One connection, whose calls may be many at once.
#[derive(Clone)]
pub(crate) struct Client {
    send: SendRequest<Bytes>,
    request: Request<()>,
    received: Arc<Notify>,
}

/// How much the server may send before it is read: of one call, and of all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Windows {
    pub(crate) call: u32,
    pub(crate) all: u32,
}

/// Why there is no whole answer.
#[derive(Debug)]
pub(crate) enum Failure {
    Transport(String),
    /// A status of gRPC.
    Status(String),
    /// Bytes that are no answer.
    Malformed,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => write!(f, "transport: {error}"),
            Self::Status(status) => write!(f, "status {status}"),
            Self::Malformed => f.write_str("no message"),
        }
    }
}

impl From<h2::Error> for Failure {
    fn from(error: h2::Error) -> Self {
        Self::Transport(error.to_string())
    }
}

impl Client {
    pub(crate) async fn connect(address: &Address, windows: Windows) -> io::Result<Self> {
        match address {
            Address::Tcp(address) => {
                let stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                Self::over(stream, windows).await
            }
            Address::Unix(path) => Self::over(UnixStream::connect(path).await?, windows).await,
        }
    }

    async fn over<T>(stream: T, windows: Windows) -> io::Result<Self>
    where
        T: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (send, mut connection) = Builder::new()
            .initial_window_size(windows.call)
            .initial_connection_window_size(windows.all)
            // Those of calls that were cancelled with data on its way.
            .max_concurrent_reset_streams(100_000)
            .initial_max_send_streams(100_000)
            .handshake(stream)
            .await
            .map_err(io::Error::other)?;
        let received = Arc::new(Notify::new());
        if let Some(pings) = connection.ping_pong() {
            tokio::spawn(ping(pings, Arc::clone(&received)));
        }
        tokio::spawn(async move {
            // What it ends with, each call learns.
            let _ = connection.await;
        });
        let uri = Uri::from_static("http://localhost/pluginv2.Resource/CallResource");
        let request = Request::post(uri).header("content-type", "application/grpc").header("te", "trailers");
        Ok(Self { send, request: request.body(()).expect("a request"), received })
    }

    /// Begins a call with a message that has its prefix.
    pub(crate) async fn begin(&self, message: Bytes) -> Result<Begun, Failure> {
        let mut send = self.send.clone().ready().await?;
        let (response, mut body) = send.send_request(self.request.clone(), false)?;
        body.send_data(message, true)?;
        Ok(Begun { response, sender: body, received: Arc::clone(&self.received) })
    }

    /// The whole answer, message by message.
    pub(crate) async fn call(&self, message: Bytes, mut read: impl FnMut(&[u8])) -> Result<(), Failure> {
        let mut answer = self.begin(message).await?.answer().await?;
        while let Some(message) = answer.message().await? {
            read(&message);
        }
        Ok(())
    }
}

/// A call whose request has been sent.
pub(crate) struct Begun {
    response: h2::client::ResponseFuture,
    sender: SendStream<Bytes>,
    received: Arc<Notify>,
}

impl Begun {
    pub(crate) async fn answer(self) -> Result<Answer, Failure> {
        let response = self.response.await?;
        status(response.headers())?;
        let (body, received) = (response.into_body(), self.received);
        Ok(Answer { body, buffer: BytesMut::new(), received, _sender: self.sender })
    }

    /// Tells the server that nobody waits any more.
    pub(crate) fn cancel(mut self) {
        self.sender.send_reset(h2::Reason::CANCEL);
    }
}

/// An answer on its way. Dropped early, the call is cancelled.
pub(crate) struct Answer {
    body: RecvStream,
    buffer: BytesMut,
    received: Arc<Notify>,
    _sender: SendStream<Bytes>,
}

/// Pings when data has come, and never twice at once, as Go's client does to learn how far away the server is
/// (grpc-go: `internal/transport/bdp_estimator.go`). To a server that waits for an acknowledgement, it is one.
async fn ping(mut pings: PingPong, received: Arc<Notify>) {
    loop {
        received.notified().await;
        if pings.ping(Ping::opaque()).await.is_err() {
            return;
        }
    }
}

impl Answer {
    /// The next message, without its prefix; none after the last, if the status is OK.
    pub(crate) async fn message(&mut self) -> Result<Option<Bytes>, Failure> {
        loop {
            if let Some(message) = self.take() {
                return Ok(Some(message));
            }
            let Some(data) = self.body.data().await else { break };
            let data = data?;
            self.received.notify_one();
            self.body.flow_control().release_capacity(data.len())?;
            self.buffer.extend_from_slice(&data);
        }
        if !self.buffer.is_empty() {
            return Err(Failure::Malformed);
        }
        let trailers = self.body.trailers().await?;
        status(&trailers.ok_or(Failure::Malformed)?)?;
        Ok(None)
    }

    fn take(&mut self) -> Option<Bytes> {
        let length: [u8; 4] = self.buffer.get(1..PREFIX)?.try_into().ok()?;
        let end = PREFIX + usize::try_from(u32::from_be_bytes(length)).ok()?;
        (self.buffer.len() >= end).then(|| self.buffer.split_to(end).freeze().slice(PREFIX..))
    }
}

fn status(headers: &HeaderMap) -> Result<(), Failure> {
    match headers.get("grpc-status") {
        Some(status) if status != "0" => {
            let text =
                |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            Err(Failure::Status(format!("{} {}", text("grpc-status"), text("grpc-message"))))
        }
        _ => Ok(()),
    }
}

/// A message with its prefix.
pub(crate) fn framed(message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).expect("a message of less than 4 GiB");
    [&[0], length.to_be_bytes().as_slice(), message].concat().into()
}
