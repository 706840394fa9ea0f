//! What `cases.rs` asks through the SDK's way in, asked of the library's own server: a process for each plugin, gRPC over
//! TCP. Every case is answered, those too that the SDK refuses.

#[allow(dead_code, reason = "what the browser asked for is not read here")]
#[path = "cases/data.rs"]
mod data;
#[path = "cases/expected.rs"]
mod expected;
#[path = "cases/served/process.rs"]
mod process;
#[path = "cases/served/refused.rs"]
mod refused_by_sdk;
#[allow(dead_code, reason = "nothing goes the SDK's way here")]
#[path = "cases/reply.rs"]
mod reply;
#[allow(dead_code, reason = "only what handlers report is read here")]
#[path = "cases/report.rs"]
mod report;
#[path = "cases/then.rs"]
mod then;

use std::process::ExitCode;

use data::{Case, Outcome};
use expected::{matched, refused};
use libtest_mimic::{Arguments, Failed, Trial};
use then::Then;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for case in data::cases() {
        let id = case.id.clone();
        if case.expect.then.is_some() {
            let case = case.clone();
            trials.push(Trial::test(format!("then::{id}"), move || what_follows(&case)));
        }
        trials.push(Trial::test(format!("case::{id}"), move || outcome(&case)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn outcome(case: &Case) -> Result<(), Failed> {
    let reply = process::call(&case.plugin, "Plain", case.request.message(), usize::MAX)?;
    let case = match &case.expect.outcome {
        Outcome::Word(word) if word == "sdk_error" => {
            refused_by_sdk::expected(case).ok_or("no entry in served/refused.rs")?
        }
        _ => case.clone(),
    };
    match case.expect.outcome {
        Outcome::Status(status) => refused(&case, status, &reply),
        Outcome::Word(_) => matched(&case, &reply),
    }
}

fn what_follows(case: &Case) -> Result<(), Failed> {
    let then = Then::of(&case.id).ok_or("no entry in then.rs")?;
    if matches!(then, Then::Nothing) {
        return Ok(());
    }
    Ok(then.check(&process::call(&case.plugin, "Typed", case.request.message(), then.most())?)?)
}
