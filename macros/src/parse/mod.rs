//! Tokens → what the author wrote. Called by [`crate::expand`]; read by [`crate::validate`].
//!
//! Nothing is judged here but syntax. Bodies of methods stay unread: a mistake in one of them is the compiler's to
//! report, and reading them would cost time.

mod attribute;
mod block;
mod signature;
mod strip;

pub(crate) use attribute::{MethodName, RouteAttribute, WrittenOption, block_options, options, route_method};
pub(crate) use block::{NotABlock, block};
pub(crate) use signature::{WrittenArgument, unraw};
pub(crate) use strip::without_our_attributes;

use syn::{Attribute, ItemImpl, Signature};

/// A block as written.
pub(crate) struct ParsedBlock {
    /// The block without its items.
    pub(crate) header: ItemImpl,
    /// The methods that have one of our attributes.
    pub(crate) methods: Vec<ParsedMethod>,
    /// Attributes of ours where they mean nothing: on the block, or on an item that is not a method.
    pub(crate) misplaced: Vec<MisplacedAttribute>,
}

/// A method with at least one route attribute, as written.
pub(crate) struct ParsedMethod {
    /// The item's position in the block.
    pub(crate) index: usize,
    pub(crate) routes: Vec<RouteAttribute>,
    /// All other attributes.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) signature: Signature,
}

/// One of our attributes that stands in the wrong place.
pub(crate) struct MisplacedAttribute {
    pub(crate) attribute: Attribute,
    pub(crate) place: crate::errors::Place,
}
