//! Where the server listens, and connections that come in.

use std::{io, ops::RangeInclusive, time::Duration};

use tokio::{
    net::{TcpListener, TcpStream},
    time::{Instant, sleep},
};

use super::{ServeError, handshake::Environment};

#[cfg(unix)]
mod unix;

/// What a [`Server`](super::Server) listens on.
///
/// Whichever it is, only processes of this machine can connect. Behind a unix socket it is only those of the same user
/// (or of the group that `PLUGIN_UNIX_SOCKET_GROUP` names), and calls cost less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Listen {
    /// A unix socket where that is possible, else TCP: what go-plugin's own servers do.
    #[default]
    Auto,
    /// A port of 127.0.0.1, from `PLUGIN_MIN_PORT` to `PLUGIN_MAX_PORT` where the host sets both.
    Tcp,
    /// A unix socket in a directory of its own, inside of `PLUGIN_UNIX_SOCKET_DIR` or of the directory for temporary
    /// files. The directory is removed when the server ends.
    ///
    /// Where there are no unix sockets, and where the name of that directory is too long for one (over 107 bytes with
    /// what is added), it is TCP.
    Unix,
}

/// How long accepting rests after it failed, so that a lack of file descriptors does not become a busy loop.
const REST: Duration = Duration::from_millis(50);

/// Failures of accepting are logged once in this time.
const QUIET: Duration = Duration::from_secs(1);

#[cfg(unix)]
pub(super) type Connection = tokio_util::either::Either<TcpStream, tokio::net::UnixStream>;
#[cfg(not(unix))]
pub(super) type Connection = TcpStream;

#[derive(Debug)]
enum Socket {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(unix::Listener),
}

#[derive(Debug)]
pub(super) struct Listener {
    socket: Socket,
    /// As the handshake names it.
    address: String,
    complained: Option<Instant>,
}

impl Listener {
    pub(super) fn bind(listen: Listen, environment: &Environment) -> Result<Self, ServeError> {
        let unix = match listen {
            Listen::Tcp => None,
            Listen::Unix => Self::unix(environment)?,
            Listen::Auto => Self::unix(environment).unwrap_or_else(|error| {
                tracing::warn!("listening on TCP instead of a unix socket: {error:?}");
                None
            }),
        };
        unix.map_or_else(|| Self::tcp(environment), Ok)
    }

    fn tcp(environment: &Environment) -> Result<Self, ServeError> {
        let listener = tcp(environment.ports.as_ref())?;
        let address = listener.local_addr().map_err(ServeError::io("the listener has no address"))?;
        Ok(Self { socket: Socket::Tcp(listener), address: format!("tcp|{address}"), complained: None })
    }

    /// `None` where it cannot be.
    #[cfg(unix)]
    fn unix(environment: &Environment) -> Result<Option<Self>, ServeError> {
        let Some(path) = unix::socket_path(&environment.socket_parent) else {
            tracing::warn!(
                "listening on TCP: a unix socket in {} cannot be named in a handshake",
                environment.socket_parent.display()
            );
            return Ok(None);
        };
        let address = format!("unix|{path}");
        let listener = unix::Listener::bind(path, environment.socket_group.as_deref())?;
        Ok(Some(Self { socket: Socket::Unix(listener), address, complained: None }))
    }

    #[cfg(not(unix))]
    fn unix(_: &Environment) -> Result<Option<Self>, ServeError> {
        Ok(None)
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The next connection. Never gives up: a process that ends would drop everybody's calls.
    pub(super) async fn accept(&mut self) -> Connection {
        loop {
            match self.socket.accept().await {
                Ok(connection) => return connection,
                Err(error) => {
                    self.complain(&error);
                    sleep(REST).await;
                }
            }
        }
    }

    fn complain(&mut self, error: &io::Error) {
        let now = Instant::now();
        if self.complained.is_none_or(|last| now - last >= QUIET) {
            self.complained = Some(now);
            tracing::warn!("a connection could not be accepted, trying on: {error}");
        }
    }
}

impl Socket {
    async fn accept(&self) -> io::Result<Connection> {
        match self {
            Self::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                // Taken over from the listener on Linux only. A connection without it is slower, nothing worse.
                let _ = stream.set_nodelay(true);
                #[cfg(unix)]
                let stream = Connection::Left(stream);
                Ok(stream)
            }
            #[cfg(unix)]
            Self::Unix(listener) => Ok(Connection::Right(listener.accept().await?)),
        }
    }
}

/// Listens on 127.0.0.1, with `TCP_NODELAY` for the connections to come.
pub(super) fn tcp(ports: Option<&RangeInclusive<u16>>) -> Result<TcpListener, ServeError> {
    let Some(ports) = ports else {
        return bind(0).map_err(ServeError::io("cannot listen on 127.0.0.1"));
    };
    for port in ports.clone() {
        match bind(port) {
            Err(error)
                if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) => {}
            bound => return bound.map_err(ServeError::io(format!("cannot listen on 127.0.0.1:{port}"))),
        }
    }
    Err(ServeError::new(format!(
        "no port of 127.0.0.1 from {} to {} is free (PLUGIN_MIN_PORT, PLUGIN_MAX_PORT)",
        ports.start(),
        ports.end()
    )))
}

fn bind(port: u16) -> io::Result<TcpListener> {
    use socket2::{Domain, Protocol, Socket, Type};

    let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
    // As the standard library does it. On Windows it means something else.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    socket.set_tcp_nodelay(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&std::net::SocketAddr::from(([127, 0, 0, 1], port)).into())?;
    socket.listen(1024)?;
    TcpListener::from_std(socket.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn connections_take_nodelay_over_from_the_listener() {
        let listener = tcp(None).unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        assert!(listener.accept().await.unwrap().0.nodelay().unwrap());
    }

    #[tokio::test]
    async fn the_next_port_is_taken_where_one_is_in_use() {
        let first = tcp(Some(&(20300..=20399))).unwrap().local_addr().unwrap().port();
        let taken = tcp(Some(&(first..=20399))).unwrap();
        let next = tcp(Some(&(first..=20399))).unwrap();
        assert!(taken.local_addr().unwrap().port() < next.local_addr().unwrap().port());
    }

    #[tokio::test]
    async fn where_no_port_is_free_words_say_so() {
        let taken = tcp(None).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = tcp(Some(&(port..=port))).unwrap_err();
        assert!(
            error.to_string().starts_with(&format!("no port of 127.0.0.1 from {port} to {port}")),
            "{error}"
        );
    }
}
