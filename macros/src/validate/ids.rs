//! The name of each route's operation, which nothing else in the block may have.

use super::Candidate;
use crate::errors::Errors;
use crate::parse::unraw;

/// One id a route: as written, or the method's name. Further routes of one method get `name_2`, `name_3` …
pub(super) fn choose(routes: &[Candidate<'_>], errors: &Errors) -> Vec<String> {
    for (index, route) in routes.iter().enumerate() {
        check_unique(route, &routes[..index], errors);
    }
    let mut ids: Vec<String> = Vec::new();
    for route in routes {
        let id = route.id.as_ref().map_or_else(|| free_name(route, routes, &ids), syn::LitStr::value);
        ids.push(id);
    }
    ids
}

/// Two methods of one name are the compiler's to report; here at least one of the two ids is written.
fn check_unique(route: &Candidate<'_>, before: &[Candidate<'_>], errors: &Errors) {
    let is_same = |other: &&Candidate<'_>| {
        let is_written = route.id.is_some() || other.id.is_some();
        let gives_way = route.handler == other.handler && (route.id.is_none() || other.id.is_none());
        is_written && !gives_way && wish(other) == wish(route)
    };
    let id = wish(route);
    for first in before.iter().filter(is_same) {
        let cfg = route.meeting_cfg(first);
        let is_certain = cfg.is_empty();
        let message = format!(
            "the id `{id}` is in use already, and each route has its own: write another `id = \"…\"`"
        );
        let related = format!("`{}` has the id `{id}`", first.title());
        let place = route.attribute.place.options();
        errors.push_pair(cfg, place, marked(route, message), marked(first, related));
        if is_certain {
            return;
        }
    }
}

/// The error at the written id, or else at the method's name, which is the id.
fn marked(route: &Candidate<'_>, message: String) -> syn::Error {
    match &route.id {
        Some(id) => syn::Error::new_spanned(id, message),
        None => syn::Error::new_spanned(&route.method.signature.ident, message),
    }
}

fn wish(route: &Candidate<'_>) -> String {
    route.id.as_ref().map_or_else(|| unraw(&route.method.signature.ident), syn::LitStr::value)
}

/// The method's name, or the first numbered one that no other route has.
fn free_name(route: &Candidate<'_>, routes: &[Candidate<'_>], chosen: &[String]) -> String {
    let name = wish(route);
    let is_used = |id: &String| {
        routes.iter().enumerate().any(|(index, other)| {
            if other.handler == route.handler {
                chosen.get(index) == Some(id) || (other.id.is_some() && wish(other) == *id)
            } else {
                *id != name && wish(other) == *id
            }
        })
    };
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|id| !is_used(id)).unwrap_or_default()
}
