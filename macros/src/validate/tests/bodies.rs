use super::{assert_messages, messages, model};

#[test]
fn a_parameter_as_another_framework_writes_it_is_named() {
    for (path, segment, parameter) in [
        ("/devices/<id>", "<id>", "{id}"),
        ("/devices/:id", ":id", "{id}"),
        ("/devices/*id", "*id", "{*id}"),
        ("/devices/{{id}}", "{{id}}", "{id}"),
    ] {
        let message =
            format!("the segment `{segment}` is plain text: write `{parameter}` for the argument `id`");
        assert_messages(&format!(r#"#[get("{path}")] fn h(&self, id: &str) {{}}"#), &[&message]);
        assert_messages(&format!(r#"#[post("{path}")] fn h(&self, id: u32) {{}}"#), &[&message]);
    }
}

#[test]
fn plain_text_that_no_argument_is_called_like_is_left_alone() {
    model(r#"#[get("/:verb/<x>/{{y}}/{id}")] fn h(&self, id: &str) {}"#);
    model(r#"#[get("/id")] fn h(&self, id: Id) {}"#);
}

#[test]
fn a_call_has_one_body() {
    let second = "this would be the text of the body a second time: name the argument like a `{parameter}` of the path, or take a query: \
                  `Query<T>`";
    for types in [("&str", "&str"), ("String", "&str")] {
        let (first, other) = types;
        assert_messages(&format!(r#"#[post("/")] fn h(&self, a: {first}, b: {other}) {{}}"#), &[second]);
    }
    let kinds = "a body cannot be JSON and a form at once: take one of the two, or `Result<Json<T>, Rejection>` and the bytes";
    assert_messages(r#"#[post("/")] fn h(&self, Json(a): Json<A>, Form(b): Form<B>) {}"#, &[kinds]);
    assert_messages(r#"#[post("/")] fn h(&self, Form(b): Form<B>, a: axum::Json<A>) {}"#, &[kinds]);
}

#[test]
fn a_body_may_be_read_twice_where_that_can_be_right() {
    model(r#"#[post("/")] fn h(&self, raw: &[u8], Json(a): Json<A>, again: Json<B>) {}"#);
    model(r#"#[post("/")] fn h(&self, a: Option<Json<A>>, b: Option<Form<B>>) {}"#);
    model(r#"#[post("/")] fn h(&self, a: &str, b: &[u8], c: Bytes) {}"#);
    model(r#"#[post("/{a}")] fn h(&self, a: &str, b: &str) {}"#);
}

#[test]
fn path_without_parameters_is_refused() {
    let message = "the path has no parameters for `Path` to take: write one in the path, `{id}` for example";
    assert_messages(r#"#[get("/")] fn h(&self, Path(id): Path<u32>) {}"#, &[message]);
    model(r#"#[get("/{id}")] #[get("/")] fn h(&self, Path(id): Path<Ids>) {}"#);
}

#[test]
fn only_routes_without_a_body_are_called_without_one() {
    for (attributes, expected) in [
        (r#"#[get("/")]"#, true),
        (r#"#[head("/")] #[delete("/")]"#, true),
        (r#"#[post("/")]"#, false),
        (r#"#[get("/")] #[post("/")]"#, false),
        (r#"#[any("/")]"#, false),
    ] {
        let handler = model(&format!("{attributes} fn h(&self) {{}}")).handlers.remove(0);
        assert_eq!(handler.is_bodiless, expected, "{attributes}");
    }
}

#[test]
fn what_only_a_router_fills_in_is_told_by_its_name() {
    for (ty, expected) in [
        ("Extension<A>", true),
        ("axum::extract::MatchedPath", true),
        ("Option<MatchedPath>", false),
        ("Json<A>", false),
    ] {
        let argument = model(&format!(r#"#[get("/")] fn h(&self, a: {ty}) {{}}"#))
            .handlers
            .remove(0)
            .arguments
            .remove(0);
        assert_eq!(argument.needs_router, expected, "{ty}");
    }
}

#[test]
fn one_mistake_is_one_message_for_several_routes() {
    let items = r#"#[post("/a")] #[post("/b")] fn h(&self, a: &str, b: &str) {}"#;
    assert_eq!(messages(items).len(), 1);
}

#[test]
fn a_parameter_is_no_list() {
    for ty in ["Vec<u8>", "(u32, u32)", "[u8; 4]", "std::collections::HashMap<String, u8>"] {
        let message = format!(
            "`{{id}}` is one text, and `{ty}` is a list: write `&str`, `&[u8]`, or `Path<T>` for several parameters"
        );
        assert_messages(&format!(r#"#[get("/{{id}}")] fn h(&self, id: {ty}) {{}}"#), &[&message]);
    }
    model(r#"#[get("/{id}")] fn h(&self, id: &[u8]) {}"#);
}
