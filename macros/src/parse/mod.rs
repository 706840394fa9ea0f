//! Tokens → what the author wrote. Called by [`crate::expand`]; read by [`crate::validate`].
//!
//! Nothing is judged here but syntax. Bodies of methods stay unread: a mistake in one of them is the compiler's to
//! report, and reading them would cost time.

mod attribute;
mod block;
mod misspelt;
mod recover;
mod signature;
mod strip;

pub(crate) use attribute::{MethodName, RouteAttribute, WrittenOption, block_options, options, route_method};
pub(crate) use block::{NotABlock, block, is_async_trait};
pub(crate) use recover::Unreadable;
pub(crate) use signature::{WrittenArgument, unraw};
pub(crate) use strip::{regrouped, without_our_attributes};

use proc_macro2::TokenStream;
use syn::{Attribute, ItemImpl, Signature};

/// A block as written.
pub(crate) struct ParsedBlock {
    /// The block without its items.
    pub(crate) header: ItemImpl,
    /// The methods that have one of our attributes.
    pub(crate) methods: Vec<ParsedMethod>,
    /// Attributes of ours where they mean nothing: on the block, or on an item that is not a method.
    pub(crate) misplaced: Vec<MisplacedAttribute>,
    /// The items that cannot be read. The compiler has most likely said why.
    pub(crate) unreadable: Vec<Unreadable>,
    /// The block with the items that can be read, without our attributes; `None` where that is all of it.
    pub(crate) readable: Option<TokenStream>,
    /// Whether a method has an attribute that may be meant to be one of ours, which the compiler will say if nobody knows it.
    pub(crate) has_unknown_attribute: bool,
}

/// A method with at least one route attribute, as written.
pub(crate) struct ParsedMethod {
    /// The item's position in the block.
    pub(crate) index: usize,
    pub(crate) routes: Vec<RouteAttribute>,
    /// All other attributes.
    pub(crate) attributes: Vec<Attribute>,
    /// Whether it has an attribute that is meant to be one of ours, and is none.
    pub(crate) is_misspelt: bool,
    pub(crate) signature: Signature,
}

impl ParsedMethod {
    /// Whether all of its attributes could be read.
    pub(crate) fn is_readable(&self) -> bool {
        !self.is_misspelt && self.routes.iter().all(|route| route.path.is_some())
    }
}

/// One of our attributes that stands in the wrong place.
pub(crate) struct MisplacedAttribute {
    pub(crate) attribute: Attribute,
    pub(crate) place: crate::errors::Place,
}
