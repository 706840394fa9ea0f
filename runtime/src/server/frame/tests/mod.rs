//! The reader against prost and the SDK, and the writer against both.

mod compare;
mod corpus;
mod differential;
mod mutate;
mod random;
mod read;
mod tree;
mod write;
