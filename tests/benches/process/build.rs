//! The plugin's program, built as a crate of its own.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const MANIFEST: &str = r#"
[workspace]

[package]
name = "plugin"
edition = "2024"

[[bin]]
name = "plugin"
path = "main.rs"

[dependencies]
bytes = "1"
futures-core = "0.3"
futures-util = { version = "0.3", default-features = false, features = ["std"] }
grafana-plugin-sdk = "0.5.0"
http = "1"
percent-encoding = "2"
serde = { version = "1", features = ["derive"] }
serde_json = "1"
serde_urlencoded = "0.7"
thiserror = "2"
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }

[profile.release]
debug = true
"#;

/// Builds it, with the versions of the workspace's lock file, and gives the program's path.
pub(crate) fn plugin() -> Result<PathBuf, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("process");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir_all(&folder)?;
    let library =
        format!("grafana-resource-routes = {{ path = \"{}\" }}\n", tests.join("../runtime").display());
    let manifest = MANIFEST.replace("http = \"1\"\n", &format!("{library}http = \"1\"\n"));
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(tests.join("../Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut text = fs::read_to_string(tests.join("benches/process/plugin.rs"))?;
    for (module, file) in
        [("fixture", "fixture/mod.rs"), ("hand_written", "peers/hand.rs"), ("with_routes", "peers/routes.rs")]
    {
        let path = tests.join("benches").join(file);
        let declared = format!("mod {module};");
        text = text.replace(&declared, &format!("#[path = \"{}\"]\n{declared}", path.display()));
    }
    fs::write(folder.join("main.rs"), text)?;
    let built = Command::new(env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
        .args(["build", "--release", "--offline"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .status()?;
    if built.success() {
        Ok(folder.join("target/release/plugin"))
    } else {
        Err("the plugin does not build".into())
    }
}
