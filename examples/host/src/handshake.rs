//! The line that a plugin prints when it listens, and where it says so.
//!
//! In comes the first line of the plugin's standard output, out goes the address to connect to. Called by
//! `process`. The protocol is hashicorp/go-plugin's: `docs/guide-plugin-write-non-go.md` there.

use std::net::SocketAddr;
use std::path::PathBuf;

/// The version of go-plugin's own protocol.
const CORE_VERSION: &str = "1";
/// The version of Grafana's plugin protocol.
const APP_VERSION: &str = "2";

/// What a host tells a plugin through its environment, as go-plugin in Grafana does.
///
/// Every plugin gets the cookie of a data source, apps too: it only tells that a plugin host is the parent.
pub(crate) const ENVIRONMENT: [(&str, &str); 4] = [
    ("grafana_plugin_type", "datasource"),
    ("PLUGIN_MIN_PORT", "10000"),
    ("PLUGIN_MAX_PORT", "25000"),
    ("PLUGIN_PROTOCOL_VERSIONS", APP_VERSION),
];

/// Where a plugin listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PluginAddress {
    /// As the Rust SDK does.
    Tcp(SocketAddr),
    /// As the Go SDK does.
    Unix(PathBuf),
}

/// Why a line is no handshake that Grafana would accept.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HandshakeError {
    /// Not at least four fields.
    #[error(
        "the plugin's first line is no handshake but {0:?}; a plugin must print nothing to standard output before it"
    )]
    NotAHandshake(String),
    /// Of a go-plugin before or after version 1.
    #[error("the plugin speaks version {0:?} of go-plugin's protocol, this host version {CORE_VERSION}")]
    CoreVersion(String),
    /// Not built for this generation of Grafana.
    #[error("the plugin speaks version {0:?} of Grafana's plugin protocol, this host version {APP_VERSION}")]
    AppVersion(String),
    /// Neither `tcp` nor `unix`.
    #[error("the plugin listens on a network of the kind {0:?}, not on tcp or unix")]
    Network(String),
    /// Nothing that can be connected to.
    #[error("the plugin gives {0:?} as its address, which is none")]
    Address(String),
    /// Go's `net/rpc`, which go-plugin assumes where nothing is said.
    #[error("the plugin speaks {0:?}, and Grafana only grpc")]
    Protocol(String),
    /// A certificate although none was offered.
    #[error("the plugin wants TLS, which Grafana does not use with plugins")]
    Tls,
}

/// Reads `1|2|tcp|127.0.0.1:10000|grpc`, with or without the two fields that may follow.
///
/// # Errors
///
/// Where go-plugin in Grafana refuses the plugin.
pub fn parse(line: &str) -> Result<PluginAddress, HandshakeError> {
    let fields: Vec<&str> = line.trim().split('|').collect();
    let [core, app, network, address, rest @ ..] = fields.as_slice() else {
        return Err(HandshakeError::NotAHandshake(line.trim().to_owned()));
    };
    if *core != CORE_VERSION {
        return Err(HandshakeError::CoreVersion((*core).to_owned()));
    }
    if *app != APP_VERSION {
        return Err(HandshakeError::AppVersion((*app).to_owned()));
    }
    let address = self::address(network, address)?;
    match rest.first().copied().unwrap_or("netrpc") {
        "grpc" => {}
        protocol => return Err(HandshakeError::Protocol(protocol.to_owned())),
    }
    if rest.get(1).is_some_and(|certificate| !certificate.is_empty()) {
        return Err(HandshakeError::Tls);
    }
    Ok(address)
}

fn address(network: &str, address: &str) -> Result<PluginAddress, HandshakeError> {
    match network {
        "tcp" => {
            address.parse().map(PluginAddress::Tcp).map_err(|_| HandshakeError::Address(address.to_owned()))
        }
        "unix" if address.is_empty() => Err(HandshakeError::Address(address.to_owned())),
        "unix" => Ok(PluginAddress::Unix(address.into())),
        other => Err(HandshakeError::Network(other.to_owned())),
    }
}
