//! Rules about routes against each other: what the table cannot hold at run time is refused here, by the same crate in
//! the same version.

use matchit::{InsertError, Router};

use super::Candidate;
use crate::errors::Errors;
use crate::model::Method;

pub(super) fn check(routes: &[Candidate<'_>], errors: &Errors) {
    for (index, route) in routes.iter().enumerate() {
        check_declared_once(route, &routes[..index], errors);
    }
    check_table(routes, errors);
}

/// One method and one shape of path have one handler.
fn check_declared_once(route: &Candidate<'_>, before: &[Candidate<'_>], errors: &Errors) {
    let is_same = |other: &&Candidate<'_>| {
        other.may_meet(route)
            && other.attribute.name.method == route.attribute.name.method
            && other.template.has_same_shape(&route.template)
    };
    let Some(first) = before.iter().find(is_same) else { return };
    let message = if first.path.value() == route.path.value() {
        format!("`{}` is declared twice: change or remove one of the two", route.title())
    } else {
        format!(
            "`{}` matches the same calls as `{}`, for example `{}`: change or remove one of the two",
            route.title(),
            first.title(),
            route.template.example_path()
        )
    };
    report(route, first, &message, errors);
}

/// All paths fit into one table. Those with a `cfg` are tried against the others, each on its own.
fn check_table(routes: &[Candidate<'_>], errors: &Errors) {
    let mut table = Router::new();
    let mut inserted: Vec<&Candidate<'_>> = Vec::new();
    for route in routes.iter().filter(|route| !route.has_cfg) {
        if insert(&mut table, &inserted, route, errors) {
            inserted.push(route);
        }
    }
    for route in routes.iter().filter(|route| route.has_cfg) {
        insert(&mut table.clone(), &inserted, route, errors);
    }
}

/// Whether the route's path is new in the table and fits.
fn insert(
    table: &mut Router<()>,
    inserted: &[&Candidate<'_>],
    route: &Candidate<'_>,
    errors: &Errors,
) -> bool {
    if inserted.iter().any(|other| other.template.has_same_shape(&route.template)) {
        return false;
    }
    let Err(error) = table.insert(route.template.matchit_pattern(), ()) else { return true };
    match partner(inserted, route, &error) {
        Some(other) => report_conflict(route, other, errors),
        None => errors.push(
            route.attribute.place,
            route.path,
            format!("this path cannot be in the table: {error}"),
        ),
    }
    false
}

/// The route that is in the way. What matchit names may be the start of several paths, so pairs are tried first.
fn partner<'a, 'b>(
    inserted: &[&'a Candidate<'b>],
    route: &Candidate<'_>,
    error: &InsertError,
) -> Option<&'a Candidate<'b>> {
    let conflicts = |other: &&&Candidate<'_>| {
        let mut pair = Router::new();
        let first = pair.insert(other.template.matchit_pattern(), ());
        first.and_then(|()| pair.insert(route.template.matchit_pattern(), ())).is_err()
    };
    let named = |other: &&&Candidate<'_>| match error {
        InsertError::Conflict { with } => other.template.matchit_pattern() == *with,
        _ => false,
    };
    inserted.iter().find(conflicts).or_else(|| inserted.iter().find(named)).copied()
}

fn report_conflict(route: &Candidate<'_>, other: &Candidate<'_>, errors: &Errors) {
    let (later, first) =
        if route.attribute.place < other.attribute.place { (other, route) } else { (route, other) };
    let (later_title, first_title) = (later.title(), first.title());
    let message = match later.template.overlap_example(&first.template) {
        Some(example) if methods_meet(later, first) => format!(
            "`{later_title}` and `{first_title}` both match `{example}`, and neither comes before the other: change one \
             of the paths"
        ),
        Some(example) => format!(
            "`{later_title}` and `{first_title}` both match `{example}`, and paths are looked up before methods are \
             compared: give both the same shape, or change one of them"
        ),
        None => format!(
            "`{later_title}` cannot stand beside `{first_title}`, though no call matches both: the table holds one kind \
             of text around a parameter in one place; write one route with the whole segment as its parameter"
        ),
    };
    report(later, first, &message, errors);
}

fn methods_meet(left: &Candidate<'_>, right: &Candidate<'_>) -> bool {
    let (left, right) = (left.attribute.name.method, right.attribute.name.method);
    left == right || left == Method::Any || right == Method::Any
}

fn report(later: &Candidate<'_>, first: &Candidate<'_>, message: &str, errors: &Errors) {
    let related = format!("`{}` is declared first here", first.title());
    errors.push_pair(
        later.attribute.place,
        syn::Error::new_spanned(later.path, message),
        syn::Error::new_spanned(first.path, related),
    );
}
