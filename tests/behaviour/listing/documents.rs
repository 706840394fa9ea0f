//! A document is compared and written between two marker lines, and nowhere else.

use super::{
    MARKDOWN,
    files::{compared, folder, held_in, updated},
};

const START: &str = "<!-- routes -->";
const END: &str = "<!-- /routes -->";

/// A document with this between its markers.
fn document(table: &str) -> String {
    format!("# A\n\n{START}\n{table}{END}\n\nEnd\n")
}

#[test]
fn a_document_in_step_passes_and_stays() {
    let text = document(MARKDOWN);
    let held = compared("a.md", &text);
    assert!(held.passed, "{}", held.said);
    assert_eq!(held.text, text);
}

#[test]
fn a_document_out_of_step_shows_the_rows_that_differ() {
    let stale =
        MARKDOWN.replace("/older", "/oldest").replace("| `GET` | `/here` | Viewer | `here` |  |\n", "");
    let held = compared("a.md", &document(&stale));
    assert!(!held.passed);
    assert!(
        held.said.contains("a.md shows other routes; run the test with UPDATE_ROUTES=1"),
        "{}",
        held.said
    );
    let difference = "
- | `GET` | `/oldest` | Viewer | `older` | Deprecated: use /namespaces. The older one. |
+ | `GET` | `/older` | Viewer | `older` | Deprecated: use /namespaces. The older one. |
+ | `GET` | `/here` | Viewer | `here` |  |

The whole table:

";
    assert!(held.said.contains(&format!("{difference}{MARKDOWN}")), "{}", held.said);
    assert_eq!(held.text, document(&stale));
}

#[test]
fn an_update_writes_between_the_markers_and_says_so() {
    let held = updated("a.md", &document("old\n"));
    assert!(held.passed && held.said.contains("a.md: written"), "{}", held.said);
    assert_eq!((held.text.as_str(), held.files()), (document(MARKDOWN).as_str(), 1));
}

#[test]
fn an_update_of_a_document_in_step_writes_nothing() {
    let held = updated("a.md", &document(MARKDOWN));
    assert!(held.passed && !held.said.contains("written"), "{}", held.said);
}

#[test]
fn only_a_value_updates() {
    for value in ["", "0"] {
        let text = document("old\n");
        let held = held_in(folder("a.md", Some(&text)), "a.md", Some(value));
        assert!(!held.passed, "{value:?}");
        assert_eq!(held.text, text, "{value:?}");
    }
}

/// What names the markers, or shows them, and has no table.
const WORDS: [&str; 19] = [
    "The table stands between `<!-- routes -->` and `<!-- /routes -->`.",
    "Write <!-- routes --> and <!-- /routes --> around the table.",
    "<!-- routes --> begins it.\nIt ends at <!-- /routes -->",
    "> <!-- routes -->\n> <!-- /routes -->",
    "- <!-- routes -->\n- <!-- /routes -->",
    "    <!-- routes -->\n    <!-- /routes -->",
    "\t<!-- routes -->\n\t<!-- /routes -->",
    "```\n<!-- routes -->\n<!-- /routes -->\n```",
    "~~~ markdown\n<!-- routes -->\n```\n<!-- /routes -->\n~~~",
    "````markdown\n```\n<!-- routes -->\n```\n<!-- /routes -->\n````",
    "   ```\n<!-- routes -->\n    ```\n<!-- /routes -->\n  ```",
    "- ```\n  <!-- routes -->\n  <!-- /routes -->\n  ```",
    "10. > a\n\n    ```\n    <!-- routes -->\n    <!-- /routes -->\n    ```",
    "<!--\n```\n<!-- routes -->\n\n``` not code `\n\n- ```\n\nno item",
    "- a\n\n  ```\n  <!-- routes -->\n\nThe list has ended, and so has the code.",
    "1. a\n   - b\n\n     ```\n     <!-- routes -->\n     <!-- /routes -->\n     ```\n\n2. c",
    "<pre>\n```\n<!-- routes -->\n<!-- /routes -->\n</pre>",
    "<!-- other -->\n<!-- /other -->\n<!-- routes: -->",
    "```rust,ignore\n/// <!-- routes -->\n\n<!-- routes -->\n<!-- /routes -->\n```",
];

#[test]
fn what_names_the_markers_stays_and_the_table_is_written() {
    for words in WORDS {
        for (before, after) in [(words, ""), ("", words), (words, words)] {
            let held = updated("a.md", &format!("{before}\n\n{}\n{after}\n", document("old\n")));
            assert!(held.passed, "{words}\n{}", held.said);
            assert_eq!(held.text, format!("{before}\n\n{}\n{after}\n", document(MARKDOWN)));
        }
    }
}

#[test]
fn a_document_without_one_pair_of_markers_is_refused_and_stays() {
    let no_lines = "no lines `<!-- routes -->` and `<!-- /routes -->`";
    for (text, problem) in [
        ("", no_lines),
        ("# A\n", no_lines),
        (WORDS[0], no_lines),
        (WORDS[7], &format!("{no_lines}; code or a comment does not count: lines 2, 3")),
        ("a\n<!-- routes -->\nb\n", "no line `<!-- /routes -->` for `<!-- routes -->` in line 2"),
        ("a\n\n<!-- /routes -->", "no line `<!-- routes -->` for `<!-- /routes -->` in line 3"),
        (
            "<!-- /routes -->\n\n<!-- routes -->\n",
            "`<!-- /routes -->` stands before `<!-- routes -->`: lines 1 and 3",
        ),
        (
            "<!-- routes -->\n<!-- routes -->\n<!-- /routes -->\n",
            "`<!-- routes -->` stands in lines 1, 2, where one is needed",
        ),
        (
            "<!-- routes -->\n<!-- /routes -->\n<!-- routes -->\n<!-- /routes -->\n",
            "`<!-- routes -->` stands in lines 1, 3, where one is needed; `<!-- /routes -->` stands in lines 2, 4, where \
             one is needed",
        ),
        (
            "<!-- routes -->\n```\n<!-- /routes -->\n```\n",
            "no line `<!-- /routes -->` for `<!-- routes -->` in line 1; code or a comment does not count: line 3",
        ),
    ] {
        for held in [compared("a.md", text), updated("a.md", text)] {
            assert!(!held.passed, "{text}");
            assert!(held.said.contains(&format!("a.md: {problem}\n")), "{text}\n{}", held.said);
            assert_eq!((held.text.as_str(), held.files()), (text, 1));
        }
    }
}

#[test]
fn a_document_that_is_not_there_says_so() {
    let held = held_in(folder("a.md", None), "a.md", Some("1"));
    assert!(!held.passed && held.said.contains("a.md: No such file"), "{}", held.said);
    assert_eq!(held.files(), 0);
}

/// Documents as systems and editors write them, made of one with `\n`.
fn variants(text: &str) -> [String; 6] {
    [
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        format!("\u{feff}{text}"),
        text.trim_end().to_owned(),
        text.replace(START, &format!(" {START}\t")).replace(END, &format!("   {END}  ")),
        format!("\u{feff}{}", text.split_once(START).map_or("", |(before, _)| &text[before.len()..]))
            .replace('\n', "\r\n"),
    ]
}

#[test]
fn ends_of_lines_are_not_compared() {
    for text in variants(&document(MARKDOWN)) {
        let held = compared("a.md", &text);
        assert!(held.passed, "{text:?} {}", held.said);
    }
}

#[test]
fn ends_of_lines_and_of_the_file_are_kept() {
    for (stale, current) in variants(&document("old\n")).iter().zip(variants(&document(MARKDOWN))) {
        assert_eq!(updated("a.md", stale).text, current);
    }
}

#[test]
fn what_is_written_into_a_mixed_document_ends_as_the_marker_does() {
    let table = MARKDOWN.replace('\n', "\r\n");
    let held = updated("a.md", &format!("a\nb\r\n{START}\r\nold\n{END}\nc\r\n"));
    assert_eq!(held.text, format!("a\nb\r\n{START}\r\n{table}{END}\nc\r\n"));
}

#[test]
fn nothing_but_ends_of_lines_is_left_out_of_the_comparison() {
    for table in [
        format!("\n{MARKDOWN}"),
        format!("{MARKDOWN}\n"),
        MARKDOWN.replace("|\n", "| \n"),
        MARKDOWN.replacen("| M", "|  M", 1),
    ] {
        assert!(!compared("a.md", &document(&table)).passed, "{table}");
    }
}

#[test]
fn a_table_with_markers_in_it_can_be_written_twice() {
    let first = updated("awkward.md", &document(""));
    assert!(first.passed, "{}", first.said);
    let second = compared("awkward.md", &first.text);
    assert!(second.passed, "{}", second.said);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_mode_stays() {
    use std::{fs, os::unix::fs::PermissionsExt as _};
    let folder = folder("real.md", Some(&document("old\n")));
    fs::set_permissions(folder.join("real.md"), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.md", folder.join("a.md")).unwrap();
    let held = held_in(folder.clone(), "a.md", Some("1"));
    assert!(held.passed, "{}", held.said);
    assert!(fs::symlink_metadata(folder.join("a.md")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(folder.join("real.md")).unwrap(), document(MARKDOWN));
    assert_eq!(fs::metadata(folder.join("real.md")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_document_that_is_read_only_is_not_written() {
    use std::fs;
    let folder = folder("a.md", Some(&document("old\n")));
    let mut permissions = fs::metadata(folder.join("a.md")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(folder.join("a.md"), permissions).unwrap();
    let held = held_in(folder, "a.md", Some("1"));
    assert!(held.said.contains("a.md: cannot be written: it is read-only"), "{}", held.said);
    assert_eq!(held.text, document("old\n"));
}
