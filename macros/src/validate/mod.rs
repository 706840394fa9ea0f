//! What the author wrote → [`RouteModel`]: the list of rules. Called by [`crate::expand`].
//!
//! Every rule is tried on everything, so that one mistake never hides another. A rule's messages stand beside it.

mod binding;
mod block;
mod bodies;
mod conflicts;
mod ids;
mod options;
mod signature;

pub(crate) use options::{BlockOptions, check_keys};

use proc_macro2::TokenStream;
use syn::{Attribute, LitStr};

use crate::attributes;
use crate::errors::Errors;
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

/// Tries every rule. The model is made only if none was broken; `item` is the author's block without our attributes.
pub(crate) fn validate(
    parsed: &ParsedBlock,
    options: BlockOptions,
    item: TokenStream,
    errors: &Errors,
) -> Option<RouteModel> {
    block::check(parsed, errors);
    let mut handlers = Vec::new();
    let mut candidates = Vec::new();
    for method in &parsed.methods {
        let routes = candidates_of(method, handlers.len(), errors);
        signature::check(method, errors);
        handlers.push(handler(method, &routes, errors));
        candidates.extend(routes);
    }
    conflicts::check(&candidates, errors);
    let ids = ids::choose(&candidates, errors);
    if !errors.is_empty() {
        return None;
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
    Some(RouteModel {
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
    })
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

fn handler(method: &ParsedMethod, routes: &[Candidate<'_>], errors: &Errors) -> Handler {
    let signature = &method.signature;
    let (is_deprecated, deprecated) = attributes::deprecated(&method.attributes);
    Handler {
        name: signature.ident.clone(),
        has_receiver: signature.receiver().is_some(),
        lifetimes: signature.generics.lifetimes().map(|parameter| parameter.lifetime.clone()).collect(),
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
