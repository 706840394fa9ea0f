//! Which argument takes which path parameter.

use syn::visit::Visit;
use syn::{PathSegment, Type};

use super::Candidate;
use crate::did_you_mean::suggestion;
use crate::errors::{Errors, Place};
use crate::model::Argument;
use crate::parse::{ParsedMethod, WrittenArgument};
use crate::path::PathTemplate;

/// Binds the parameters of a method's paths to its arguments, by name.
pub(super) fn bind(method: &ParsedMethod, routes: &[Candidate<'_>], errors: &Errors) -> Vec<Argument> {
    let written = WrittenArgument::all(&method.signature);
    let parameters: Vec<Option<String>> =
        written.iter().map(|argument| parameter_of(argument, &written, routes)).collect();
    let handler = BoundHandler { method, written: &written, parameters: &parameters };
    handler.check_patterns(routes, errors);
    for route in routes {
        handler.check_route(route, routes, errors);
    }
    let last = written.len().saturating_sub(1);
    let arguments = written.iter().zip(&parameters).enumerate();
    arguments
        .map(|(index, (written, parameter))| Argument {
            ty: (*written.argument.ty).clone(),
            parameter: parameter.clone(),
            is_last: index == last,
        })
        .collect()
}

/// The parameter that an argument takes. `_id` takes `{id}` where nothing else does.
fn parameter_of(
    argument: &WrittenArgument<'_>,
    all: &[WrittenArgument<'_>],
    routes: &[Candidate<'_>],
) -> Option<String> {
    let is_parameter = |name: &str| routes.iter().any(|route| has(&route.template, name));
    let name = argument.name.as_deref()?;
    if is_parameter(name) {
        return Some(name.to_owned());
    }
    let unused = name.strip_prefix('_')?;
    let is_taken = all.iter().any(|other| other.name.as_deref() == Some(unused));
    (is_parameter(unused) && !is_taken).then(|| unused.to_owned())
}

fn has(template: &PathTemplate, name: &str) -> bool {
    template.parameters().any(|parameter| parameter == name)
}

/// A method and what its arguments take.
struct BoundHandler<'a> {
    method: &'a ParsedMethod,
    written: &'a [WrittenArgument<'a>],
    parameters: &'a [Option<String>],
}

impl BoundHandler<'_> {
    /// An argument that is a parameter has a plain name: what a pattern would be matched against is not known.
    fn check_patterns(&self, routes: &[Candidate<'_>], errors: &Errors) {
        for argument in self.written.iter().filter(|argument| !takes_all_parameters(&argument.argument.ty)) {
            let names = routes.iter().flat_map(|route| route.template.parameters());
            let mut bound = names.filter(|name| !self.takes(name) && argument.pattern_binds(name));
            if let Some(name) = bound.next() {
                errors.push(
                    Place::after_attributes(self.method.index),
                    &argument.argument.pat,
                    format!(
                        "`{{{name}}}` is taken by an argument with a plain name: write `{}: …`",
                        as_argument(name)
                    ),
                );
            }
        }
    }

    /// Every parameter of the path is taken, and every argument that takes one finds it in the path.
    fn check_route(&self, route: &Candidate<'_>, routes: &[Candidate<'_>], errors: &Errors) {
        let takes_all = self.written.iter().any(|argument| takes_all_parameters(&argument.argument.ty));
        // Named so by an author who does not need it, as unused variables are.
        let need_not_be_taken = |name: &str| name.starts_with('_') || takes_all;
        let untaken: Vec<&str> = route.template.parameters().filter(|name| !self.takes(name)).collect();
        for name in untaken.iter().filter(|name| !need_not_be_taken(name)) {
            let is_in_pattern = self.written.iter().any(|argument| argument.pattern_binds(name));
            if !is_in_pattern {
                errors.push(route.attribute.place, route.path, self.not_taken(name));
            }
        }
        if !untaken.is_empty() {
            return;
        }
        for name in self.parameters.iter().flatten().filter(|name| !has(&route.template, name)) {
            let other = routes.iter().find(|other| has(&other.template, name));
            let other = other.map_or_else(String::new, |other| other.path.value());
            errors.push(route.attribute.place, route.path, self.not_in_path(name, &other));
        }
    }

    fn takes(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.as_deref() == Some(name))
    }

    fn not_taken(&self, name: &str) -> String {
        let free: Vec<&str> = self
            .written
            .iter()
            .zip(self.parameters)
            .filter(|(_, parameter)| parameter.is_none())
            .filter_map(|(argument, _)| argument.name.as_deref())
            .collect();
        let start = format!(
            "the path has `{{{name}}}` but `{}` has no argument `{name}`",
            self.method.signature.ident
        );
        let near = suggestion(name, free.iter().copied());
        if !near.is_empty() {
            return start + &near;
        }
        let argument = as_argument(name);
        if free.is_empty() {
            return format!("{start}: add `{argument}: &str`");
        }
        let listed = free.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        format!("{start}: add `{argument}: &str`, or rename one of {listed}")
    }

    fn not_in_path(&self, name: &str, other: &str) -> String {
        format!(
            "the argument `{name}` of `{}` is a parameter of \"{other}\" but not of this path: write `{{{name}}}` in \
             it, or a method for each path",
            self.method.signature.ident
        )
    }
}

/// Whether the argument may take all parameters at once, as `Path<T>` does.
///
/// This is the only place where a type's name is looked at, for nothing else is known of it here. It only ever
/// withholds an error: what the argument really is, the compiler decides from its type.
fn takes_all_parameters(ty: &Type) -> bool {
    struct Found(bool);
    impl<'ast> Visit<'ast> for Found {
        fn visit_path_segment(&mut self, segment: &'ast PathSegment) {
            self.0 |= segment.ident == "Path";
            syn::visit::visit_path_segment(self, segment);
        }
    }
    let mut found = Found(false);
    found.visit_type(ty);
    found.0
}

/// The name as it is written in a signature: `r#type` for `type`.
fn as_argument(name: &str) -> String {
    if syn::parse_str::<syn::Ident>(name).is_ok() { name.to_owned() } else { format!("r#{name}") }
}
