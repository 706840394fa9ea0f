use super::{assert_messages, model};

/// What each argument of the only handler takes.
fn taken(items: &str) -> Vec<Option<String>> {
    model(items).handlers.remove(0).arguments.into_iter().map(|argument| argument.parameter).collect()
}

#[test]
fn names_are_compared_without_mut_underscore_and_raw() {
    let items =
        r#"#[get("/{a}/{b}/{type}/{c}")] fn h(&self, _b: u8, mut a: u8, r#type: &str, c: &str, q: Q) {}"#;
    let expected = [Some("b"), Some("a"), Some("type"), Some("c"), None];
    assert_eq!(taken(items), expected.map(|name| name.map(str::to_owned)));
}

#[test]
fn an_exact_name_comes_before_an_underscored_one() {
    assert_eq!(taken(r#"#[get("/{a}")] fn h(&self, _a: Q, a: &str) {}"#), [None, Some("a".to_owned())]);
    assert_eq!(taken(r#"#[get("/{_a}")] fn h(&self, _a: &str) {}"#), [Some("_a".to_owned())]);
}

#[test]
fn a_parameter_may_be_left_to_path_or_to_nobody() {
    for items in [
        r#"#[get("/{a}/{b}")] fn h(&self, Path((a, b)): Path<(u8, u8)>) {}"#,
        r#"#[get("/{a}")] fn h(&self, all: Result<extract::Path<A>, R>) {}"#,
        r#"#[get("/{_a}")] fn h(&self) {}"#,
    ] {
        model(items);
    }
}

#[test]
fn an_argument_that_is_called_path_is_asked_to_take_what_is_left() {
    for (items, expected) in [
        (r#"#[get("/{a}/{b}")] fn h(&self, Path((a, b)): Path<(u8, u8)>, q: Q) {}"#, &[true, false][..]),
        (r#"#[get("/{a}")] fn h(&self, all: Option<Result<axum::Path<A>, R>>) {}"#, &[true]),
        (r#"#[get("/{a}")] fn h(&self, all: PodPath, file: Json<std::path::Path>) {}"#, &[true, false]),
        (r#"#[get("/{a}")] fn h(&self, file: LogPath, all: Path<A>) {}"#, &[false, true]),
        (r#"#[get("/{a}")] fn h(&self, a: &str, all: Path<A>) {}"#, &[false, false]),
        (r#"#[get("/{a}")] fn h(&self, a: Path) {}"#, &[false]),
        (r#"#[get("/{_a}")] fn h(&self, all: Path<A>) {}"#, &[false]),
    ] {
        let arguments = model(items).handlers.remove(0).arguments;
        let asked: Vec<bool> = arguments.iter().map(|argument| argument.takes_all).collect();
        assert_eq!(asked, expected, "{items}");
    }
}

#[test]
fn a_parameter_that_nothing_takes_is_an_error() {
    assert_messages(
        r#"#[get("/{nme}")] fn h(&self, name: &str) {}"#,
        &["the path has `{nme}` but `h` has no argument `nme`; did you mean `name`?"],
    );
    assert_messages(
        r#"#[get("/{namespace}")] fn h(&self, ns: &str, q: Q) {}"#,
        &[
            "the path has `{namespace}` but `h` has no argument `namespace`: add `namespace: &str`, or rename one of `ns`, `q`",
        ],
    );
    assert_messages(
        r#"#[get("/{type}")] fn h(&self) {}"#,
        &["the path has `{type}` but `h` has no argument `type`: add `r#type: &str`"],
    );
}

#[test]
fn a_pattern_cannot_take_a_parameter() {
    assert_messages(
        r#"#[get("/{id}")] fn h(&self, Id(id): Id) {}"#,
        &["`{id}` is taken by an argument with a plain name: write `id: …`"],
    );
}

#[test]
fn every_path_of_a_method_has_its_parameters() {
    model(r#"#[get("/a/{id}")] #[get("/b/{id}")] fn h(&self, id: &str) {}"#);
    assert_messages(
        r#"#[get("/a/{id}")] #[get("/b")] fn h(&self, id: &str) {}"#,
        &[
            "the argument `id` of `h` is a parameter of \"/a/{id}\" but not of this path: write `{id}` in it, or a method for each path",
        ],
    );
    assert_messages(
        r#"#[get("/a/{id}")] #[get("/b/{idd}")] fn h(&self, id: &str) {}"#,
        &["the path has `{idd}` but `h` has no argument `idd`: add `idd: &str`"],
    );
}
