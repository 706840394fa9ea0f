//! The attributes on an error type → what each of its variants is answered with.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Data, DeriveInput, Ident, LitInt, LitStr, Path, Token, parse_quote};

use super::status;
use crate::errors::{Errors, Place};
use crate::{attributes, parse, validate};

/// An error that the author did not classify is the plugin's fault.
const DEFAULT: u16 = 500;

/// A status, and the public text if it is not the error's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: Option<u16>,
    pub(super) message: Option<String>,
}

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.status.unwrap_or(DEFAULT)
    }
}

/// What each kind of error is answered with.
pub(super) enum ErrorModel {
    Struct(Answer),
    Enum(Vec<(Ident, Vec<Attribute>, Answer)>),
}

/// `#[resource_error(crate = path)]`, or the crate's own name.
pub(super) fn runtime(item: &DeriveInput, errors: &Errors) -> Path {
    let read = |input: ParseStream<'_>| {
        input.parse::<Token![crate]>()?;
        input.parse::<Token![=]>()?;
        input.parse::<Path>()
    };
    let attributes = item.attrs.iter().filter(|attribute| attribute.path().is_ident("resource_error"));
    let mut runtime = None;
    for attribute in attributes {
        if let Ok(path) = attribute.parse_args_with(read) {
            runtime = Some(path);
        } else {
            let message = "the only option is the crate's name: write `#[resource_error(crate = path)]`";
            errors.push(Place::BLOCK, &attribute.meta, message);
        }
    }
    runtime.unwrap_or_else(|| parse_quote!(::grafana_resource_routes))
}

/// Reads and checks the type's attributes. `None` for a union.
pub(super) fn validate(item: &DeriveInput, errors: &Errors) -> Option<ErrorModel> {
    let default = answer(&item.attrs, Place::BLOCK, errors);
    match &item.data {
        Data::Struct(data) => {
            check_fields(&data.fields, 0, errors);
            Some(ErrorModel::Struct(default))
        }
        Data::Enum(data) => {
            let variants = data.variants.iter().enumerate().map(|(index, variant)| {
                let own = answer(&variant.attrs, Place::attribute(index, 0), errors);
                check_fields(&variant.fields, index, errors);
                let answer = Answer {
                    message: own.message.or_else(|| default.message.clone().filter(|_| own.status.is_none())),
                    status: own.status.or(default.status),
                };
                (variant.ident.clone(), attributes::cfg(&variant.attrs), answer)
            });
            Some(ErrorModel::Enum(variants.collect()))
        }
        Data::Union(data) => {
            errors.push(Place::BLOCK, data.union_token, "a union cannot be an error: write an `enum`");
            None
        }
    }
}

fn check_fields(fields: &syn::Fields, index: usize, errors: &Errors) {
    for attribute in fields.iter().flat_map(|field| &field.attrs).filter(|attribute| is_status(attribute)) {
        let message = "`#[status]` goes on a variant or on the type, not on a field";
        errors.push(Place::after_attributes(index), &attribute.meta, message);
    }
}

fn is_status(attribute: &Attribute) -> bool {
    attribute.path().is_ident("status")
}

fn answer(attributes: &[Attribute], place: Place, errors: &Errors) -> Answer {
    let mut statuses = attributes.iter().filter(|attribute| is_status(attribute));
    let Some(attribute) = statuses.next() else { return Answer::default() };
    for again in statuses {
        errors.push(place, &again.meta, "`#[status]` is given twice: leave one out");
    }
    let arguments = attribute.meta.require_list().map(|list| list.tokens.clone()).unwrap_or_default();
    if arguments.is_empty() {
        errors.push(place, &attribute.meta, "`#[status]` needs a status: write `#[status(NOT_FOUND)]`");
        return Answer::default();
    }
    let read = |input: ParseStream<'_>| Ok(read_answer(input, attribute, place, errors));
    read.parse2(arguments).unwrap_or_else(|error| {
        errors.push_syn(place, error);
        Answer::default()
    })
}

/// `NOT_FOUND, message = "…"`.
fn read_answer(input: ParseStream<'_>, attribute: &Attribute, place: Place, errors: &Errors) -> Answer {
    let mut answer = Answer::default();
    let is_option = input.peek(Ident::peek_any) && input.peek2(Token![=]);
    if is_option {
        let message =
            "`#[status]` needs a status, and it comes first: write `#[status(NOT_FOUND, message = \"…\")]`";
        errors.push(place, &attribute.meta, message);
    } else {
        answer.status = read_status(input, place, errors);
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            let rest: TokenStream = input.parse().unwrap_or_default();
            errors.push(place, rest, "expected `,` and `message = \"…\"`");
        }
    }
    let usage = "#[status(NOT_FOUND, message = \"…\")]";
    let options = parse::options(input, usage, place, errors);
    validate::check_keys(&options, &["message"], place, errors);
    answer.message = options.first().filter(|option| option.key == "message").and_then(|option| {
        let text = syn::parse2::<LitStr>(option.value.clone());
        let message = "a `message` is a string literal: write `message = \"…\"`";
        text.map_err(|_| errors.push(place, &option.value, message)).ok().map(|text| text.value())
    });
    answer
}

fn read_status(input: ParseStream<'_>, place: Place, errors: &Errors) -> Option<u16> {
    let status = if let Ok(number) = input.parse::<LitInt>() {
        status::by_number(number.base10_digits()).map_err(|message| (quote::quote!(#number), message))
    } else if let Ok(path) = input.parse::<Path>() {
        let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        status::by_name(&name).map_err(|message| (quote::quote!(#path), message))
    } else {
        let rest: TokenStream = input.parse().unwrap_or_default();
        Err((rest, "a status is a name or a number: write `NOT_FOUND` or `404`".to_owned()))
    };
    status.map_err(|(tokens, message)| errors.push(place, tokens, message)).ok()
}
