//! Rules about arguments that can be nothing sensible, whatever is called: most often a parameter was meant.

use syn::Type;

use super::{Candidate, binding::type_name};
use crate::errors::{Errors, Place};
use crate::generate::type_text;
use crate::parse::{ParsedMethod, WrittenArgument};
use crate::path::Segment;
use crate::types::{is_generic, last_segment};

/// Judges the arguments that take no parameter of the path.
pub(super) fn check(
    method: &ParsedMethod,
    written: &[WrittenArgument<'_>],
    parameters: &[Option<String>],
    routes: &[Candidate<'_>],
    errors: &Errors,
) {
    // An argument that takes a parameter of a path with a mistake in it would be judged as something else.
    if routes.len() < method.routes.len() {
        return;
    }
    let extractors = || written.iter().zip(parameters).filter(|(_, parameter)| parameter.is_none());
    for (argument, _) in extractors() {
        check_parameter_as_text(argument, routes, errors);
        check_path_without_parameters(argument, method, routes, errors);
    }
    for (argument, _) in written.iter().zip(parameters).filter(|(_, parameter)| parameter.is_some()) {
        check_one_text(argument, method, errors);
    }
    check_one_body(extractors().map(|(argument, _)| argument), method, errors);
}

/// `/<id>`, `/:id`, `/*id` and `/{{id}}` are plain text, most likely meant for the argument `id`.
fn check_parameter_as_text(argument: &WrittenArgument<'_>, routes: &[Candidate<'_>], errors: &Errors) {
    let Some(name) = argument.name.as_deref() else { return };
    let spellings = [format!("<{name}>"), format!(":{name}"), format!("*{name}"), format!("{{{name}}}")];
    for route in routes {
        let texts = route.template.segments.iter().filter_map(|segment| match segment {
            Segment::Literal(text) => Some((text, segment)),
            _ => None,
        });
        for (text, segment) in texts.filter(|(text, _)| spellings.contains(text)) {
            let parameter =
                if text.starts_with('*') { format!("{{*{name}}}") } else { format!("{{{name}}}") };
            let message = format!(
                "the segment `{segment}` is plain text: write `{parameter}` for the argument `{name}`"
            );
            errors.push(route.attribute.place, route.path, message);
        }
    }
}

/// A parameter is one text, and what serde reads as a list never is one.
fn check_one_text(argument: &WrittenArgument<'_>, method: &ParsedMethod, errors: &Errors) {
    let ty = &*argument.argument.ty;
    let is_list = match ty {
        Type::Tuple(_) | Type::Array(_) => true,
        ty => ["Vec", "HashMap", "BTreeMap", "HashSet", "BTreeSet"].iter().any(|name| is_generic(ty, name)),
    };
    if is_list {
        let name = argument.name.as_deref().unwrap_or_default();
        let message = format!(
            "`{{{name}}}` is one text, and `{}` is a list: write `&str`, `&[u8]`, or `Path<T>` for several parameters",
            type_text(ty)
        );
        errors.push(Place::after_attributes(method.index), ty, message);
    }
}

/// `Path<T>` takes all parameters of a path.
fn check_path_without_parameters(
    argument: &WrittenArgument<'_>,
    method: &ParsedMethod,
    routes: &[Candidate<'_>],
    errors: &Errors,
) {
    let has_parameters = routes.iter().any(|route| route.template.parameters().next().is_some());
    if !has_parameters && !routes.is_empty() && is_generic(&argument.argument.ty, "Path") {
        errors.push(
            Place::after_attributes(method.index),
            &argument.argument.ty,
            "the path has no parameters for `Path` to take: write one in the path, `{id}` for example",
        );
    }
}

/// A call has one body, which is of one type.
fn check_one_body<'w>(
    extractors: impl Iterator<Item = &'w WrittenArgument<'w>>,
    method: &ParsedMethod,
    errors: &Errors,
) {
    let mut first: Option<Body> = None;
    for argument in extractors {
        let Some(body) = Body::of(&argument.argument.ty) else { continue };
        match first {
            None => first = Some(body),
            Some(Body::Text) if body == Body::Text => errors.push(
                Place::after_attributes(method.index),
                &argument.argument.ty,
                "this would be the text of the body a second time: name the argument like a `{parameter}` of the path, or take a query: \
                 `Query<T>`",
            ),
            Some(other) if body != other && body != Body::Text && other != Body::Text => errors.push(
                Place::after_attributes(method.index),
                &argument.argument.ty,
                "a body cannot be JSON and a form at once: take one of the two, or `Result<Json<T>, Rejection>` and the bytes",
            ),
            Some(_) => {}
        }
    }
}

/// What an argument reads the body as, told by the name of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Text,
    Json,
    Form,
}

impl Body {
    fn of(ty: &Type) -> Option<Self> {
        if is_generic(ty, "Json") {
            return Some(Self::Json);
        }
        if is_generic(ty, "Form") {
            return Some(Self::Form);
        }
        let is_named = |ty: &Type, name: &str| last_segment(ty).is_some_and(|last| last.ident == name);
        let is_text = match ty {
            Type::Reference(reference) if reference.mutability.is_none() => is_named(&reference.elem, "str"),
            ty => is_named(ty, "String"),
        };
        is_text.then_some(Self::Text)
    }
}

/// Whether a type is called like one of axum's that only a router of axum's fills in.
pub(super) fn needs_router(ty: &Type) -> bool {
    const NAMES: [&str; 4] = ["Extension", "MatchedPath", "NestedPath", "ConnectInfo"];
    // `Option<MatchedPath>` is `None` at all times, which is right.
    let is_whole = !matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| {
        last.ident == "Option" || last.ident == "Result"
    }));
    is_whole && type_name(ty).is_some_and(|name| NAMES.contains(&name.as_str()))
}
