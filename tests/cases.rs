//! Requests of real plugins, and what a resource router should answer: each case of `cases/requests.json` is one test,
//! sent through the SDK's way in to the plugin's route table. `cases/README.md` has the rules.

#[path = "cases/data.rs"]
mod data;
#[path = "cases/expected.rs"]
mod expected;
#[path = "cases/plugins.rs"]
mod plugins;
#[path = "cases/reply.rs"]
mod reply;
#[path = "cases/report.rs"]
mod report;
#[path = "cases/then.rs"]
mod then;

use std::{collections::BTreeSet, process::ExitCode};

use data::{Case, Outcome, Via};
use expected::{ensure, matched, refused};
use grafana_resource_routes::testing::grafana::{Way, target};
use libtest_mimic::{Arguments, Failed, Trial};
use plugins::Block;
use reply::Reply;
use serde_json::Value;
use then::{THEN, Then};

include!("cases/snake.rs");

const README: &str = include_str!("cases/README.md");

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = data::cases();
    if !arguments.list {
        report_refused(&cases);
    }
    let mut trials = vec![
        Trial::test("tables::routes_are_those_of_the_originals", routes_are_those_of_the_originals),
        Trial::test("tables::what_follows_is_known_for_each_case", what_follows_is_known_for_each_case),
    ];
    for case in cases {
        let (id, tail) = (case.id.clone(), case.clone());
        if tail.via != Via::Direct {
            trials.push(Trial::test(format!("target::{id}"), move || grafana_builds_the_target(&tail)));
        }
        if case.expect.then.is_some() {
            let case = case.clone();
            trials.push(Trial::test(format!("then::{id}"), move || what_follows(&case)));
        }
        trials.push(Trial::test(format!("case::{id}"), move || outcome(&case)));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// What never reaches the library is said, not skipped.
fn report_refused(cases: &[Case]) {
    println!("\nrefused by the SDK before any code of the library runs:");
    for case in cases.iter().filter(|case| case.is_refused_by_sdk()) {
        let reason = call(case, Block::Plain, usize::MAX).err();
        println!("  {}: {}", case.id, reason.as_ref().map_or("NOT REFUSED", |status| status.message()));
    }
}

impl Case {
    fn is_refused_by_sdk(&self) -> bool {
        self.expect.outcome == Outcome::Word("sdk_error".to_owned())
    }
}

fn call(case: &Case, block: Block, most: usize) -> Result<Reply, Box<tonic::Status>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    Ok(runtime.block_on(plugins::call(&case.plugin, block, case.request.message(), most))?)
}

fn outcome(case: &Case) -> Result<(), Failed> {
    let answer = call(case, Block::Plain, usize::MAX);
    match &case.expect.outcome {
        Outcome::Word(word) if word == "match" => matched(case, &answer?),
        Outcome::Word(word) if word == "sdk_error" => {
            ensure(answer.is_err(), || format!("the SDK let it through: {answer:?}"))?;
            ensure(README.contains(&format!("`{}`", case.id)), || {
                "not in the list of cases/README.md".to_owned()
            })
        }
        Outcome::Word(word) => Err(format!("unknown outcome {word}").into()),
        Outcome::Status(status) => refused(case, *status, &answer?),
    }
}

fn what_follows(case: &Case) -> Result<(), Failed> {
    let then = Then::of(&case.id).ok_or("no entry in then.rs")?;
    if matches!(then, Then::Nothing) {
        return Ok(());
    }
    Ok(then.check(&call(case, Block::Typed, then.most())?)?)
}

/// From what the browser asks for to the path and URL of the message.
fn grafana_builds_the_target(case: &Case) -> Result<(), Failed> {
    let way = if case.via == Via::Apis { Way::Apis } else { Way::Legacy };
    let tail = case.client_tail.as_deref().ok_or("no client_tail")?;
    let built = target(way, tail.strip_prefix('/').unwrap_or(tail))?;
    ensure((&built.path, &built.url) == (&case.request.path, &case.request.url), || format!("{built:?}"))
}

fn routes_are_those_of_the_originals() -> Result<(), Failed> {
    let plugins: Vec<Value> = serde_json::from_str(include_str!("cases/routes.json"))?;
    for plugin in &plugins {
        let name = plugin["plugin"].as_str().unwrap_or_default();
        let routes =
            plugin["routes"].as_array().into_iter().flatten().filter(|route| route["express"] != "no");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let expected: Vec<String> = routes
            .map(|route| format!("{} {}", text(&route["method"]), renamed(&text(&route["pattern"]))))
            .collect();
        let listed: Vec<String> = plugins::routes(name)
            .iter()
            .map(|route| format!("{} {}", route.method(), route.path()))
            .collect();
        ensure(listed == expected, || format!("{name}: {listed:#?}"))?;
    }
    Ok(())
}

fn what_follows_is_known_for_each_case() -> Result<(), Failed> {
    let said: BTreeSet<String> =
        data::cases().into_iter().filter(|case| case.expect.then.is_some()).map(|case| case.id).collect();
    let known: BTreeSet<String> = THEN.iter().map(|(id, _)| (*id).to_owned()).collect();
    ensure(said == known, || format!("{:?}", said.symmetric_difference(&known)))
}
