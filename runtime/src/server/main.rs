//! The outermost function of a plugin's process.

use std::{error::Error, process::ExitCode};

use super::{ServeError, log};
use crate::{guard, log::chain};

/// Runs what stands in `main`, and says in the log why it failed, in the form that Grafana reads.
///
/// What `main` itself returns as an error, or panics with, Rust prints as plain text, which Grafana logs at debug: at the level
/// at which it runs there is only "exit status 1". So a plugin whose start may fail begins like this:
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use grafana_resource_routes::{Server, resource_routes, server};
/// # use grafana_plugin_sdk::prelude::*;
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "datasource")]
/// # struct Datasource;
/// # #[resource_routes]
/// # impl Datasource { #[get("/")] fn root() {} }
/// # impl Datasource {
/// #     fn open(_: String) -> Result<Self, std::io::Error> { Ok(Self) }
/// # }
///
/// fn main() -> ExitCode {
///     server::main(|| {
///         let plugin = Datasource::open(std::env::var("GF_PLUGIN_DATABASE")?)?;
///         Ok(Server::new(plugin).resource().run_blocking()?)
///     })
/// }
/// ```
///
/// Where something is awaited before, `#[tokio::main]` goes on a function of its own:
///
/// ```no_run
/// # use std::{error::Error, process::ExitCode};
/// # use grafana_resource_routes::{Server, resource_routes, server};
/// # use grafana_plugin_sdk::prelude::*;
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "datasource")]
/// # struct Datasource;
/// # #[resource_routes]
/// # impl Datasource { #[get("/")] fn root() {} }
/// # impl Datasource {
/// #     async fn connect() -> Result<Self, std::io::Error> { Ok(Self) }
/// # }
/// fn main() -> ExitCode {
///     server::main(serve)
/// }
///
/// #[tokio::main]
/// async fn serve() -> Result<(), Box<dyn Error>> {
///     let plugin = Datasource::connect().await?;
///     Ok(Server::new(plugin).resource().run().await?)
/// }
/// ```
///
/// The line says the error and each of its sources: leave secrets out of them. The exit code is 1, and 101 after a panic, as
/// Rust's own. Where the process has no subscriber yet, the one of [`Server`](super::Server) is installed.
pub fn main(plugin: impl FnOnce() -> Result<(), Box<dyn Error>>) -> ExitCode {
    match guard::catch(plugin) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            let had_no_log = log::init();
            // A server has said why it did not start, if anybody could hear it.
            if had_no_log || !error.is::<ServeError>() {
                log::not_started(&words(&*error));
            }
            ExitCode::FAILURE
        }
        Err(panic) => {
            log::init();
            log::not_started(&format_args!("`main` panicked: {}", guard::message(&*panic)));
            ExitCode::from(101)
        }
    }
}

/// The text of an error is the plugin's code.
fn words(error: &(dyn Error + 'static)) -> String {
    guard::catch(|| chain(error))
        .unwrap_or_else(|panic| format!("the text of its error panicked: {}", guard::message(&*panic)))
}
