//! The command line of the host. Run `cargo run -- --help`.

use std::error::Error;
use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use host::Host;
use host::options::Options;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let asked = std::env::var(EnvFilter::DEFAULT_ENV).unwrap_or_default();
    let filter = EnvFilter::try_new(levels(&asked)).unwrap_or_else(|_| EnvFilter::new(levels("")));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

/// What is asked for, without what the HTTP libraries say of each frame unless that is asked for by name. Plain text of a plugin, a
/// panic's words for example, is shown though Grafana has it at debug.
fn levels(asked: &str) -> String {
    const QUIET: &str = "h2=info,hyper=info,hyper_util=info,tonic=info,tower=info";
    let asked = if asked.is_empty() { "info,plugin::plain=debug" } else { asked };
    format!("{QUIET},{asked}")
}

async fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let config = options.resolve()?;
    // Taken before there is a plugin: a host that a signal ends at once would leave its plugin behind.
    let mut signals = Signals::take()?;
    let host = tokio::select! {
        host = Host::start(config) => host?,
        () = signals.end() => return Ok(()),
    };
    println!("\nTry the routes:  http://{}/", host.addr);
    println!("Resources:       {}\n", host.url());
    for line in host.curl_lines().await {
        println!("    {line}");
    }
    println!("\nCtrl-C ends it.\n");
    signals.end().await;
    host.stop().await;
    Ok(())
}

/// Ctrl-C, or what service managers send.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn take() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn end(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Ctrl-C.
#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn take() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn end(&mut self) {
        self.0.recv().await;
    }
}
