use super::{assert_messages, model, run};
use crate::model::Role;

#[test]
fn the_blocks_role_is_the_default() {
    let block = r#"impl Plugin { #[get("/a")] fn a(&self) {} #[get("/b", role = Viewer,)] fn b(&self) {} }"#;
    let roles = run("role = Editor", block).ok().unwrap().routes.into_iter().map(|route| route.role);
    assert_eq!(roles.collect::<Vec<_>>(), [Some(Role::Editor), Some(Role::Viewer)]);
}

#[test]
fn the_block_takes_paths() {
    let block = r#"impl Plugin { #[get("/a")] fn a(&self) {} }"#;
    let model = run("crate = routes::v1, errors = crate::render", block).ok().unwrap();
    assert_eq!(model.runtime.segments.len(), 2);
    assert_eq!(model.errors.unwrap().segments.len(), 2);
    assert_eq!(
        run("crate = \"routes\", errors = 1, routes = no, rol = Admin, id = \"x\"", block).err().unwrap(),
        [
            "unknown option `rol`; did you mean `role`? known: `role`, `crate`, `errors`, `routes`",
            "unknown option `id`; known: `role`, `crate`, `errors`, `routes`",
            "`crate` takes a path, without quotes: write `crate = grafana_resource_routes`",
            "`errors` takes a path, without quotes: write `errors = render_error`",
            "`routes` is `true` or `false`: write `routes = false` for a plugin with a `routes` of its own",
        ]
    );
}

#[test]
fn what_an_attribute_may_hold() {
    let needs_path = "`#[get]` needs a path, and it comes first: write `#[get(\"/path\")]`";
    let constant = "a route's path is a string literal, not a constant, of which only the name is known here: write `#[get(\"/path\")]`";
    let literal = "a route's path is a string literal: write `#[get(\"/path\")]`";
    let cases = [
        ("get", &["`#[get]` needs a path: write `#[get(\"/path\")]`"][..]),
        ("get()", &[needs_path]),
        (
            "get(role = Editor)",
            &["`#[get]` needs a path, and it comes first: write `#[get(\"/path\", role = Editor)]`"],
        ),
        ("get = \"/a\"", &["the path goes in brackets: write `#[get(\"/path\")]`"]),
        ("get(A)", &[constant]),
        ("get(paths::A)", &[constant]),
        ("get(concat!(\"/a\", \"b\"))", &[literal]),
        ("get(b\"/a\")", &[literal]),
        ("get(\"/a\" \"/b\")", &["an attribute has one path: write a second attribute for a second route"]),
        ("get(\"/a\" role = Editor)", &["a comma is missing after `\"/a\"`"]),
        ("get(\"/a\",, role = Editor)", &["a comma too many: leave it out"]),
        ("get(\"/a\", role = Editor,)", &[]),
        ("get(\"/a\"suffix)", &["a path has no suffix: leave `suffix` out"]),
        ("get(path = \"/a\")", &["the path comes first, without a name: write `#[get(\"/a\")]`"]),
        (
            "get(url = \"/a\", role = Editor)",
            &["the path comes first, without a name: write `#[get(\"/a\")]`"],
        ),
        ("get(\"/a\", \"/b\")", &["an attribute has one path: write a second attribute for a second route"]),
        (
            "get(\"/a\", role)",
            &["an option is written `key = value`, as in `#[get(\"/path\", role = Editor)]`"],
        ),
        (
            "get(\"/a\", role =)",
            &["an option is written `key = value`, as in `#[get(\"/path\", role = Editor)]`"],
        ),
        ("get(\"/a\", role = Admin, role = Admin)", &["`role` is given twice: leave one out"]),
        ("get(\"/a\", role = \"Admin\")", &["a role is written without quotes: write `role = Admin`"]),
        (
            "get(\"/a\", role = Role::Admni)",
            &["unknown role `Role::Admni`; did you mean `Admin`? known: `Viewer`, `Editor`, `Admin`"],
        ),
        ("get(\"/a\", role = None)", &["unknown role `None`; known: `Viewer`, `Editor`, `Admin`"]),
        ("get(\"/a\", id = list)", &["an `id` is a string literal: write `id = \"list_pods\"`"]),
        (
            "get(\"/a\", id = \"a b\")",
            &["an `id` is made of letters, digits, `_`, `-` and `.`: write `id = \"list_pods\"`"],
        ),
    ];
    for (attribute, expected) in cases {
        let item = format!("#[{attribute}] fn a(&self) {{}}");
        if expected.is_empty() {
            model(&item);
        } else {
            assert_messages(&item, expected);
        }
    }
}

#[test]
fn further_routes_of_a_method_get_numbered_ids() {
    let model = model(
        r#"#[get("/a")] #[put("/a")] #[post("/a", id = "a_3")] #[delete("/a")] fn a(&self) {} #[get("/b")] fn a_2(&self) {}"#,
    );
    assert_eq!(
        model.routes.iter().map(|route| route.id.as_str()).collect::<Vec<_>>(),
        ["a", "a_4", "a_3", "a_5", "a_2"]
    );
}

#[test]
fn an_id_is_used_once() {
    assert_messages(
        r#"#[get("/a", id = "x")] fn a(&self) {} #[get("/b", id = "x")] fn b(&self) {}"#,
        &[
            "the id `x` is in use already, and each route has its own: write another `id = \"…\"`",
            "`GET /a` has the id `x`",
        ],
    );
    assert_messages(
        r#"#[get("/a", id = "b")] fn a(&self) {} #[get("/b")] fn b(&self) {}"#,
        &[
            "the id `b` is in use already, and each route has its own: write another `id = \"…\"`",
            "`GET /a` has the id `b`",
        ],
    );
    model(
        r#"#[cfg(a)] #[get("/a", id = "x")] fn a(&self) {} #[cfg(b)] #[get("/b", id = "x")] fn b(&self) {}"#,
    );
}
