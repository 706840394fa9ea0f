//! What came back of a case, against what is expected.

use std::collections::BTreeSet;

use libtest_mimic::Failed;

use super::{data::Case, reply::Reply, report::Report};

pub(crate) fn ensure(holds: bool, problem: impl FnOnce() -> String) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(problem().into()) }
}

pub(crate) fn matched(case: &Case, reply: &Reply) -> Result<(), Failed> {
    let expect = &case.expect;
    if expect.query_error {
        return ensure(reply.status == 400 && reply.error_message().is_some(), || format!("{reply:?}"));
    }
    ensure(reply.status == 200, || format!("{reply:?}"))?;
    if case.request.method == "HEAD" {
        return ensure(reply.body().is_empty(), || format!("HEAD with a body: {reply:?}"));
    }
    let report: Report = serde_json::from_slice(&reply.body())?;
    ensure(Some(&report.route) == expect.route.as_ref(), || format!("route: {report:?}"))?;
    ensure(expect.params.as_ref().is_none_or(|params| *params == report.params), || {
        format!("params: {report:?}")
    })?;
    let query = expect.query.as_deref().unwrap_or_default();
    ensure(report.query == query, || format!("query: {report:?}"))?;
    let message = case.request.message();
    ensure(report.body_length == message.body.len(), || format!("body: {report:?}"))?;
    for (name, sent) in message.headers.iter().map(|(name, list)| (name.to_lowercase(), &list.values)) {
        let arrived = report.headers.get(&name);
        ensure(arrived.map_or(sent.is_empty(), |arrived| arrived == sent), || format!("{name}: {report:?}"))?;
    }
    Ok(())
}

pub(crate) fn refused(case: &Case, status: i32, reply: &Reply) -> Result<(), Failed> {
    ensure(reply.status == status, || format!("{reply:?}"))?;
    let allow: BTreeSet<&str> = reply.header("allow").into_iter().collect();
    ensure(allow == case.expect.allow.iter().map(String::as_str).collect(), || format!("Allow: {allow:?}"))?;
    if status == 204 || case.request.method == "HEAD" {
        return ensure(reply.body().is_empty(), || format!("a body: {reply:?}"));
    }
    ensure(reply.error_message().is_some(), || format!("no JSON with a message: {reply:?}"))
}
