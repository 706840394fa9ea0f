//! What passes the buffer out of a path.

use super::path;

#[tokio::test]
async fn path_parameters_pass_the_buffer_too() {
    path(&[
        ("key/7", 200, "Number(7)"),
        ("key/a", 200, "Name(\"a\")"),
        ("argument/7", 200, "Number(7)"),
        ("argument/a", 200, "Name(\"a\")"),
        ("strict/7", 200, "Number(7)"),
        ("strict/true", 200, "Switch(true)"),
        ("shapes/circle/1.5", 200, "Circle { radius: 1.5 }"),
        ("shapes/nothing/1.5", 200, "Nothing"),
        ("ranges/1/2", 200, "Steps { from: 1, to: 2 }"),
        ("ranges/1/b", 200, "Words { from: \"1\", to: \"b\" }"),
        ("near/1/2", 200, "Near { limit: None, location: Some(Location { lat: 1.0, lon: 2.0 }) }"),
        ("places/1/2", 200, "Seat(1, 2)"),
        ("adjacent/7/number", 200, "Number(7.0)"),
        ("adjacent/7/text", 200, "Text(\"7\")"),
    ])
    .await;
}

#[tokio::test]
async fn a_path_parameter_that_does_not_fit_is_the_callers_fault() {
    let neither = "is not a whole number from 0 to 255 or `true` or `false`";
    path(&[
        ("strict/x", 400, &format!("path parameter `id`: `x` {neither}")),
        ("shapes/circle/x", 400, "path parameter `radius`: `x` is not a number"),
        (
            "shapes/square/1",
            400,
            "path parameter `type`: unknown variant `square`, expected one of `circle`, `label`, `nothing`",
        ),
        ("shapes/label/1", 400, "path parameter `type`: missing field `text`"),
        ("near/1/x", 400, "path parameter `lon`: `x` is not a number"),
        ("adjacent/x/number", 400, "path parameter `c`: `x` is not a number"),
        ("unfit/1/2", 500, "an error occurred within the plugin"),
    ])
    .await;
}
