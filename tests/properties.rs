//! Random tables, paths and calls.
//!
//! `PROPERTIES_CASES` says how many look-ups are tried: 100 000 unless set.

#[path = "cases/data.rs"]
#[allow(dead_code, reason = "only the message is made here")]
mod data;
#[path = "properties/matcher.rs"]
mod matcher;
#[path = "properties/plugin.rs"]
mod plugin;
#[path = "cases/reply.rs"]
#[allow(dead_code, reason = "only the status is looked at here")]
mod reply;
#[path = "properties/tables.rs"]
mod tables;

use std::{cell::Cell, collections::HashMap};

use grafana_plugin_sdk::{backend::CallResourceRequest, pluginv2::StringList};
use grafana_resource_routes::__private::{LookUp, look_up, look_up_message};
use plugin::Plugin;
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use reply::Reply;

/// Paths that are tried with one table.
const PATHS: u32 = 50;

fn look_ups() -> u32 {
    std::env::var("PROPERTIES_CASES")
        .map_or(100_000, |text| text.parse().expect("PROPERTIES_CASES is a number"))
}

fn runner(cases: u32) -> TestRunner {
    let config =
        ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 50_000, ..Default::default() };
    TestRunner::new(config)
}

#[test]
fn the_table_finds_what_a_slow_matcher_finds() {
    let tables_and_calls = tables::patterns().prop_map(tables::accepted).prop_flat_map(|patterns| {
        let call = (tables::methods(), tables::paths(&patterns));
        (Just(patterns), prop::collection::vec(call, PATHS as usize))
    });
    let kinds = [const { Cell::new(0_u32) }; 4];
    let checked = runner(look_ups().div_ceil(PATHS)).run(&tables_and_calls, |(patterns, calls)| {
        let table = tables::table(&patterns);
        for (method, path) in calls {
            let (found, expected) =
                (look_up(table, &method, &path), matcher::look_up(&patterns, &method, &path));
            count(&kinds, &expected);
            prop_assert_eq!(found, expected, "{} {} in {:?}", method, path, tables::titles(&patterns));
        }
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
    // Else the paths have nothing to do with the tables.
    let least = look_ups() / 200;
    assert!(kinds.iter().all(|kind| kind.get() >= least), "found, 404, 405, 400: {kinds:?}");
}

/// The library's own server has the message's path beside its URL. They say the same as Grafana writes them, or they disagree.
#[test]
fn the_server_looks_up_what_the_slow_matcher_takes_for_the_path() {
    let tables_and_calls = tables::patterns().prop_map(tables::accepted).prop_flat_map(|patterns| {
        let other = prop::option::weighted(0.5, tables::paths(&patterns));
        let call = (tables::methods(), tables::paths(&patterns), other);
        (Just(patterns), prop::collection::vec(call, PATHS as usize))
    });
    let disagreed = Cell::new(0_u32);
    let checked = runner(look_ups().div_ceil(4 * PATHS)).run(&tables_and_calls, |(patterns, calls)| {
        let table = tables::table(&patterns);
        for (method, url, path) in calls {
            // Without the slash that the SDK puts before it.
            let url = &url[1..];
            let path = path.unwrap_or_else(|| matcher::whole_decoded(url));
            let found = look_up_message(table, &method, &path, url);
            let (text, is_decoded) = matcher::target(&path, url);
            disagreed.set(disagreed.get() + u32::from(is_decoded));
            let expected = if is_decoded {
                matcher::look_up_decoded(&patterns, &method, text)
            } else {
                matcher::look_up(&patterns, &method, text)
            };
            prop_assert_eq!(
                found,
                expected,
                "{} {:?} {:?} in {:?}",
                method,
                path,
                url,
                tables::titles(&patterns)
            );
        }
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
    assert!(disagreed.get() > look_ups() / 100, "the two disagree too seldom: {}", disagreed.get());
}

fn count(kinds: &[Cell<u32>; 4], found: &LookUp) {
    let kind = match found {
        LookUp::Route(..) => &kinds[0],
        LookUp::NotFound => &kinds[1],
        LookUp::OtherMethods(_) => &kinds[2],
        LookUp::InvalidPath => &kinds[3],
    };
    kind.set(kind.get() + 1);
}

/// What the SDK lets through is answered, and never because of a panic.
#[test]
fn every_call_is_answered() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let checked = runner(look_ups().div_ceil(10)).run(&calls(), |(method, url, headers, body)| {
        let message = data::message(&method, &url, &url, headers, body);
        let refused = CallResourceRequest::<Plugin>::try_from(message.clone()).is_err();
        match runtime.block_on(Reply::of(&Plugin, message, usize::MAX)) {
            Ok(reply) => prop_assert!((200..500).contains(&reply.status) && !refused, "{:?}", reply),
            Err(status) => prop_assert!(refused, "{}", status),
        }
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}

fn calls() -> impl Strategy<Value = (String, String, HashMap<String, StringList>, Vec<u8>)> {
    let method = prop_oneof![
        8 => select(&["GET", "POST", "PUT", "HEAD", "OPTIONS", "TRACE"][..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let path = prop_oneof![
        6 => (select(plugin::PATHS), "[ -~]{0,6}|(%[0-9a-fA-F]{2}){0,4}|[0-9]{1,3}").prop_map(|(path, end)| path.to_owned() + &end),
        2 => "([a-z./:]|%[0-9A-Fa-f]{2}){0,12}",
        1 => any::<String>(),
    ];
    let query = prop_oneof![
        2 => Just(String::new()),
        4 => "\\?((name|count|many|x)=?([0-9]{0,3}|%[0-9A-F]{2}|[+;=a-z])[&;]?){0,4}",
        1 => "\\?[!-~]{0,12}",
        1 => any::<String>(),
    ];
    let name = prop_oneof![4 => select(plugin::HEADERS).prop_map(str::to_owned), 1 => any::<String>()];
    let content_type =
        select(&["application/json", "application/x-www-form-urlencoded", "text/plain", "", ";", "é"][..]);
    let value =
        prop_oneof![4 => content_type.prop_map(str::to_owned), 2 => "[ -~]{0,8}", 1 => any::<String>()];
    let values = prop::collection::vec(value, 0..3).prop_map(|values| StringList { values });
    let body = prop_oneof![
        1 => Just(Vec::new()),
        2 => "[\\[\\]{}\",:0-9a-z\\\\ ]{0,12}|\\{\"count\":(-?[0-9]{1,4}|null|\"a\")\\}|(count|name)=[0-9+%]{0,4}"
            .prop_map(String::into_bytes),
        2 => prop::collection::vec(any::<u8>(), 0..16),
    ];
    (
        method,
        (path, query).prop_map(|(path, query)| path + &query),
        prop::collection::hash_map(name, values, 0..3),
        body,
    )
}
