//! The macros of `grafana-resource-routes`, which re-exports and documents them. Use them through that crate.
//!
//! Tokens → `parse` → what the author wrote → `validate` → `model` → `generate` → tokens. Start reading at
//! `expand`.

#![allow(
    missing_docs,
    reason = "rustdoc appends what stands here to what stands at the runtime's re-exports"
)]

mod attributes;
mod derive;
mod did_you_mean;
mod errors;
mod expand;
mod generate;
mod imports;
mod model;
mod parse;
mod path;
mod types;
mod unsaid;
mod validate;
mod warnings;

use proc_macro::TokenStream;

#[proc_macro_attribute]
pub fn resource_routes(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::resource_routes(arguments.into(), &item.into()).into()
}

#[proc_macro_derive(ResourceError, attributes(status, resource_error))]
pub fn derive_resource_error(item: TokenStream) -> TokenStream {
    derive::resource_error(item.into()).into()
}

#[proc_macro_attribute]
pub fn get(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::method_attribute_alone("get", &item.into()).into()
}

#[proc_macro_attribute]
pub fn post(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::method_attribute_alone("post", &item.into()).into()
}

#[proc_macro_attribute]
pub fn put(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::method_attribute_alone("put", &item.into()).into()
}

#[proc_macro_attribute]
pub fn patch(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::method_attribute_alone("patch", &item.into()).into()
}

#[proc_macro_attribute]
pub fn delete(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::method_attribute_alone("delete", &item.into()).into()
}

#[proc_macro_attribute]
pub fn head(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::method_attribute_alone("head", &item.into()).into()
}

#[proc_macro_attribute]
pub fn options(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::method_attribute_alone("options", &item.into()).into()
}

#[proc_macro_attribute]
pub fn any(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::method_attribute_alone("any", &item.into()).into()
}
