//! The library's server under load, in a process of its own, asked over HTTP/2.
//!
//! `LOAD_SECONDS` says how long the calls are mixed: 5 unless it is set, two minutes for the figures in `README.md`.

mod calls;
#[allow(dead_code, reason = "the server benchmark's too")]
mod client;
mod mixture;
mod plugin;
#[allow(dead_code, reason = "the server benchmark's too")]
mod process;
mod scenes;

use std::{
    env,
    error::Error,
    process::{Command, ExitCode, Stdio},
    time::Duration,
};

use process::Process;

const SERVE: &str = "--serve";

fn main() -> ExitCode {
    let done = if env::args().any(|argument| argument == SERVE) { plugin::serve() } else { run() };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--list") {
        return Ok(());
    }
    let seconds = env::var("LOAD_SECONDS").map_or(Ok(5), |seconds| seconds.parse())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        mixture::run(start()?, Duration::from_secs(seconds)).await?;
        scenes::bursts_of_cancels(start()?).await?;
        scenes::crowd(start()?).await?;
        scenes::slow_readers(start()?).await
    })
}

/// A new process of the plugin.
fn start() -> Result<Process, Box<dyn Error>> {
    let mut command = Command::new(env::current_exe()?);
    // Each panic is logged.
    command.arg(SERVE).stderr(Stdio::null());
    Ok(Process::start(command)?)
}
