//! What the author wrote → [`RouteModel`]: the list of rules. Called by [`crate::expand`].
//!
//! Every rule is tried on everything, so that one mistake never hides another. A rule's messages stand beside it.

mod binding;
mod block;
mod bodies;
mod conflicts;
mod ids;
mod options;
mod plugin;
mod signature;

pub(crate) use block::{has_unconstrained, withholds_no_routes};
pub(crate) use options::{BlockOptions, check_keys};
pub(crate) use plugin::repaired;

use proc_macro2::TokenStream;
use syn::{Attribute, ItemImpl, LitStr};

use crate::attributes;
use crate::errors::{Errors, Place};
use crate::model::{Handler, Role, Route, RouteModel, Warning};
use crate::parse::{ParsedBlock, ParsedMethod, RouteAttribute};
use crate::path::PathTemplate;

/// A route of which the path is valid; compared with all others before it becomes a [`Route`].
struct Candidate<'a> {
    attribute: &'a RouteAttribute,
    path: &'a LitStr,
    template: PathTemplate,
    role: Option<Role>,
    id: Option<LitStr>,
    method: &'a ParsedMethod,
    handler: usize,
}

impl Candidate<'_> {
    /// `GET /a/{id}`, as it stands in messages.
    fn title(&self) -> String {
        format!("{} {}", self.attribute.name.method.name(), self.path.value())
    }

    fn attribute_path(&self) -> (syn::Path, Vec<Attribute>) {
        (self.attribute.attribute_path.clone(), attributes::cfg(&self.method.attributes))
    }

    /// The `cfg`s under which both are compiled in, which only the compiler knows to hold. Empty where neither has one.
    fn meeting_cfg(&self, other: &Self) -> Vec<Attribute> {
        let mut cfg = attributes::cfg(&self.method.attributes);
        for attribute in attributes::cfg(&other.method.attributes) {
            if !cfg.contains(&attribute) {
                cfg.push(attribute);
            }
        }
        cfg
    }
}

/// A block after all rules were tried.
pub(crate) enum Validated {
    Whole(RouteModel),
    /// At least one rule is broken, which has been reported. The model has the handlers of which nothing is wrong, so that
    /// their types are checked all the same; nothing may call its routes.
    Broken(RouteModel),
}

/// Tries every rule; `item` is the author's block without our attributes.
pub(crate) fn validate(
    parsed: &ParsedBlock,
    options: BlockOptions,
    item: TokenStream,
    errors: &Errors,
) -> Validated {
    block::check(parsed, errors);
    let is_inherent = parsed.header.trait_.is_none() && !block::has_unusual_type(parsed);
    let mut handlers = Vec::new();
    let mut candidates = Vec::new();
    let mut is_whole = Vec::new();
    for method in &parsed.methods {
        let before = errors.count();
        let routes = candidates_of(method, handlers.len(), errors);
        signature::check(method, &parsed.header, errors);
        plugin::check(
            &method.signature,
            &parsed.header.self_ty,
            Place::after_attributes(method.index),
            errors,
        );
        handlers.push(handler(method, &parsed.header, &routes, errors));
        candidates.extend(routes);
        is_whole.push(is_inherent && method.is_readable() && errors.count() == before);
    }
    conflicts::check(&candidates, errors);
    let mut ids = ids::choose(&candidates, errors);
    let has_mistakes = errors.count() > 0 || !parsed.unreadable.is_empty() || block::is_the_compilers(parsed);
    if has_mistakes {
        let mut kept = candidates.iter().map(|candidate| is_whole[candidate.handler]);
        ids.retain(|_| kept.next().unwrap_or_default());
        candidates.retain(|candidate| is_whole[candidate.handler]);
    }
    let warnings = candidates.iter().flat_map(|candidate| warnings(candidate, parsed)).collect();
    let attribute_paths = candidates.iter().map(Candidate::attribute_path).collect();
    let routes = candidates.into_iter().zip(ids).map(|(candidate, id)| Route {
        method: candidate.attribute.name.method,
        path: candidate.path.clone(),
        template: candidate.template,
        id,
        role: candidate.role.or(options.role),
        handler: candidate.handler,
    });
    let model = RouteModel {
        self_ty: (*parsed.header.self_ty).clone(),
        generics: parsed.header.generics.clone(),
        routes: routes.collect(),
        runtime: options.runtime,
        errors: options.errors,
        has_routes_fn: options.has_routes_fn,
        handlers,
        item,
        warnings,
        attribute_paths,
    };
    if has_mistakes { Validated::Broken(model) } else { Validated::Whole(model) }
}

/// Checks each route attribute of a method on its own; those with a broken path are left out.
fn candidates_of<'a>(method: &'a ParsedMethod, handler: usize, errors: &Errors) -> Vec<Candidate<'a>> {
    let mut candidates = Vec::new();
    for attribute in &method.routes {
        let template = attribute.path.as_ref().and_then(|path| template(path, attribute, errors));
        let options::RouteOptions { role, id } = options::route(attribute, errors);
        if let Some((path, template)) = template {
            candidates.push(Candidate { attribute, path, template, role, id, method, handler });
        }
    }
    candidates
}

fn template<'a>(
    path: &'a LitStr,
    attribute: &RouteAttribute,
    errors: &Errors,
) -> Option<(&'a LitStr, PathTemplate)> {
    match PathTemplate::parse(&path.value()) {
        Ok(template) => Some((path, template)),
        Err(mistakes) => {
            for mistake in mistakes {
                errors.push(attribute.place, path, mistake);
            }
            None
        }
    }
}

fn handler(method: &ParsedMethod, header: &ItemImpl, routes: &[Candidate<'_>], errors: &Errors) -> Handler {
    let signature = &method.signature;
    let (is_deprecated, deprecated) = attributes::deprecated(&method.attributes);
    Handler {
        name: signature.ident.clone(),
        has_receiver: signature.receiver().is_some(),
        lifetimes: signature::own_lifetimes(signature, &header.generics),
        arguments: binding::bind(method, routes, errors),
        is_bodiless: routes.iter().all(|route| route.attribute.name.method.is_bodiless()),
        output: signature::output(signature),
        cfg: attributes::cfg(&method.attributes),
        docs: attributes::docs(&method.attributes),
        deprecated,
        is_deprecated,
    }
}

fn warnings(candidate: &Candidate<'_>, parsed: &ParsedBlock) -> Vec<Warning> {
    let lints =
        [&parsed.header.attrs, &candidate.method.attributes].map(|attributes| attributes::lints(attributes));
    let warning = |text| Warning {
        text,
        span: candidate.path.span(),
        lints: lints.concat(),
        cfg: attributes::cfg(&candidate.method.attributes),
    };
    candidate.template.warnings().into_iter().map(warning).collect()
}

#[cfg(test)]
mod tests;
