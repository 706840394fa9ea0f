//! Writes plugins of 10, 100 and 1000 routes, half of them with a parameter, for `lookup/callgrind.rs`.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

const SIZES: [usize; 3] = [10, 100, 1000];

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=benches/lookup/build.rs");
    let mut text = String::new();
    for size in SIZES {
        plugin(&mut text, size)?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("lookup.rs"), text)?;
    Ok(())
}

/// Ten routes share a first segment, as the resources of one kind do.
fn path(number: usize) -> String {
    let (group, leaf) = (number / 10, number % 10);
    if number.is_multiple_of(2) {
        format!("/group{group:03}/leaf{leaf}")
    } else {
        format!("/group{group:03}/{{id}}/leaf{leaf}")
    }
}

fn plugin(text: &mut String, size: usize) -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = (0..size).map(path).collect();
    writeln!(text, "pub(crate) const PATHS_{size}: [&str; {size}] = {paths:?};")?;
    writeln!(text, "pub(crate) mod routes_{size} {{")?;
    writeln!(text, "use grafana_plugin_sdk::prelude::*;\nuse crate::fixture::{{Secrets, Settings}};")?;
    writeln!(text, "use grafana_resource_routes::{{NoContent, resource_routes}};")?;
    writeln!(text, "#[derive(Clone, Debug, GrafanaPlugin)]")?;
    let settings = "json_data = \"Settings\", secure_json_data = \"Secrets\"";
    writeln!(text, "#[grafana_plugin(plugin_type = \"datasource\", {settings})]")?;
    writeln!(text, "pub(crate) struct Plugin;")?;
    writeln!(text, "#[resource_routes]\nimpl Plugin {{")?;
    for (parity, handler) in
        [(0, "async fn fixed() -> NoContent"), (1, "async fn one(id: &str) -> NoContent")]
    {
        for (number, path) in paths.iter().enumerate().filter(|(number, _)| number % 2 == parity) {
            writeln!(text, "#[get({path:?}, id = \"route{number}\")]")?;
        }
        let body = if parity == 0 { "" } else { "std::hint::black_box(id); " };
        writeln!(text, "{handler} {{ {body}NoContent }}")?;
    }
    writeln!(text, "}}\n}}")?;
    Ok(())
}
