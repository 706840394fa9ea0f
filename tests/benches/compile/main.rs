//! `cargo check` of generated crates: a block of handlers under the macro, the same methods without it, and an `axum::Router` with the
//! same handlers. Only the crate itself is checked again; what it depends on is built before. Processor seconds, not wall clock.

#[allow(dead_code, reason = "each program uses a part")]
#[path = "../report.rs"]
mod report;
mod source;

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use report::{Report, median, version};
use source::Kind;

const ROUNDS: usize = 5;
const CRATES: [(Kind, usize); 9] = [
    (Kind::Plain, 0),
    (Kind::Axum, 0),
    (Kind::Macro, 50),
    (Kind::Macro, 100),
    (Kind::Macro, 200),
    (Kind::Macro, 400),
    (Kind::Plain, 200),
    (Kind::Plain, 400),
    (Kind::Axum, 200),
];

fn main() -> ExitCode {
    match measure() {
        Ok(times) => show(&times),
        Err(error) => {
            eprintln!("compile time cannot be measured: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Seconds by crate and round.
fn measure() -> io::Result<Vec<Vec<f64>>> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::create_dir_all(&root)?;
    fs::write(root.join("Cargo.toml"), source::workspace(&CRATES))?;
    fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock"))?;
    for (kind, count) in CRATES {
        let folder = root.join(kind.package(count));
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), kind.manifest(count, &workspace.join("runtime")))?;
        fs::write(folder.join("src/lib.rs"), kind.source(count))?;
    }
    let mut times = vec![Vec::new(); CRATES.len()];
    for round in 0..=ROUNDS {
        for (index, (kind, count)) in CRATES.into_iter().enumerate() {
            let seconds = check(&root, kind, count, round)?;
            // The first round builds the dependencies.
            if round > 0 {
                times[index].push(seconds);
            }
        }
    }
    Ok(times)
}

/// Checks one crate, whose text is new in each round.
fn check(root: &Path, kind: Kind, count: usize, round: usize) -> io::Result<f64> {
    let package = kind.package(count);
    let file: PathBuf = root.join(&package).join("src/lib.rs");
    fs::write(file, format!("{}\n// Round {round}.\n", kind.source(count)))?;
    let before = children_seconds()?;
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["check", "--offline", "--package", &package])
        .current_dir(root)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", root.join("target"))
        .output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    Ok(children_seconds()? - before)
}

/// User time of all children that have ended, from /proc; the kernel counts in hundredths of a second.
fn children_seconds() -> io::Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name in brackets may hold spaces; `cutime` is the fourteenth field after it.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(13).find_map(|field| field.parse::<f64>().ok());
    ticks.map(|ticks| ticks / 100.0).ok_or_else(|| io::Error::other("/proc/self/stat has an unknown form"))
}

fn show(times: &[Vec<f64>]) -> ExitCode {
    let seconds = |kind: Kind, count: usize| {
        let index = CRATES.iter().position(|&entry| entry == (kind, count));
        index.map_or(f64::NAN, |index| median(times[index].clone()))
    };
    let empty = |kind: Kind| seconds(if kind == Kind::Axum { Kind::Axum } else { Kind::Plain }, 0);
    let net = |kind: Kind, count: usize| seconds(kind, count) - empty(kind);
    let each = |count: u32| net(Kind::Macro, count as usize) / f64::from(count);
    let row = |&(kind, count): &(Kind, usize)| {
        let milliseconds = net(kind, count) * 1000.0 / f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let each = if count == 0 { "–".to_owned() } else { format!("{milliseconds:.1}") };
        let net = if count == 0 { "–".to_owned() } else { format!("{:.2}", net(kind, count)) };
        vec![kind.title().to_owned(), count.to_string(), format!("{:.2}", seconds(kind, count)), net, each]
    };
    let mut report = Report::new("compile");
    report.paragraph(&format!(
        "User seconds of `cargo check` of one crate, median of {ROUNDS} rounds in turns; net of the same crate without handlers. {}.",
        version("rustc")
    ));
    let head = ["crate", "handlers", "seconds", "net", "net ms a handler"];
    report.table(&head, &CRATES.iter().map(row).collect::<Vec<_>>());
    report.budgets(&[
        ("200 handlers, macro against none", seconds(Kind::Macro, 200) / seconds(Kind::Plain, 200), 4.0),
        ("cost of a handler, 400 against 100", each(400) / each(100), 1.2),
    ]);
    report.paragraph(&format!(
        "200 handlers, net of a crate without any: {:.2} times the same methods, {:.2} times the axum Router.",
        net(Kind::Macro, 200) / net(Kind::Plain, 200),
        net(Kind::Macro, 200) / net(Kind::Axum, 200)
    ));
    report.finish()
}
