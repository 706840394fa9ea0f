use std::str::FromStr;

use proc_macro2::TokenStream;

use super::{assert_messages, model, run};
use crate::errors::Errors;
use crate::parse;

#[test]
fn generic_blocks_are_fine() {
    let block = r#"impl<T: Client, const N: usize> Plugin<'static, T, N> where T: Send { #[get("/")] fn a(&self) {} }"#;
    assert!(run("", block).is_ok());
}

#[test]
fn other_items_stay_and_bodies_are_not_read() {
    let model = model(
        r#"const A: [u8; { 1 }] = [0]; type B = u8; m! { #[get("/")] } #[get("/")] fn a(&self) { let = . } "#,
    );
    assert_eq!(model.routes.len(), 1);
}

#[test]
fn a_trait_impl_is_refused() {
    assert_eq!(
        run("", r#"unsafe impl Trait for Plugin { #[get("/")] fn a(&self) {} }"#).err().unwrap(),
        [
            "`#[resource_routes]` goes on the plugin's own methods, not on an impl of a trait: write `impl Plugin { … }`"
        ]
    );
}

#[test]
fn a_block_without_routes_is_refused() {
    assert_messages(
        "fn a(&self) {}",
        &[
            "this block has no routes: write `#[get(\"/path\")]` on a method, or take `#[resource_routes]` off",
        ],
    );
}

#[test]
fn attributes_in_the_wrong_place_are_refused() {
    assert_messages(
        r#"#[get("/")] const A: u8 = 1; #[get("/")] fn a(&self) {}"#,
        &["`#[get]` goes on a method inside the block: a route is answered by a method"],
    );
    let block = r#"#[post("/")] #[resource_routes(role = Admin)] impl Plugin { #[get("/")] fn a(&self) {} }"#;
    assert_eq!(
        run("", block).err().unwrap(),
        [
            "`#[post]` goes on a method inside the block: a route is answered by a method",
            "`#[resource_routes]` is on this block already: leave one out",
        ]
    );
}

#[test]
fn a_route_inside_cfg_attr_is_refused() {
    assert_messages(
        r#"#[cfg_attr(test, get("/"))] fn a(&self) {}"#,
        &["a route inside `cfg_attr` is seen too late: write `#[cfg(…)]` above `#[get(…)]`"],
    );
}

#[test]
fn a_plugin_outlives_every_lifetime() {
    let expected = "the plugin lives as long as the server: write `'static` in place of this lifetime";
    for block in ["impl<'a> Plugin<'a>", "impl Plugin<'_>", "impl Plugin<&'_ str>"] {
        assert_eq!(
            run("", &format!("{block} {{ #[get(\"/\")] fn a(&self) {{}} }}")).err().unwrap(),
            [expected]
        );
    }
}

#[test]
fn a_misspelt_attribute_is_one_mistake() {
    for (attribute, expected) in [
        ("gte(\"/x\")", "`#[gte]` is no attribute of a route; did you mean `#[get(\"/x\")]`?"),
        ("GET(\"/x\")", "`#[GET]` is no attribute of a route; did you mean `#[get(\"/x\")]`?"),
        ("Get", "`#[Get]` is no attribute of a route; did you mean `#[get(\"/path\")]`?"),
        ("del(\"/x\")", "`#[del]` is no attribute of a route; did you mean `#[delete(\"/x\")]`?"),
        ("route(GET, \"/x\")", "`#[route]` is no attribute of a route; did you mean `#[get(\"/x\")]`?"),
        (
            "trace(\"/x\")",
            "`#[trace]` is no attribute of a route; known: `get`, `post`, `put`, `patch`, `delete`, `head`, `options`, `any`",
        ),
    ] {
        assert_messages(&format!("#[{attribute}] fn a(&self) {{}}"), &[expected]);
    }
}

#[test]
fn attributes_of_others_stay() {
    for attribute in
        ["instrument", "cached(time = 60)", "doc = \"/x\"", "tracing::instrument(\"/x\")", "expect(\"/x\")"]
    {
        model(&format!("#[get(\"/\")] #[{attribute}] fn a(&self) {{}}"));
    }
}

#[test]
fn a_path_for_the_whole_block_is_refused() {
    let block = r#"impl Plugin { #[get("/")] fn a(&self) {} }"#;
    assert_eq!(
        run("\"/api\"", block).err().unwrap(),
        ["a block has no path: write the whole path at each route"]
    );
}

#[test]
fn async_trait_is_refused() {
    let block = r#"#[async_trait] impl Plugin { #[get("/")] async fn a(&self) {} }"#;
    assert_eq!(
        run("", block).err().unwrap(),
        ["handlers are `async` without `#[async_trait]`: leave it out"]
    );
}

#[test]
fn what_cannot_be_read_costs_itself_only() {
    for broken in [
        "async fn b(&self) -> { 1 }",
        "fn b(&self, id) {}",
        "#[get(\"/b\")] pub async fn b(&self) -> ",
        "fn b(&self) ->",
        "fn",
        "pub fn b<T(&self) {}",
        "= 7;",
    ] {
        for (before, after) in [("", "pub "), ("pub(crate) ", "#[inline] ")] {
            let block = format!(
                "impl Plugin {{ #[get(\"/a\")] {before}fn a(&self) {{}} {broken} {after}fn c(&self) {{}} #[get(\"/d\")] fn d(&self) {{}} }}"
            );
            let errors = Errors::new();
            let Ok(parsed) = parse::block(&TokenStream::from_str(&block).unwrap(), &errors) else {
                panic!("{block}")
            };
            assert_eq!(errors.messages(), [""; 0], "{block}");
            let methods: Vec<_> =
                parsed.methods.iter().map(|method| method.signature.ident.to_string()).collect();
            assert_eq!(
                (methods, parsed.unreadable.len()),
                (vec!["a".to_owned(), "d".to_owned()], 1),
                "{block}"
            );
            let readable = parsed.readable.unwrap().to_string();
            assert!(readable.contains("fn c") && !readable.contains("fn b"), "{readable}");
        }
    }
}

#[test]
fn what_is_of_another_type_than_the_plugin_is_one_mistake() {
    for (argument, expected) in [
        (
            "JsonData(d): JsonData<Good>",
            "`JsonData` takes the plugin, not its settings: write `JsonData<'_, Self>`",
        ),
        (
            "d: Option<JsonData<'_, Good>>",
            "`JsonData` takes the plugin, not its settings: write `JsonData<'_, Self>`",
        ),
        ("c: &Context<Good>", "`Context` takes the plugin: write `&Context<Self>`"),
        ("c: &Settings<Good>", "`Settings` takes the plugin: write `&Settings<Self>`"),
        ("c: Call<'_, Good>", "`Call` takes the plugin: write `Call<'_, Self>`"),
    ] {
        assert_messages(&format!("#[get(\"/\")] fn a(&self, {argument}) {{}}"), &[expected]);
    }
    for argument in
        ["d: JsonData<'_, Self>", "c: &Context<Plugin>", "c: &Context<crate::Plugin>", "s: Settings<Good>"]
    {
        model(&format!("#[get(\"/\")] fn a(&self, {argument}) {{}}"));
    }
}

#[test]
fn a_block_is_given_back_with_the_plugin_where_it_has_to_be() {
    let item = "impl Plugin { fn a(&self, JsonData(d): JsonData<Good>, c: &Context<Good>, s: Settings<Good>) -> Vec<JsonData<Good>> { d } }";
    let expected = "impl Plugin { fn a(&self, JsonData(d): JsonData<'_, Self>, c: &Context<Self>, s: Settings<Good>) -> Vec<JsonData<Good>> { d } }";
    let plugin = syn::parse_str("Plugin").unwrap();
    let repaired = crate::validate::repaired(TokenStream::from_str(item).unwrap(), &plugin);
    let without_spaces = |text: &str| text.replace(' ', "");
    assert_eq!(without_spaces(&repaired.to_string()), without_spaces(expected));
}

/// Such a parameter is bound by a condition: were the block taken for a broken one, it would have no routes, and nobody would say so.
#[test]
fn a_parameter_that_a_condition_binds_is_fine() {
    for block in [
        "impl<T, U> Plugin<T> where T: Backend<Output = U>",
        "impl<T: Backend<Output = U>, U> Plugin<T>",
        "impl<const N: usize> Plugin<[u8; N]>",
        "impl Cow<'static, str>",
        "impl self::Vec<u8>",
    ] {
        assert!(run("", &format!("{block} {{ #[get(\"/\")] fn a(&self) {{}} }}")).is_ok(), "{block}");
    }
}

#[test]
fn what_the_compiler_reports_is_not_reported_twice() {
    for block in ["impl<T> Plugin", "impl Vec<u32>", "impl u32", "impl std::rc::Rc<u8>", "impl &Plugin"] {
        let messages = run("", &format!("{block} {{ #[get(\"/\")] fn a(&self) {{}} }}")).err().unwrap();
        assert_eq!(messages, [""; 0], "{block}");
    }
}
