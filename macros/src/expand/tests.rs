//! What blocks become, as formatted code in `macros/snapshots/`. `UPDATE_EXPECT=1` writes the files anew.

use std::str::FromStr;

use expect_test::{ExpectFile, expect_file};
use proc_macro2::{TokenStream, TokenTree};

use super::resource_routes;

mod mutations;

/// Arguments of the attribute, the block, and the file that shows the expansion.
fn samples() -> [(&'static str, &'static str, ExpectFile); 6] {
    [
        ("", STATIC, expect_file!["../../snapshots/static_route.rs"]),
        ("", ARGUMENTS, expect_file!["../../snapshots/arguments.rs"]),
        ("role = Viewer", DETAILS, expect_file!["../../snapshots/details.rs"]),
        ("", GENERIC, expect_file!["../../snapshots/generic.rs"]),
        ("crate = renamed, errors = crate::render", OPTIONS, expect_file!["../../snapshots/options.rs"]),
        ("", MISTAKE, expect_file!["../../snapshots/mistake.rs"]),
    ]
}

const STATIC: &str = r#"
    impl Plugin {
        #[get("/health")]
        fn health(&self) -> &'static str {
            "ok"
        }
    }
"#;

const ARGUMENTS: &str = r#"
    impl Plugin {
        #[put("/namespaces/{namespace}/pods/{pod}")]
        async fn replace<'a>(
            &self,
            pod: u32,
            namespace: &'a str,
            Query(page): Query<Page<'a>>,
            Json(pod_spec): Json<Spec>,
        ) -> Result<Json<Pod>, Error> {
            self.pods.replace(namespace, pod, page, pod_spec).await
        }

        #[get("/namespaces/{namespace}/{*rest}")]
        async fn all(Path(place): Path<Place>) -> String {
            place.to_string()
        }
    }
"#;

const DETAILS: &str = r#"
    impl Plugin {
        /// Deletes a device.
        ///
        /// For good.
        #[delete("/devices/{id}", role = Admin)]
        #[post("/devices/{id}/delete", id = "delete_by_post")]
        #[deprecated(note = "switch it off")]
        #[cfg(feature = "delete")]
        #[tracing::instrument]
        async fn delete(&self, id: u32) {}

        #[doc = include_str!("list.md")]
        #[routes::any("/devices")]
        fn list() -> impl Future<Output = String> {}

        /// Devices as `a|b`.
        ///
        #[doc = include_str!("formats.md")]
        #[cfg_attr(feature = "csv", cfg(unix), allow(unused))]
        #[cfg(not(test))]
        #[get("/devices.csv")]
        fn csv() {}

        /** Names of
         * devices | of fans.
         */
        #[deprecated]
        #[get("/names")]
        fn names() {}
    }
"#;

const GENERIC: &str = r#"
    impl<C: Client, const N: usize> Plugin<'static, C, N>
    where
        C::Item: Serialize,
    {
        #[get("/items")]
        async fn items(&self, context: &Context<Self>) -> Json<Vec<C::Item>> {
            Json(self.client.items(context))
        }
    }
"#;

const OPTIONS: &str = r#"
    impl Plugin {
        #[get("/")]
        fn root(&self) {}

        #[get("/routes")]
        fn routes(&self) {}
    }
"#;

const MISTAKE: &str = r#"
    impl<T: Send + Sync + 'static> Plugin<T> {
        #[get("health")]
        fn health(&mut self) {}
    }
"#;

fn expand(arguments: &str, block: &str) -> TokenStream {
    let arguments = TokenStream::from_str(arguments).expect("the arguments are tokens");
    resource_routes(arguments, &TokenStream::from_str(block).expect("the block is tokens"))
}

#[test]
fn blocks_become_what_the_snapshots_show() {
    for (arguments, block, snapshot) in samples() {
        let expansion = expand(arguments, block);
        let file = syn::parse2(expansion).unwrap_or_else(|error| panic!("{error}: {block}"));
        snapshot.assert_eq(&prettyplease::unparse(&file));
    }
}

/// All identifiers, each with whether `::` is before it.
fn identifiers(tokens: TokenStream, found: &mut Vec<(bool, String)>) {
    let mut is_after_colons = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => identifiers(group.stream(), found),
            TokenTree::Ident(ref name) => found.push((is_after_colons, name.to_string())),
            TokenTree::Punct(ref punct) if punct.as_char() == ':' => {
                is_after_colons = true;
                continue;
            }
            _ => {}
        }
        is_after_colons = false;
    }
}

/// Names that mean something else where the author has given them to something else, and code that may panic.
#[test]
fn expansions_rely_on_no_name_of_the_author_s_scope() {
    const NEVER: [&str; 8] = ["unwrap", "expect", "unsafe", "panic", "unreachable", "clone", "format", "vec"];
    const ONLY_IN_PATHS: [&str; 12] = [
        "std",
        "core",
        "alloc",
        "Option",
        "Some",
        "None",
        "Result",
        "Ok",
        "Err",
        "Box",
        "Pin",
        "grafana_resource_routes",
    ];
    // The author's part of these has none of the names.
    let blocks = [
        r#"impl Plugin { #[get("/{id}")] async fn a(&self, id: u8, body: Json<T>) -> Answer { } }"#,
        r#"impl Plugin { #[doc = include_str!("a.md")] #[any("/b/{*rest}", role = Admin)] fn b(rest: &str) {} }"#,
        r#"impl Plugin { #[get("c")] fn c(&self) {} }"#,
    ];
    for block in blocks {
        let mut found = Vec::new();
        identifiers(expand("errors = render", block), &mut found);
        for (is_after_colons, name) in found {
            assert!(!NEVER.contains(&name.as_str()), "{name} in the expansion of {block}");
            let is_absolute = is_after_colons || !ONLY_IN_PATHS.contains(&name.as_str());
            assert!(is_absolute, "{name} without a path in the expansion of {block}");
        }
    }
}
