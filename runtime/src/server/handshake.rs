//! What Grafana tells the process when it starts it, and the one line that it waits for.
//!
//! The rules are go-plugin's: `client.go` sets the variables, `server.go` reads them and prints the line.

use std::{
    ffi::OsString,
    io::{self, Write},
    ops::RangeInclusive,
};

use super::ServeError;

/// go-plugin's "magic cookie", the same for every type of plugin (grafana-plugin-sdk-go:
/// `backend/grpcplugin/handshake.go`).
const COOKIE: (&str, &str) = ("grafana_plugin_type", "datasource");

/// What the variables of the process ask for.
#[derive(Debug)]
pub(super) struct Environment {
    /// Grafana started the process, or a host that does as Grafana does.
    pub(super) cookie: bool,
    /// Where a TCP listener may be; anywhere without it.
    pub(super) ports: Option<RangeInclusive<u16>>,
    /// Where a socket's directory is made.
    #[cfg(unix)]
    pub(super) socket_parent: std::path::PathBuf,
    /// The group that may connect too, by name or by number.
    #[cfg(unix)]
    pub(super) socket_group: Option<String>,
}

impl Environment {
    pub(super) fn read() -> Result<Self, ServeError> {
        Self::of(|name| std::env::var_os(name).filter(|value| !value.is_empty()))
    }

    fn of(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, ServeError> {
        if variable("PLUGIN_CLIENT_CERT").is_some() {
            return Err(ServeError::new(
                "the host asks for mutual TLS (PLUGIN_CLIENT_CERT), which Grafana does not use and this server does \
                 not speak",
            ));
        }
        let port = |name: &str| match variable(name).map(|value| value.to_str().and_then(|v| v.parse().ok()))
        {
            Some(None) => Err(ServeError::new(format!("{name} is not the number of a port"))),
            Some(port) => Ok(port),
            None => Ok(None),
        };
        let ports = port("PLUGIN_MIN_PORT")?.zip(port("PLUGIN_MAX_PORT")?).map(|(min, max)| min..=max);
        Ok(Self {
            cookie: variable(COOKIE.0).is_some_and(|value| value == COOKIE.1),
            ports: ports.filter(|ports| *ports != (0..=0)),
            #[cfg(unix)]
            socket_parent: variable("PLUGIN_UNIX_SOCKET_DIR").map_or_else(std::env::temp_dir, Into::into),
            #[cfg(unix)]
            socket_group: variable("PLUGIN_UNIX_SOCKET_GROUP")
                .map(|group| group.to_string_lossy().into_owned()),
        })
    }
}

/// Tells the host where to connect: core version 1, version 2 of Grafana's protocol, the address, gRPC.
pub(super) fn announce(address: &str) -> Result<(), ServeError> {
    let mut out = io::stdout().lock();
    writeln!(out, "1|2|{address}|grpc")
        .and_then(|()| out.flush())
        .map_err(ServeError::io("cannot tell the host where to connect, on standard output"))
}

/// Tells who starts the program by hand what it is.
pub(super) fn hint() {
    // Nobody may be there to read it.
    let _ = writeln!(
        io::stderr(),
        "This program is a plugin, meant to be started by Grafana ({}={} is not set). It serves all the same.",
        COOKIE.0,
        COOKIE.1
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Result<Environment, ServeError> {
        Environment::of(|name| {
            variables.iter().find(|variable| variable.0 == name).map(|variable| variable.1.into())
        })
    }

    #[test]
    fn only_the_right_cookie_counts() {
        assert!(with(&[("grafana_plugin_type", "datasource")]).unwrap().cookie);
        assert!(!with(&[("grafana_plugin_type", "app")]).unwrap().cookie);
        assert!(!with(&[]).unwrap().cookie);
    }

    #[test]
    fn ports_count_where_both_ends_are_set() {
        let ports = |variables: &[_]| with(variables).unwrap().ports;
        assert_eq!(ports(&[("PLUGIN_MIN_PORT", "10000"), ("PLUGIN_MAX_PORT", "25000")]), Some(10000..=25000));
        assert_eq!(ports(&[("PLUGIN_MIN_PORT", "0"), ("PLUGIN_MAX_PORT", "0")]), None);
        assert_eq!(ports(&[("PLUGIN_MIN_PORT", "10000")]), None);
    }

    #[test]
    fn a_port_that_is_none_is_told_in_words() {
        let error = with(&[("PLUGIN_MIN_PORT", "70000"), ("PLUGIN_MAX_PORT", "80000")]).unwrap_err();
        assert_eq!(error.to_string(), "PLUGIN_MIN_PORT is not the number of a port");
    }

    #[test]
    fn mutual_tls_is_refused_in_words() {
        let error = with(&[("PLUGIN_CLIENT_CERT", "-----BEGIN CERTIFICATE-----")]).unwrap_err();
        assert!(error.to_string().contains("mutual TLS"), "{error}");
        assert!(!format!("{error:?}").contains("BEGIN"), "{error:?}");
    }
}
