//! One argument of a method's signature → [`WrittenArgument`].

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::visit::Visit;
use syn::{FnArg, Pat, PatIdent, PatType, Signature};

/// An argument as written.
pub(crate) struct WrittenArgument<'a> {
    pub(crate) argument: &'a PatType,
    /// The name, without `r#`, where the argument has a plain one (`id` or `mut id`).
    pub(crate) name: Option<String>,
}

impl<'a> WrittenArgument<'a> {
    /// All arguments but the receiver, in order.
    pub(crate) fn all(signature: &'a Signature) -> Vec<Self> {
        let typed = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(argument) => Some(argument),
            FnArg::Receiver(_) => None,
        });
        typed.map(|argument| Self { argument, name: plain_name(&argument.pat) }).collect()
    }

    /// Whether a pattern, not a plain name, binds this name.
    pub(crate) fn pattern_binds(&self, name: &str) -> bool {
        struct Names<'n>(&'n str, bool);
        impl<'ast> Visit<'ast> for Names<'_> {
            fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
                self.1 |= unraw(&pattern.ident) == self.0;
                syn::visit::visit_pat_ident(self, pattern);
            }
        }
        let mut names = Names(name, false);
        names.visit_pat(&self.argument.pat);
        self.name.is_none() && names.1
    }
}

/// A name as it stands in messages and paths, without `r#`.
pub(crate) fn unraw(ident: &Ident) -> String {
    ident.unraw().to_string()
}

fn plain_name(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::Ident(PatIdent { by_ref: None, subpat: None, ident, .. }) => Some(unraw(ident)),
        _ => None,
    }
}
