//! Runs a benchmark that is written for gungraun, and reads its counts.

use std::{
    collections::BTreeMap,
    env,
    process::{Command, Stdio},
};

use serde_json::Value;

/// Instructions by function and case.
pub(crate) struct Counts(BTreeMap<String, f64>);

impl Counts {
    pub(crate) fn run(benchmark: &str) -> Result<Self, String> {
        let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let output = Command::new(cargo)
            .args(["bench", "-p", "conformance", "--bench", benchmark, "--", "--output-format=json"])
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| format!("cannot run cargo: {error}"))?;
        if !output.status.success() {
            return Err("the run failed; valgrind and gungraun-runner are needed, see README.md".to_owned());
        }
        String::from_utf8_lossy(&output.stdout).lines().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// The count of one case, less what the harness costs.
    pub(crate) fn net(&self, function: &str, case: &str) -> f64 {
        let count = |function: &str| self.0.get(&format!("{function}.{case}")).copied().unwrap_or(f64::NAN);
        count(function) - count("nothing")
    }
}

/// One line of the harness: the summary of one case.
fn read(line: &str) -> Result<(String, f64), String> {
    let run: Value = serde_json::from_str(line).map_err(|error| format!("not a summary: {error}"))?;
    let text = |field: &str| run[field].as_str().ok_or_else(|| format!("a summary without {field}"));
    let count = &run["profiles"][0]["data"]["total"]["metrics"]["Ir"]["values"]["new"];
    let name = format!("{}.{}", text("function_name")?, text("id")?);
    Ok((name, count.as_f64().ok_or("a summary without a count")?))
}
