use super::{messages, model};

/// Items with a handler for each attribute, each taking all parameters.
fn handlers(attributes: &[&str]) -> String {
    let handler =
        |(index, attribute): (usize, &&str)| format!("{attribute} fn h{index}(&self, all: AnyPath<P>) {{}} ");
    attributes.iter().enumerate().map(handler).collect()
}

#[test]
fn routes_that_can_stand_together() {
    for attributes in [
        &[r#"#[get("/a/{x}")]"#, r#"#[post("/a/{y}")]"#][..],
        &[r#"#[get("/a")]"#, r#"#[head("/a")]"#, r#"#[any("/a")]"#],
        &[r#"#[get("/a/me")]"#, r#"#[get("/a/{x}")]"#, r#"#[get("/{*x}")]"#],
        &[r#"#[cfg(a)] #[get("/a")]"#, r#"#[cfg(not(a))] #[get("/a")]"#],
        &[r#"#[cfg(a)] #[get("/a/{x}.png")]"#, r#"#[cfg(not(a))] #[get("/a/b{x}")]"#],
        &[r#"#[get("/v{x}")]"#, r#"#[get("/w{x}")]"#],
        &[r#"#[get("/{x}")]"#, r#"#[post("/{*x}")]"#, r#"#[get("/{x}/b")]"#],
        &[r#"#[get("/a{x}")]"#, r#"#[get("/{x}/a")]"#],
        &[r#"#[get("/{x}.png")]"#, r#"#[get("/icon-{x}.png")]"#, r#"#[get("/{x}")]"#],
        &[r#"#[get("/img-{x}.png")]"#, r#"#[get("/img-{x}.jpg")]"#],
        &[r#"#[get("/{x}.png/a")]"#, r#"#[get("/b{x}/b")]"#],
        &[r#"#[get("/a/{x}")]"#, r#"#[get("/{x}/a")]"#],
    ] {
        model(&handlers(attributes));
        let reversed: Vec<_> = attributes.iter().rev().copied().collect();
        model(&handlers(&reversed));
    }
}

#[test]
fn one_call_with_two_handlers_is_refused() {
    let cases = [
        (
            [r#"#[get("/a")]"#, r#"#[get("/a")]"#],
            [
                "`GET /a` is declared twice, by `h0` and `h1`: change or remove one of the two",
                "`GET /a` is declared first here",
            ],
        ),
        (
            [r#"#[any("/a/{x}")]"#, r#"#[any("/a/{y}")]"#],
            [
                "`ANY /a/{y}` matches the same calls as `ANY /a/{x}`, for example `/a/x`: change or remove one of the two",
                "`ANY /a/{x}` is declared first here",
            ],
        ),
    ];
    for (attributes, expected) in cases {
        assert_eq!(messages(&handlers(&attributes)), expected);
    }
}

#[test]
fn paths_of_which_neither_comes_first_are_refused() {
    let cases = [
        (
            [r#"#[get("/{x}.png")]"#, r#"#[get("/b{x}")]"#],
            [
                "`GET /b{x}` and `GET /{x}.png` both match `/bx.png`, and neither comes before the other: change one of the paths",
                "`GET /{x}.png` is declared first here",
            ],
        ),
        (
            [r#"#[get("/b{x}")]"#, r#"#[post("/{x}.png")]"#],
            [
                "`POST /{x}.png` and `GET /b{x}` both match `/bx.png`, and paths are looked up before methods are compared: give both the same shape, or change one of them",
                "`GET /b{x}` is declared first here",
            ],
        ),
        (
            [r#"#[get("/a/{x}-b/{y}")]"#, r#"#[any("/a/b-{x}/c")]"#],
            [
                "`ANY /a/b-{x}/c` and `GET /a/{x}-b/{y}` both match `/a/b-x-b/c`, and neither comes before the other: change one of the paths",
                "`GET /a/{x}-b/{y}` is declared first here",
            ],
        ),
    ];
    for (attributes, expected) in cases {
        assert_eq!(messages(&handlers(&attributes)), expected);
    }
}

#[test]
fn each_route_is_reported_once() {
    let attributes = [r#"#[get("/{x}a")]"#, r#"#[get("/{x}b")]"#, r#"#[get("/c{x}")]"#];
    assert_eq!(messages(&handlers(&attributes)).len(), 2);
}
