//! A JSON file is compared as JSON, and written as it was.

use super::{
    Plugin,
    files::{compared, folder, held_in, updated},
};

/// The list as it stands in the file.
fn json() -> String {
    serde_json::to_string_pretty(&Plugin::routes()).unwrap() + "\n"
}

#[test]
fn json_is_compared_as_json() {
    let value: serde_json::Value = serde_json::from_str(&json()).unwrap();
    for text in [json(), json().replace('\n', "\r\n"), json().replace("\n ", "\n\t"), value.to_string()] {
        let held = compared("routes.json", &text);
        assert!(held.passed, "{}", held.said);
        assert_eq!(updated("routes.json", &text).text, text);
    }
}

#[test]
fn json_out_of_step_shows_the_lines_that_differ() {
    let stale = json().replace("\"/older\"", "\"/oldest\"").replace('\n', "\r\n");
    let held = compared("routes.json", &stale);
    assert!(!held.passed && held.text == stale);
    let difference = "with +:\n\n-     \"path\": \"/oldest\",\n+     \"path\": \"/older\",\n\n";
    assert!(held.said.contains(difference), "{}", held.said);
}

#[test]
fn json_is_written_as_the_file_was_ended() {
    let stale = json().replace("\"/older\"", "\"/oldest\"");
    for (stale, current) in [
        (stale.clone(), json()),
        (stale.replace('\n', "\r\n"), json().replace('\n', "\r\n")),
        (stale.trim_end().to_owned(), json().trim_end().to_owned()),
        (format!("\u{feff}{stale}"), format!("\u{feff}{}", json())),
        (String::new(), json()),
        ("no JSON\n".to_owned(), json()),
    ] {
        let held = updated("routes.json", &stale);
        assert!(held.passed && held.said.contains("routes.json: written"), "{}", held.said);
        assert_eq!((held.text.as_str(), held.files()), (current.as_str(), 1));
    }
}

#[test]
fn json_that_is_not_there_says_so_and_is_written_on_demand() {
    let held = held_in(folder("routes.json", None), "routes.json", None);
    let problem = "routes.json: there is no such file; run the test with UPDATE_ROUTES=1 to write it";
    assert!(!held.passed && held.said.contains(problem), "{}", held.said);
    assert_eq!(held_in(folder("routes.json", None), "routes.json", Some("1")).text, json());
}

#[test]
fn a_long_difference_is_cut() {
    let held = compared("routes.json", "[]");
    assert!(held.said.contains("\n… and ") && !held.said.contains("/raw/{type}"), "{}", held.said);
}
