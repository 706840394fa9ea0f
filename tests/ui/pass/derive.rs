//! Every shape of an error type becomes a response.
#![deny(warnings)]
#![no_implicit_prelude]

use ::grafana_resource_routes as routes;
use ::grafana_resource_routes::ResourceError;

#[derive(::std::fmt::Debug, ::thiserror::Error, ResourceError)]
#[status(BAD_GATEWAY)]
enum Failure<T: ::std::fmt::Debug> {
    #[error("{0:?}")]
    #[status(NOT_FOUND)]
    Missing(T),
    #[error("{name}")]
    #[status(409, message = "taken")]
    Taken { name: ::std::string::String },
    #[cfg(any())]
    #[error("never")]
    Never(NoSuchType),
    #[error("other")]
    Other,
}

#[derive(::std::fmt::Debug, ::thiserror::Error, ResourceError)]
#[error("gone")]
#[status(GONE)]
#[resource_error(crate = routes)]
struct Gone;

#[derive(::std::fmt::Debug, ::thiserror::Error, ResourceError)]
enum Nothing {}

fn is_response<T: ::axum::response::IntoResponse>() {}

fn main() {
    is_response::<Failure<u8>>();
    is_response::<Gone>();
    is_response::<Nothing>();
    let _ = [Failure::Missing(1), Failure::Taken { name: ::std::string::String::new() }, Failure::Other];
    let _ = Gone;
}
