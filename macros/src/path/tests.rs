use super::{PathTemplate, Segment};

fn template(text: &str) -> PathTemplate {
    PathTemplate::parse(text).unwrap_or_else(|mistakes| panic!("{text}: {mistakes:?}"))
}

#[test]
fn a_path_is_cut_into_segments() {
    let expected = [
        Segment::Literal("a".into()),
        Segment::Parameter { prefix: "v".into(), name: "id".into(), suffix: ".png".into() },
        Segment::CatchAll { name: "rest".into() },
    ];
    assert_eq!(template("/a/v{id}.png/{*rest}").segments, expected);
    assert_eq!(template("/").segments, []);
    assert_eq!(template("/{{a}}").segments, [Segment::Literal("{a}".into())]);
}

#[test]
fn parameters_keep_their_order_and_names() {
    let names = template("/{b}/x{a}/{type}/{*_rest}");
    assert_eq!(names.parameters().collect::<Vec<_>>(), ["b", "a", "type", "_rest"]);
}

#[test]
fn matchit_sees_positions_and_doubled_braces() {
    let cases = [
        ("/", "/"),
        ("/a/{id}/{*rest}", "/a/{p0}/{*p1}"),
        ("/v{id}.png", "/v{p0}.png"),
        ("/{{a}}/{b}", "/{{a}}/{p0}"),
        ("/100%/ä ö", "/100%/ä ö"),
    ];
    for (text, pattern) in cases {
        assert_eq!(template(text).matchit_pattern(), pattern, "{text}");
        let mut router = matchit::Router::new();
        router.insert(pattern, ()).unwrap();
        assert!(router.at(&template(text).example_path()).is_ok(), "{text}");
    }
}

#[test]
fn names_are_no_part_of_the_shape() {
    assert!(template("/a/{x}").has_same_shape(&template("/a/{y}")));
    assert!(!template("/a/{x}").has_same_shape(&template("/a/{*x}")));
    assert!(!template("/a/{x}").has_same_shape(&template("/a/{x}.png")));
}

#[test]
fn an_overlap_is_shown_by_a_path_that_both_match() {
    let cases = [
        ("/a/{x}", "/a/{y}", Some("/a/x")),
        ("/a/{x}", "/a/me", Some("/a/me")),
        ("/a{x}", "/{y}.png", Some("/ax.png")),
        ("/img-{x}.png", "/img-{x}.jpg", None),
        ("/{*rest}", "/a/{x}/b", Some("/a/x/b")),
        ("/a/{x}", "/{*rest}", Some("/a/x")),
        ("/{*rest}", "/", None),
        ("/ab{x}", "/ab", None),
        ("/a", "/a/b", None),
        ("/", "/", Some("/")),
    ];
    for (left, right, expected) in cases {
        let (left, right) = (template(left), template(right));
        assert_eq!(left.overlap_example(&right).as_deref(), expected, "{left:?} {right:?}");
        assert_eq!(right.overlap_example(&left).as_deref(), expected, "{right:?} {left:?}");
    }
}

#[test]
fn each_mistake_is_named_once_with_what_to_write() {
    let cases = [
        ("", &["a route's path is never empty: write `\"/\"`"][..]),
        ("namespaces", &["a route's path begins with `/`: write `\"/namespaces\"`"]),
        (
            "/a/",
            &["a path cannot arrive with `/` at its end, which is taken off before matching: write `\"/a\"`"],
        ),
        (
            "//",
            &["a path cannot arrive with `/` at its end, which is taken off before matching: write `\"/\"`"],
        ),
        ("/a//b", &["an empty segment (`//`) is never matched: write one `/`"]),
        ("/a/../b", &["the segment `..` cannot arrive, clients resolve it: leave it out"]),
        ("/.", &["the segment `.` cannot arrive, clients resolve it: leave it out"]),
        (
            "/a?q={q}",
            &["`?` begins the query, which is no part of a route's path: take a `Query<…>` as an argument"],
        ),
        ("/a#b", &["`#` begins a fragment, which browsers never send: leave it out"]),
        ("/{id", &["`{id` has no closing `}`: write `{id}`"]),
        ("/{id/x/{y}", &["`{id` has no closing `}`: write `{id}`"]),
        ("/{id/x}", &["`{id` has no closing `}`: write `{id}`"]),
        ("/id}", &["`}` closes nothing: write `}}` for a brace that is plain text"]),
        ("/{}", &["`{}` has no name: write `{id}`"]),
        ("/{*}", &["`{*}` has no name: write `{*rest}`"]),
        ("/{user-id}", &["`{user-id}` does not name an argument: write `{user_id}`"]),
        (
            "/{self}",
            &["`{self}` does not name an argument: write a name that an argument can have, such as `{id}`"],
        ),
        (
            "/{_}",
            &["`{_}` does not name an argument: write a name that an argument can have, such as `{id}`"],
        ),
        (
            "/{r#type}",
            &["`{r#type}` does not name an argument: write `{type}`; only the argument is called `r#type`"],
        ),
        (
            "/{1}",
            &["`{1}` does not name an argument: write a name that an argument can have, such as `{id}`"],
        ),
        (
            "/{rest...}",
            &[
                "`{rest...}` does not name an argument: write `{*rest}` for all that follows, `{rest}` for one segment",
            ],
        ),
        ("/{id?}", &["`{id?}` does not name an argument: write two routes, one without `{id}`"]),
        (
            "/{id:[0-9]+}",
            &[
                "`{id:[0-9]+}` does not name an argument: write `{id}`, and give the argument a type that reads only what is allowed",
            ],
        ),
        (
            "/{a}-{b}",
            &[
                "a segment holds one parameter, and `{b}` is its second: put a `/` between them, or take the whole segment and split it in the handler",
            ],
        ),
        ("/{a}/x/{a}", &["the parameter `{a}` is in the path twice: give each place a name of its own"]),
        ("/{*a}/x", &["`{*a}` takes all that follows, so it comes last: write `{a}` for one segment"]),
        ("/x{*a}", &["`{*a}` takes whole segments: put a `/` between it and `x`"]),
        (
            "/a%20b",
            &["`%20` is compared with the decoded path, so that only `%2520` would match: write `a b`"],
        ),
        (
            "/a%2Fb",
            &[
                "`%2F` is compared with the decoded path, so that only `%252F` would match: take the segment as a parameter",
            ],
        ),
        ("/a\n", &["`\\n` is a control character, which no path should hold: leave it out"]),
        (
            "a/{",
            &["a route's path begins with `/`: write `\"/a/{\"`", "`{` has no closing `}`: write `{id}`"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(PathTemplate::parse(text).unwrap_err(), expected, "{text}");
    }
}

#[test]
fn more_parameters_than_matchit_can_name_are_refused() {
    let path = |count: usize| (0..count).map(|n| ["/{p", &n.to_string(), "}"].concat()).collect::<String>();
    assert!(matchit::Router::new().insert(path(25), ()).is_ok());
    assert!(PathTemplate::parse(&path(25)).is_ok());
    assert_eq!(PathTemplate::parse(&path(26)).unwrap_err(), ["a path has at most 25 parameters"]);
}

#[test]
fn doubtful_segments_are_warned_of() {
    for text in ["/resources/a", "/resourcegraph/{*path}", "/a/resource-{id}"] {
        assert_eq!(template(text).warnings().len(), 1, "{text}");
    }
    assert_eq!(
        template("/:id").warnings(),
        ["the segment `:id` is plain text: a parameter is written `{id}`"]
    );
    assert_eq!(
        template("/*").warnings(),
        ["the segment `*` is plain text: a parameter is written `{*rest}`"]
    );
    for text in ["/", "/my-resources", "/a:b", "/{resource}", "/1:2"] {
        assert_eq!(template(text).warnings(), [""; 0], "{text}");
    }
}
