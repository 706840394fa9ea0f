use std::str::FromStr;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use super::input::{Answer, ErrorModel, runtime, validate};
use super::resource_error;
use crate::errors::Errors;

fn messages(item: &str) -> Vec<String> {
    let item: DeriveInput = syn::parse_str(item).unwrap();
    let errors = Errors::new();
    runtime(&item, &errors);
    validate(&item, &errors);
    errors.messages()
}

#[test]
fn each_variant_has_its_answer() {
    let item = "#[status(BAD_GATEWAY, message = \"upstream\")]
        enum E { #[status(NOT_FOUND)] A, #[status(StatusCode::CONFLICT, message = \"b\")] B(u8), #[status(418)] C { c: u8 }, D }";
    let errors = Errors::new();
    let model = validate(&syn::parse_str(item).unwrap(), &errors);
    assert_eq!(errors.messages(), [""; 0]);
    let Some(ErrorModel::Enum(variants)) = model else { panic!("not an enum") };
    let answers: Vec<_> = variants.into_iter().map(|(_, _, answer)| answer).collect();
    let answer =
        |status, message: Option<&str>| Answer { status: Some(status), message: message.map(str::to_owned) };
    let expected =
        [answer(404, None), answer(409, Some("b")), answer(418, None), answer(502, Some("upstream"))];
    assert_eq!(answers, expected);
}

#[test]
fn without_a_status_it_is_500() {
    assert_eq!(Answer::default().status(), 500);
}

#[test]
fn mistakes_are_named_with_what_to_write() {
    let refused = "Grafana's front end takes 401 for the end of its own session and asks again: write `FORBIDDEN` if \
                   the user may not, `BAD_GATEWAY` if another server refused the plugin";
    let cases = [
        ("NOT_FUND", "unknown status `NOT_FUND`; did you mean `NOT_FOUND`?"),
        ("Missing", "unknown status `Missing`: write a name such as `NOT_FOUND`, or a number"),
        ("401", refused),
        ("UNAUTHORIZED", refused),
        ("OK", "`OK` is not the status of an error: write one from 400 to 599"),
        ("302", "`302` is not the status of an error: write one from 400 to 599"),
        ("600", "`600` is not the status of an error: write one from 400 to 599"),
        ("\"404\"", "a status is a name or a number: write `NOT_FOUND` or `404`"),
        ("404, mesage = \"x\"", "unknown option `mesage`; did you mean `message`? known: `message`"),
        ("404, message = 1", "a `message` is a string literal: write `message = \"…\"`"),
        ("404 message", "expected `,` and `message = \"…\"`"),
        (
            "message = \"x\"",
            "`#[status]` needs a status, and it comes first: write `#[status(NOT_FOUND, message = \"…\")]`",
        ),
        ("", "`#[status]` needs a status: write `#[status(NOT_FOUND)]`"),
    ];
    for (arguments, message) in cases {
        assert_eq!(messages(&format!("enum E {{ #[status({arguments})] A }}")), [message], "{arguments}");
    }
    assert_eq!(
        messages("enum E { #[status(404)] #[status(405)] A }"),
        ["`#[status]` is given twice: leave one out"]
    );
    assert_eq!(
        messages("enum E { A(#[status(404)] u8) }"),
        ["`#[status]` goes on a variant or on the type, not on a field"]
    );
    assert_eq!(messages("union E { a: u8 }"), ["a union cannot be an error: write an `enum`"]);
    assert_eq!(
        messages("#[resource_error(name = x)] struct E;"),
        ["the only option is the crate's name: write `#[resource_error(crate = path)]`"]
    );
}

#[test]
fn the_output_is_one_item_even_where_the_input_is_wrong() {
    for item in
        ["enum E {}", "struct E<T>(T);", "enum E { #[status(404)] A, B }", "enum E { #[status(1)] A }"]
    {
        let output = resource_error(TokenStream::from_str(item).unwrap());
        let file: syn::File = syn::parse2(output).unwrap();
        let impls = file.items.iter().filter(|item| matches!(item, syn::Item::Const(_)));
        assert_eq!(impls.count(), 1, "{item}");
    }
}
