//! Which first lines of a plugin are handshakes.

use host::handshake::{HandshakeError as Error, PluginAddress, parse};
use host::{Host, HostError, StartError};

use crate::support::{config, within};

#[test]
fn a_line_is_read_as_go_plugin_reads_it() {
    let tcp = |address: &str| Ok(PluginAddress::Tcp(address.parse().unwrap()));
    let unix = || Ok(PluginAddress::Unix("/tmp/plugin1".into()));
    let table = [
        ("1|2|tcp|127.0.0.1:1234|grpc", tcp("127.0.0.1:1234")),
        ("1|2|tcp|[::1]:1234|grpc\r\n", tcp("[::1]:1234")),
        ("1|2|unix|/tmp/plugin1|grpc|", unix()),
        ("1|2|unix|/tmp/plugin1|grpc||false", unix()),
        ("", Err(Error::NotAHandshake(String::new()))),
        ("starting …\n", Err(Error::NotAHandshake("starting …".to_owned()))),
        ("2|2|tcp|127.0.0.1:1|grpc", Err(Error::CoreVersion("2".to_owned()))),
        ("1|1|tcp|127.0.0.1:1|grpc", Err(Error::AppVersion("1".to_owned()))),
        ("1|2|udp|127.0.0.1:1|grpc", Err(Error::Network("udp".to_owned()))),
        ("1|2|tcp|somewhere|grpc", Err(Error::Address("somewhere".to_owned()))),
        ("1|2|unix||grpc", Err(Error::Address(String::new()))),
        ("1|2|tcp|127.0.0.1:1", Err(Error::Protocol("netrpc".to_owned()))),
        ("1|2|tcp|127.0.0.1:1|netrpc", Err(Error::Protocol("netrpc".to_owned()))),
        ("1|2|tcp|127.0.0.1:1|grpc|MIIB", Err(Error::Tls)),
    ];
    for (line, expected) in table {
        assert_eq!(parse(line), expected, "{line:?}");
    }
}

async fn start_error(line: &str) -> StartError {
    let mut config = config();
    config.plugin.environment.0.insert("FIXTURE_HANDSHAKE".to_owned(), line.to_owned());
    match within(Host::start(config)).await {
        Err(HostError::Plugin(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_plugin_that_prints_something_else_first_is_refused_with_its_words() {
    let error = start_error("hello").await.to_string();
    assert!(error.contains(r#""hello""#), "{error}");
}

#[tokio::test]
async fn a_plugin_whose_address_nobody_answers_is_refused() {
    let error = start_error("1|2|tcp|127.0.0.1:1|grpc").await;
    assert!(matches!(error, StartError::Connect(..)), "{error:?}");
}

#[tokio::test]
async fn a_program_that_is_none_is_named() {
    let mut config = config();
    config.plugin.executable = "/no/such/plugin".into();
    let error = within(Host::start(config)).await.unwrap_err().to_string();
    assert!(error.contains("/no/such/plugin"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_that_ends_at_once_is_told_by_its_status() {
    let mut config = config();
    config.plugin.executable = "false".into();
    let error = within(Host::start(config)).await.unwrap_err().to_string();
    assert!(error.contains("exit status: 1"), "{error}");
}
