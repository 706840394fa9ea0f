//! The command line, the file and `plugin.json`, and which of them wins.

use std::path::PathBuf;

use clap::Parser;
use host::options::Options;
use host::{Config, Kind, Role};
use serde_json::json;

/// A folder with a plugin in it and a configuration that names it.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("host-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("plugin.json"), r#"{"id":"example-app","type":"app","executable":"gpx_app"}"#)
        .unwrap();
    let program = format!("gpx_app{}", std::env::consts::EXE_SUFFIX);
    std::fs::write(folder.join(program), "").unwrap();
    folder
}

fn options(arguments: &[&str]) -> Options {
    Options::try_parse_from(["host"].iter().chain(arguments)).unwrap()
}

fn resolve(arguments: &[&str]) -> Config {
    options(arguments).resolve().unwrap()
}

#[test]
fn the_command_line_wins_over_the_file_and_both_over_plugin_json() {
    let folder = folder("merge");
    let file = folder.join("host.toml");
    let text = format!(
        "plugin = {:?}\nuid = 'file'\nrole = 'Viewer'\norg = 2\n[json-data]\na = 1\n[secret]\nk = 'file'\nl = 'file'\n",
        folder.display().to_string()
    );
    std::fs::write(&file, text).unwrap();
    let config = resolve(&["--config", file.to_str().unwrap(), "--role", "editor", "--secret", "k=line=2"]);
    let (instance, user) = (config.instance.unwrap(), config.user.unwrap());
    assert_eq!((config.plugin.id.as_str(), config.plugin.kind), ("example-app", Kind::App));
    assert_eq!((instance.uid.as_str(), user.role, config.org_id), ("file", Role::Editor, 2));
    assert_eq!(instance.json_data, json!({ "a": 1 }));
    assert_eq!((instance.secrets.0["k"].as_str(), instance.secrets.0["l"].as_str()), ("line=2", "file"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_is_not_said_is_a_data_source_called_by_an_administrator() {
    let config = resolve(&["--plugin", "/opt/gpx_mine"]);
    assert_eq!((config.plugin.id.as_str(), config.plugin.kind), ("gpx_mine", Kind::DataSource));
    assert_eq!(config.listen.to_string(), "127.0.0.1:3001");
    assert_eq!(config.user.unwrap().role, Role::Admin);
    assert_eq!(config.instance.unwrap().json_data, json!({}));
}

#[test]
fn there_may_be_neither_a_user_nor_settings() {
    let config = resolve(&["--plugin", "/opt/gpx_mine", "--anonymous-user", "--no-settings"]);
    assert!(config.user.is_none() && config.instance.is_none());
}

#[test]
fn secrets_are_never_shown() {
    let arguments = ["--plugin", "/opt/gpx_mine", "--secret", "key=hidden", "--env", "KEY=hidden"];
    let shown = format!("{:?}", options(&arguments));
    assert!(shown.contains("key") && !shown.contains("hidden"), "{shown}");
    let shown = format!("{:?}", resolve(&arguments));
    assert!(shown.contains("key") && !shown.contains("hidden"), "{shown}");
}

#[test]
fn a_mistake_in_a_file_is_told_without_the_line_that_has_it() {
    let folder = folder("mistake");
    let file = folder.join("host.toml");
    std::fs::write(&file, "[secret]\nkey = 'hidden\n").unwrap();
    let error = options(&["--config", file.to_str().unwrap()]).resolve().unwrap_err().to_string();
    assert!(error.contains("host.toml") && !error.contains("hidden"), "{error}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_unknown_example_is_answered_with_those_there_are() {
    let error = options(&["--example", "none"]).resolve().unwrap_err().to_string();
    assert!(error.contains("\"none\""), "{error}");
}
