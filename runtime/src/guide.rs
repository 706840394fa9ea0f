//! What stands around the code. These modules have no items, only text.

#[doc = include_str!("docs/building.md")]
pub mod building {}
