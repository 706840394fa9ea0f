//! `routes.json` → Rust: each plugin's route table as two `#[resource_routes]` blocks. Called by the build script; read
//! by `cases.rs` and by the program of `cases/server` through `include!`.
//!
//! `Plain` reports what arrived, whatever it is. `Typed` has the same routes with the types that the original reads,
//! for what follows a match: a body that is not JSON, a query parameter that is missing.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use serde_json::Value;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

pub(crate) fn main() -> Result {
    println!("cargo::rerun-if-changed=cases");
    let plugins: Vec<Value> = serde_json::from_str(&fs::read_to_string("cases/routes.json")?)?;
    let mut text = String::new();
    for plugin in &plugins {
        module(&mut text, plugin)?;
    }
    let folder = env::var("OUT_DIR")?;
    fs::write(Path::new(&folder).join("cases.rs"), text)?;
    fs::write(Path::new(&folder).join("cases_calls.rs"), calls(&plugins)?)?;
    fs::write(Path::new(&folder).join("cases_serve.rs"), serve(&plugins)?)?;
    Ok(())
}

fn module(text: &mut String, plugin: &Value) -> Result {
    let routes: Vec<&Value> =
        plugin["routes"].as_array().into_iter().flatten().filter(|route| is_registered(route)).collect();
    writeln!(text, "pub(crate) mod {} {{", snake(string(&plugin["plugin"])))?;
    writeln!(text, "use super::prelude::*;")?;
    for block in ["Plain", "Typed"] {
        writeln!(text, "#[derive(Clone, Debug, GrafanaPlugin)]")?;
        writeln!(text, "#[grafana_plugin(plugin_type = \"{}\")]", string(&plugin["type"]))?;
        writeln!(text, "pub(crate) struct {block};\n#[resource_routes]\nimpl {block} {{")?;
        for (number, route) in routes.iter().enumerate() {
            let path = renamed(string(&route["pattern"]));
            writeln!(text, "#[{}({path:?})]", string(&route["method"]).to_lowercase())?;
            if block == "Plain" { plain(text, route, number)? } else { typed(text, plugin, route, number)? }
        }
        writeln!(text, "}}")?;
    }
    for (number, route) in routes.iter().enumerate() {
        query_type(text, route, number)?;
    }
    writeln!(text, "}}")?;
    Ok(())
}

/// A route that our paths cannot say is left out.
fn is_registered(route: &Value) -> bool {
    route["express"] != "no"
}

fn plain(text: &mut String, route: &Value, number: usize) -> Result {
    let arguments: Vec<String> = parameters(route).map(|name| format!("{}: &str, ", snake(name))).collect();
    writeln!(
        text,
        "async fn route_{number}({}Query(query): Query<Pairs>, headers: &HeaderMap, body: &Bytes) -> Json<Report> \
         {{ Json(Report::new({:?}, &[{}], query, headers, body)) }}",
        arguments.concat(),
        title(route),
        parameters(route).map(|name| format!("({name:?}, {})", snake(name))).collect::<Vec<_>>().join(", "),
    )?;
    Ok(())
}

fn typed(text: &mut String, plugin: &Value, route: &Value, number: usize) -> Result {
    let mut arguments = String::new();
    for name in parameters(route) {
        let ty = if (string(&plugin["plugin"]), name) == ("nais-apm", "fingerprint") {
            "Fingerprint"
        } else {
            "&str"
        };
        write!(arguments, "{}: {ty}, ", snake(name))?;
    }
    if !queries(route).is_empty() {
        write!(arguments, "query: Query<Query{number}>, ")?;
    }
    let body = match route["body"].as_str() {
        Some("json {message}") => "Json<Message>",
        Some("json optional") => "Option<Json<Value>>",
        Some(json) if json.starts_with("json") => "Json<Value>",
        Some(_) => "Bytes",
        None => "",
    };
    if !body.is_empty() {
        write!(arguments, "body: {body}, ")?;
    }
    let (output, value) = match (string(&route["response"]), body) {
        ("echo", "Bytes") => ("Bytes", "body"),
        (response, _) if response.contains("server-sent events") => ("impl IntoResponse + use<>", "events()"),
        (response, _) if response.contains("stream") || response.contains("chunked") => {
            ("impl IntoResponse + use<>", "endless()")
        }
        _ => ("NoContent", "NoContent"),
    };
    writeln!(text, "fn route_{number}({arguments}) -> {output} {{ {value} }}")?;
    Ok(())
}

fn query_type(text: &mut String, route: &Value, number: usize) -> Result {
    if queries(route).is_empty() {
        return Ok(());
    }
    writeln!(text, "#[derive(Deserialize)]\nstruct Query{number} {{")?;
    for query in queries(route) {
        let name = string(&query["name"]);
        let one = match string(&query["type"]) {
            "int" => "u32",
            "unix" => "i64",
            _ => "String",
        };
        let ty = match (query["many"] == true, query["required"] == true) {
            (true, _) => format!("Vec<{one}>"),
            (false, true) => one.to_owned(),
            (false, false) => format!("Option<{one}>"),
        };
        writeln!(text, "#[serde(rename = {name:?})] {}_: {ty},", snake(name))?;
    }
    writeln!(text, "}}")?;
    Ok(())
}

/// From a plugin's name to its blocks, to be called.
fn calls(plugins: &[Value]) -> Result<String> {
    let mut text = String::new();
    writeln!(
        text,
        "pub(crate) async fn call(plugin: &str, block: Block, message: CallResourceRequest, most: usize)"
    )?;
    writeln!(text, "-> Result<Reply, tonic::Status> {{ match (plugin, block) {{")?;
    for plugin in plugins {
        let name = string(&plugin["plugin"]);
        for block in ["Plain", "Typed"] {
            let module = snake(name);
            writeln!(
                text,
                "({name:?}, Block::{block}) => Reply::of(&{module}::{block}, message, most).await,"
            )?;
        }
    }
    writeln!(text, "_ => panic!(\"no plugin {{plugin}}\"),\n}} }}")?;
    writeln!(text, "pub(crate) fn routes(plugin: &str) -> Routes {{ match plugin {{")?;
    for plugin in plugins {
        let name = string(&plugin["plugin"]);
        writeln!(text, "{name:?} => {}::Plain::routes(),", snake(name))?;
    }
    writeln!(text, "_ => panic!(\"no plugin {{plugin}}\"),\n}} }}")?;
    Ok(text)
}

/// From a plugin's name to its blocks, to be served.
fn serve(plugins: &[Value]) -> Result<String> {
    let mut text = String::new();
    writeln!(text, "pub(crate) fn serve(plugin: &str, block: &str) -> Result<(), ServeError> {{")?;
    writeln!(text, "match (plugin, block) {{")?;
    for plugin in plugins {
        let name = string(&plugin["plugin"]);
        for block in ["Plain", "Typed"] {
            let module = snake(name);
            writeln!(
                text,
                "({name:?}, {block:?}) => Server::new({module}::{block}).resource().listen(Listen::Tcp).run_blocking(),"
            )?;
        }
    }
    writeln!(text, "_ => panic!(\"no plugin {{plugin}}\"),\n}} }}")?;
    Ok(text)
}

fn parameters(route: &Value) -> impl Iterator<Item = &str> {
    route["params"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn queries(route: &Value) -> &[Value] {
    route["query"].as_array().map_or(&[], Vec::as_slice)
}

fn title(route: &Value) -> String {
    format!("{} {}", string(&route["method"]), string(&route["pattern"]))
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

include!("snake.rs");
