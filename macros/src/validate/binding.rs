//! Which argument takes which path parameter.

use syn::{GenericArgument, PathArguments, Type};

use super::{Candidate, bodies};
use crate::did_you_mean::suggestion;
use crate::errors::{Errors, Place};
use crate::model::Argument;
use crate::parse::{ParsedMethod, WrittenArgument};
use crate::path::PathTemplate;
use crate::types::last_segment;

/// Binds the parameters of a method's paths to its arguments, by name.
pub(super) fn bind(method: &ParsedMethod, routes: &[Candidate<'_>], errors: &Errors) -> Vec<Argument> {
    let written = WrittenArgument::all(&method.signature);
    let parameters: Vec<Option<String>> =
        written.iter().map(|argument| parameter_of(argument, &written, routes)).collect();
    let named_path = named_path(&written, &parameters);
    let handler =
        BoundHandler { method, written: &written, parameters: &parameters, named_path: &named_path };
    handler.check_patterns(routes, errors);
    handler.check_extractors(errors);
    for route in routes {
        handler.check_route(route, routes, errors);
    }
    bodies::check(method, &written, &parameters, routes, errors);
    let last = written.len().saturating_sub(1);
    let some_are_left = routes.iter().any(|route| handler.must_still_be_taken(route).next().is_some());
    let arguments = written.iter().zip(parameters.iter().zip(&named_path)).enumerate();
    arguments
        .map(|(index, (written, (parameter, named_path)))| Argument {
            ty: (*written.argument.ty).clone(),
            parameter: parameter.clone(),
            is_raw: parameter.is_some() && is_raw(&written.argument.ty),
            takes_all: some_are_left && *named_path,
            needs_router: parameter.is_none() && bodies::needs_router(&written.argument.ty),
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
    /// See [`named_path`].
    named_path: &'a [bool],
}

impl BoundHandler<'_> {
    /// An argument that is a parameter has a plain name: what a pattern would be matched against is not known.
    fn check_patterns(&self, routes: &[Candidate<'_>], errors: &Errors) {
        let others = self.written.iter().zip(self.named_path).filter(|(_, named_path)| !**named_path);
        for (argument, _) in others {
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

    /// An argument that is named like a parameter is that parameter, and no extractor.
    fn check_extractors(&self, errors: &Errors) {
        const EXTRACTORS: [&str; 7] = ["Path", "Query", "Json", "Form", "Header", "Context", "Settings"];
        for (argument, parameter) in self.written.iter().zip(self.parameters) {
            let ty = &argument.argument.ty;
            let (Some(parameter), Some(name)) = (parameter, type_name(ty)) else { continue };
            // Without arguments of its own it may be a type of the author's.
            if EXTRACTORS.contains(&name.as_str())
                && last_segment(ty).is_some_and(|last| !last.arguments.is_empty())
            {
                let way = if name == "Path" {
                    "or write `Path(…): Path<…>`"
                } else {
                    "or name the parameter otherwise"
                };
                let message = format!(
                    "an argument that is named like `{{{parameter}}}` is that parameter, which is no `{name}`: rename the \
                     argument to make it an extractor, {way}"
                );
                errors.push(Place::after_attributes(self.method.index), ty, message);
            }
        }
    }

    /// Every parameter of the path is taken, and every argument that takes one finds it in the path.
    fn check_route(&self, route: &Candidate<'_>, routes: &[Candidate<'_>], errors: &Errors) {
        for name in self.must_still_be_taken(route) {
            let is_in_pattern = self.written.iter().any(|argument| argument.pattern_binds(name));
            if !is_in_pattern && !self.named_path.contains(&true) {
                errors.push(route.attribute.place, route.path, self.not_taken(name));
            }
        }
        // Most likely the same mistake seen from the other side.
        if route.template.parameters().any(|name| !self.takes(name)) {
            return;
        }
        for name in self.parameters.iter().flatten().filter(|name| !has(&route.template, name)) {
            let other = routes.iter().find(|other| has(&other.template, name));
            let other = other.map_or_else(String::new, |other| other.path.value());
            errors.push(route.attribute.place, route.path, self.not_in_path(name, &other));
        }
    }

    /// The parameters of the path that no argument is named like. `_x` is named so by an author who does not need it,
    /// as unused variables are.
    fn must_still_be_taken<'r>(&self, route: &'r Candidate<'_>) -> impl Iterator<Item = &'r str> {
        route.template.parameters().filter(|name| !name.starts_with('_') && !self.takes(name))
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
        let unnamed = self.written.iter().any(|written| matches!(&*written.argument.pat, syn::Pat::Wild(_)));
        if unnamed && free.is_empty() {
            return format!("{start}: name the argument `{argument}`, or `_{name}` where it is not needed");
        }
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

/// Which arguments the author may mean to take all parameters, as `Path<T>` does, told by their types' names, for
/// nothing else is known of them here: those called `Path`, or else those with a name that ends so, as an alias may.
///
/// This only ever withholds an error and leaves it to the compiler, which knows the types.
fn named_path(written: &[WrittenArgument<'_>], parameters: &[Option<String>]) -> Vec<bool> {
    let named = |accepts: fn(&str) -> bool| -> Vec<bool> {
        let arguments = written.iter().zip(parameters);
        arguments
            .map(|(written, parameter)| {
                parameter.is_none() && type_name(&written.argument.ty).is_some_and(|name| accepts(&name))
            })
            .collect()
    };
    let exactly = named(|name| name == "Path");
    if exactly.contains(&true) { exactly } else { named(|name| name.ends_with("Path")) }
}

/// Whether an argument takes its parameter unchecked. The name decides, so that the list of routes can say so; that the type
/// is the runtime's own is the compiler's to find out.
fn is_raw(ty: &Type) -> bool {
    match ty {
        Type::Group(group) => is_raw(&group.elem),
        Type::Paren(paren) => is_raw(&paren.elem),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Raw"),
        _ => false,
    }
}

/// The last name of a type's path, or of the type inside where it is an `Option` or a `Result`.
pub(super) fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Group(group) => type_name(&group.elem),
        Type::Paren(paren) => type_name(&paren.elem),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            match &last.arguments {
                PathArguments::AngleBracketed(inner) if last.ident == "Option" || last.ident == "Result" => {
                    match inner.args.first()? {
                        GenericArgument::Type(inner) => type_name(inner),
                        _ => None,
                    }
                }
                _ => Some(last.ident.to_string()),
            }
        }
        _ => None,
    }
}

/// The name as it is written in a signature: `r#type` for `type`.
fn as_argument(name: &str) -> String {
    if syn::parse_str::<syn::Ident>(name).is_ok() { name.to_owned() } else { format!("r#{name}") }
}
