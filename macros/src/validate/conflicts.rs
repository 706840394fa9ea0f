//! Rules about routes against each other: for no path may two of them be equally good.
//!
//! Of two routes that match one path, the one that says more in the first place where they differ comes first: text
//! before a parameter, a parameter with more text around it before one with less, a parameter before a catch-all. Two
//! paths of which neither says more there are a mistake, whatever order they are written in. The table at run time
//! keeps the same order, and takes every set of paths (`table/paths.rs` in the runtime).

use super::Candidate;
use crate::errors::Errors;
use crate::model::Method;

/// Each route is compared with those before it, and reported once at most; with those that a `cfg` decides about, once each.
pub(super) fn check(routes: &[Candidate<'_>], errors: &Errors) {
    for (index, route) in routes.iter().enumerate() {
        let mut is_declared = false;
        let mut is_ambiguous = false;
        for other in &routes[..index] {
            let is_certain = route.meeting_cfg(other).is_empty();
            if !(is_certain && is_declared) && report_declared_twice(route, other, errors) {
                is_declared |= is_certain;
            }
            if !(is_certain && is_ambiguous) && report_ambiguous(route, other, errors) {
                is_ambiguous |= is_certain;
            }
        }
    }
}

/// One method and one shape of path have one handler. Whether there is a mistake.
fn report_declared_twice(route: &Candidate<'_>, first: &Candidate<'_>, errors: &Errors) -> bool {
    let is_same = first.attribute.name.method == route.attribute.name.method
        && first.template.has_same_shape(&route.template);
    if !is_same {
        return false;
    }
    let message = if first.path.value() == route.path.value() {
        let (first, later) = (&first.method.signature.ident, &route.method.signature.ident);
        let by = if first == later { format!("by `{first}`") } else { format!("by `{first}` and `{later}`") };
        format!("`{}` is declared twice, {by}: change or remove one of the two", route.title())
    } else {
        format!(
            "`{}` matches the same calls as `{}`, for example `{}`: change or remove one of the two",
            route.title(),
            first.title(),
            route.template.example_path()
        )
    };
    report(route, first, &message, errors);
    true
}

/// Two paths that match one call are in a clear order. Whether there is a mistake.
fn report_ambiguous(route: &Candidate<'_>, first: &Candidate<'_>, errors: &Errors) -> bool {
    let Some(example) = route.template.ambiguous_path(&first.template) else { return false };
    let both = format!("`{}` and `{}` both match `{example}`", route.title(), first.title());
    let message = if methods_meet(route, first) {
        format!("{both}, and neither comes before the other: change one of the paths")
    } else {
        format!(
            "{both}, and paths are looked up before methods are compared: give both the same shape, or change one of \
             them"
        )
    };
    report(route, first, &message, errors);
    true
}

fn methods_meet(left: &Candidate<'_>, right: &Candidate<'_>) -> bool {
    let (left, right) = (left.attribute.name.method, right.attribute.name.method);
    left == right || left == Method::Any || right == Method::Any
}

fn report(later: &Candidate<'_>, first: &Candidate<'_>, message: &str, errors: &Errors) {
    let related = format!("`{}` is declared first here", first.title());
    errors.push_pair(
        later.meeting_cfg(first),
        later.attribute.place,
        syn::Error::new_spanned(later.path, message),
        syn::Error::new_spanned(first.path, related),
    );
}
