//! What a host is told on the command line or in a file, as written. Called by `main`.
//!
//! The command line wins over the file, `plugin.json` fills in what neither says.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Parser;
use serde::Deserialize;

use crate::config::{Config, Instance, Kind, Plugin, Role, Secrets, User};
use crate::example::{self, ExampleError};
use crate::plugin_json::{PluginJson, PluginJsonError};

pub use self::values::{Assignment, JsonData};

mod values;

/// Starts a Grafana backend plugin and serves its resources as Grafana does.
///
/// Without options it builds and serves the example `devices`.
#[derive(Debug, Default, Parser, Deserialize)]
#[command(version)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Options {
    /// A TOML or JSON file with the same options, named as here without the dashes before them
    #[arg(long, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Where to serve [default: 127.0.0.1:3001]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// The plugin's program, or the folder of its plugin.json
    #[arg(long, value_name = "PATH", conflicts_with = "example")]
    pub plugin: Option<PathBuf>,
    /// An example of this workspace to build and serve [default: devices]
    #[arg(long, value_name = "NAME")]
    pub example: Option<String>,
    /// The plugin's id [default: as in plugin.json]
    #[arg(long)]
    pub id: Option<String>,
    /// What the plugin is [default: as in plugin.json]
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    #[serde(rename = "type")]
    pub kind: Option<Kind>,
    /// The data source's uid [default: example]
    #[arg(long)]
    pub uid: Option<String>,
    /// The data source's URL
    #[arg(long)]
    pub url: Option<String>,
    /// The role of the user who calls [default: Admin]
    #[arg(long, value_enum, ignore_case = true)]
    pub role: Option<Role>,
    /// The user's login
    #[arg(long)]
    pub login: Option<String>,
    /// The user's name
    #[arg(long)]
    pub name: Option<String>,
    /// The user's e-mail address
    #[arg(long)]
    pub email: Option<String>,
    /// Call without a user, as Grafana itself does for alerting
    #[arg(long)]
    pub anonymous_user: bool,
    /// The organisation's number [default: 1]
    #[arg(long, value_name = "NUMBER")]
    pub org: Option<i64>,
    /// The settings
    #[arg(long, value_name = "JSON")]
    pub json_data: Option<JsonData>,
    /// A secret of the settings; in a file, where no process list shows it, a table
    #[arg(long, value_name = "KEY=VALUE")]
    #[serde(deserialize_with = "values::table")]
    pub secret: Vec<Assignment>,
    /// Call without any settings; a data source then has the uid `example`
    #[arg(long, conflicts_with_all = ["uid", "url", "json_data", "secret"])]
    pub no_settings: bool,
    /// A variable for the plugin's process; in a file a table
    #[arg(long, value_name = "KEY=VALUE")]
    #[serde(deserialize_with = "values::table")]
    pub env: Vec<Assignment>,
}

/// Options that name nothing which can be run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OptionsError {
    /// No such file, say.
    #[error("cannot read {}", .0.display())]
    Read(PathBuf, #[source] io::Error),
    /// Not what a configuration file looks like.
    #[error("{} is no configuration: {why}", .0.display(), why = .1)]
    Parse(PathBuf, String),
    /// Something is wrong with the plugin's description.
    #[error(transparent)]
    PluginJson(#[from] PluginJsonError),
    /// Something is wrong with the example.
    #[error(transparent)]
    Example(#[from] ExampleError),
    /// A folder that is no plugin's.
    #[error("{} has no plugin.json that names a program beside it", .0.display())]
    NoProgram(PathBuf),
}

impl Options {
    /// Reads the file if one is named, finds the plugin, and builds it if it is an example.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or the plugin not be found or built.
    pub fn resolve(self) -> Result<Config, OptionsError> {
        let options = match &self.config {
            Some(file) => {
                let file = read(file)?;
                self.or(file)
            }
            None => self,
        };
        Ok(Config {
            listen: options.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3001))),
            plugin: options.plugin()?,
            instance: (!options.no_settings).then(|| options.instance()),
            user: (!options.anonymous_user).then(|| options.user()),
            org_id: options.org.unwrap_or(1),
        })
    }

    /// What is not said here is as said there.
    fn or(self, other: Self) -> Self {
        // A plugin here takes the place of an example there, and the other way round.
        let names_plugin = self.plugin.is_some() || self.example.is_some();
        let (plugin, example) =
            if names_plugin { (self.plugin, self.example) } else { (other.plugin, other.example) };
        let join = |mut mine: Vec<Assignment>, mut others: Vec<Assignment>| {
            others.append(&mut mine);
            others
        };
        Self {
            config: None,
            listen: self.listen.or(other.listen),
            plugin,
            example,
            id: self.id.or(other.id),
            kind: self.kind.or(other.kind),
            uid: self.uid.or(other.uid),
            url: self.url.or(other.url),
            role: self.role.or(other.role),
            login: self.login.or(other.login),
            name: self.name.or(other.name),
            email: self.email.or(other.email),
            anonymous_user: self.anonymous_user || other.anonymous_user,
            org: self.org.or(other.org),
            json_data: self.json_data.or(other.json_data),
            secret: join(self.secret, other.secret),
            no_settings: self.no_settings || other.no_settings,
            env: join(self.env, other.env),
        }
    }

    fn plugin(&self) -> Result<Plugin, OptionsError> {
        let (folder, description, executable) = match &self.plugin {
            Some(path) => installed(path)?,
            None => built(self.example.as_deref().unwrap_or("devices"))?,
        };
        let name = executable.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let found = description.unwrap_or_else(|| PluginJson { id: name, ..PluginJson::default() });
        Ok(Plugin {
            id: self.id.clone().unwrap_or(found.id),
            kind: self.kind.unwrap_or(found.kind),
            version: found.info.version,
            api_version: found.api_version,
            executable,
            environment: Secrets(self.env.iter().cloned().map(Assignment::into_pair).collect()),
            routes: Some(folder.join("routes.json")),
        })
    }

    fn instance(&self) -> Instance {
        let default = Instance::default();
        Instance {
            uid: self.uid.clone().unwrap_or(default.uid),
            url: self.url.clone().unwrap_or(default.url),
            json_data: self.json_data.clone().map_or(default.json_data, |data| data.0),
            secrets: Secrets(self.secret.iter().cloned().map(Assignment::into_pair).collect()),
            ..default
        }
    }

    fn user(&self) -> User {
        let default = User::default();
        User {
            login: self.login.clone().unwrap_or(default.login),
            name: self.name.clone().unwrap_or(default.name),
            email: self.email.clone().unwrap_or(default.email),
            role: self.role.unwrap_or(default.role),
        }
    }
}

fn read(file: &Path) -> Result<Options, OptionsError> {
    let text = std::fs::read_to_string(file).map_err(|error| OptionsError::Read(file.to_owned(), error))?;
    let parsed = if file.extension().is_some_and(|end| end == "json") {
        serde_json::from_str(&text).map_err(|error| error.to_string())
    } else {
        // Not the whole error, which shows the line, and the line may hold a secret.
        toml::from_str(&text).map_err(|error| error.message().to_owned())
    };
    parsed.map_err(|error| OptionsError::Parse(file.to_owned(), error))
}

type Found = (PathBuf, Option<PluginJson>, PathBuf);

/// A plugin as it stands in Grafana's plugin folder, or any program.
fn installed(path: &Path) -> Result<Found, OptionsError> {
    if path.is_dir() {
        let description = PluginJson::read(path)?;
        let program = description.as_ref().and_then(|found| found.program(path));
        let program = program.ok_or_else(|| OptionsError::NoProgram(path.to_owned()))?;
        return Ok((path.to_owned(), description, program));
    }
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    Ok((folder.clone(), PluginJson::read(&folder)?, path.to_owned()))
}

fn built(name: &str) -> Result<Found, OptionsError> {
    let folder = example::folder(name)?;
    let description = PluginJson::read(&folder)?;
    let binary = description.as_ref().and_then(|found| found.executable.clone()).unwrap_or_default();
    let program = example::build(name, &folder, &binary)?;
    Ok((folder, description, program))
}
