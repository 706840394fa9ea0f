//! The list of everything that is wrong with one input. Parsing and validation add to it through a shared reference,
//! so that no mistake hides another; [`crate::expand`] finishes it.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Attribute;

/// Where in the source a mistake is. Spans cannot be compared on the oldest compiler that we support, so the order is
/// kept apart from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    item: usize,
    part: usize,
}

impl Place {
    /// The attribute itself, and the head of the item.
    pub(crate) const BLOCK: Self = Self { item: 0, part: 0 };

    /// One of our attributes on the item with this index.
    pub(crate) fn attribute(item: usize, index: usize) -> Self {
        Self { item: item + 1, part: 2 * index }
    }

    /// The options of the attribute that is at this place, after its path.
    pub(crate) fn options(self) -> Self {
        Self { part: self.part + 1, ..self }
    }

    /// What follows the attributes of the item with this index.
    pub(crate) fn after_attributes(item: usize) -> Self {
        Self { item: item + 1, part: usize::MAX }
    }
}

struct Mistake {
    place: Place,
    error: syn::Error,
    /// The other place of a mistake that takes two, such as a route that is declared twice.
    related: Option<syn::Error>,
    /// Under which `cfg`s it is one at all; only the compiler knows whether they hold.
    cfg: Vec<Attribute>,
}

/// Collects mistakes. Must be ended by [`Errors::finish`]: dropping it unread panics, for then mistakes would be lost.
pub(crate) struct Errors {
    mistakes: RefCell<Option<Vec<Mistake>>>,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Self { mistakes: RefCell::new(Some(Vec::new())) }
    }

    /// Adds a mistake that is marked from the first to the last of `tokens`.
    pub(crate) fn push(&self, place: Place, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.push_syn(place, syn::Error::new_spanned(tokens, message));
    }

    /// Adds a mistake that syn found.
    pub(crate) fn push_syn(&self, place: Place, error: syn::Error) {
        self.add(Mistake { place, error, related: None, cfg: Vec::new() });
    }

    /// Adds a mistake with a second place, which is reported right after the first. It is one where all of these `cfg`s hold.
    pub(crate) fn push_pair(
        &self,
        cfg: Vec<Attribute>,
        place: Place,
        error: syn::Error,
        related: syn::Error,
    ) {
        self.add(Mistake { place, error, related: Some(related), cfg });
    }

    /// Whether nothing is wrong, whatever `cfg`s hold.
    pub(crate) fn is_empty(&self) -> bool {
        let is_conditional = |mistakes: &Vec<Mistake>| mistakes.iter().all(|mistake| !mistake.cfg.is_empty());
        self.mistakes.borrow().as_ref().is_none_or(is_conditional)
    }

    /// How many mistakes there are, whatever `cfg`s hold.
    pub(crate) fn count(&self) -> usize {
        let mistakes = self.mistakes.borrow();
        mistakes.iter().flatten().filter(|mistake| mistake.cfg.is_empty()).count()
    }

    /// One `compile_error!` for each mistake, in source order.
    pub(crate) fn finish(self) -> TokenStream {
        let errors = self.take().into_iter().map(|(cfg, error)| {
            let error = error.to_compile_error();
            quote!(#(#cfg)* #error)
        });
        errors.collect()
    }

    /// The messages of what is wrong whatever `cfg`s hold, in the order in which they are reported.
    #[cfg(test)]
    pub(crate) fn messages(self) -> Vec<String> {
        let certain = self.take().into_iter().filter(|(cfg, _)| cfg.is_empty());
        certain.map(|(_, error)| error.to_string()).collect()
    }

    fn take(&self) -> Vec<(Vec<Attribute>, syn::Error)> {
        let mut mistakes = self.mistakes.take().unwrap_or_default();
        mistakes.sort_by_key(|mistake| mistake.place);
        mistakes
            .into_iter()
            .flat_map(|Mistake { error, related, cfg, .. }| {
                std::iter::once(error).chain(related).map(move |error| (cfg.clone(), error))
            })
            .collect()
    }

    fn add(&self, mistake: Mistake) {
        if let Some(mistakes) = self.mistakes.borrow_mut().as_mut() {
            mistakes.push(mistake);
        }
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        let is_reported = self.mistakes.borrow().is_none() || std::thread::panicking();
        assert!(is_reported, "the list of errors was dropped without being reported");
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::{Errors, Place};

    fn error(text: &str) -> syn::Error {
        syn::Error::new(Span::call_site(), text)
    }

    #[test]
    fn errors_are_reported_in_source_order() {
        let errors = Errors::new();
        errors.push_syn(Place::after_attributes(1), error("fifth"));
        errors.push_syn(Place::attribute(1, 0).options(), error("third"));
        errors.push_syn(Place::attribute(1, 0), error("second"));
        errors.push_syn(Place::attribute(1, 1), error("fourth"));
        errors.push_syn(Place::BLOCK, error("first"));
        assert_eq!(errors.messages(), ["first", "second", "third", "fourth", "fifth"]);
    }

    #[test]
    fn the_two_places_of_one_mistake_stay_together() {
        let errors = Errors::new();
        errors.push_pair(Vec::new(), Place::attribute(2, 0), error("again"), error("first here"));
        errors.push_syn(Place::attribute(1, 0), error("before"));
        assert_eq!(errors.messages(), ["before", "again", "first here"]);
    }

    #[test]
    fn each_error_becomes_one_compile_error() {
        let errors = Errors::new();
        errors.push_syn(Place::BLOCK, error("a"));
        errors.push_pair(Vec::new(), Place::BLOCK, error("b"), error("c"));
        assert_eq!(errors.finish().to_string().matches("compile_error").count(), 3);
    }

    #[test]
    fn a_mistake_under_a_cfg_is_reported_under_it() {
        let errors = Errors::new();
        errors.push_pair(vec![syn::parse_quote!(#[cfg(unix)])], Place::BLOCK, error("a"), error("b"));
        assert!(errors.is_empty());
        assert_eq!(
            errors.finish().to_string().matches("# [cfg (unix)] :: core :: compile_error !").count(),
            2
        );
    }

    #[test]
    #[should_panic(expected = "without being reported")]
    fn errors_cannot_be_forgotten() {
        drop(Errors::new());
    }
}
