//! The same plugin four ways. All answer all requests of the fixture alike.

pub(crate) mod axum;
pub(crate) mod hand;
pub(crate) mod lean;
