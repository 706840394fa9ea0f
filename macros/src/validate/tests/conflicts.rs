use super::{messages, model};

/// Items with a handler for each attribute, each taking all parameters.
fn handlers(attributes: &[&str]) -> String {
    let handler =
        |(index, attribute): (usize, &&str)| format!("{attribute} fn h{index}(&self, all: Path<P>) {{}} ");
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
    ] {
        model(&handlers(attributes));
    }
}

#[test]
fn one_call_with_two_handlers_is_refused() {
    let cases = [
        (
            [r#"#[get("/a")]"#, r#"#[get("/a")]"#],
            [
                "`GET /a` is declared twice: change or remove one of the two",
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
        (
            [r#"#[cfg(a)] #[get("/a")]"#, r#"#[get("/a")]"#],
            [
                "`GET /a` is declared twice: change or remove one of the two",
                "`GET /a` is declared first here",
            ],
        ),
    ];
    for (attributes, expected) in cases {
        assert_eq!(messages(&handlers(&attributes)), expected);
    }
}

#[test]
fn paths_that_the_table_cannot_hold_are_refused() {
    let cases = [
        (
            [r#"#[get("/{x}.png")]"#, r#"#[get("/b{x}")]"#],
            [
                "`GET /b{x}` and `GET /{x}.png` both match `/bx.png`, and neither comes before the other: change one of the paths",
                "`GET /{x}.png` is declared first here",
            ],
        ),
        (
            [r#"#[get("/{x}")]"#, r#"#[post("/{*x}")]"#],
            [
                "`POST /{*x}` and `GET /{x}` both match `/x`, and paths are looked up before methods are compared: give both the same shape, or change one of them",
                "`GET /{x}` is declared first here",
            ],
        ),
        (
            [r#"#[get("/img-{x}.png")]"#, r#"#[get("/img-{x}.jpg")]"#],
            [
                "`GET /img-{x}.jpg` cannot stand beside `GET /img-{x}.png`, though no call matches both: the table holds one kind of text around a parameter in one place; write one route with the whole segment as its parameter",
                "`GET /img-{x}.png` is declared first here",
            ],
        ),
        (
            [r#"#[cfg(a)] #[get("/{*x}")]"#, r#"#[get("/{x}")]"#],
            [
                "`GET /{x}` and `GET /{*x}` both match `/x`, and neither comes before the other: change one of the paths",
                "`GET /{*x}` is declared first here",
            ],
        ),
    ];
    for (attributes, expected) in cases {
        assert_eq!(messages(&handlers(&attributes)), expected);
    }
}

#[test]
fn the_route_that_is_in_the_way_is_found_among_others() {
    let attributes = [r#"#[get("/a/{x}/b")]"#, r#"#[get("/a/{x}/c")]"#, r#"#[get("/a/{*x}")]"#];
    assert_eq!(messages(&handlers(&attributes)).len(), 2);
}
