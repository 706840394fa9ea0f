//! Rules about `key = value`: which keys there are, and what each may hold.

use syn::parse::{Parse, Parser};
use syn::{LitBool, LitStr, Path, parse_quote};

use crate::did_you_mean::{nearest, suggestion};
use crate::errors::{Errors, Place};
use crate::model::Role;
use crate::parse::{RouteAttribute, WrittenOption};

const BLOCK_OPTIONS: [&str; 4] = ["role", "crate", "errors", "routes"];
const ROUTE_OPTIONS: [&str; 2] = ["role", "id"];

/// The options of `#[resource_routes(…)]`.
#[derive(Clone)]
pub(crate) struct BlockOptions {
    pub(crate) role: Option<Role>,
    pub(crate) runtime: Path,
    pub(crate) errors: Option<Path>,
    /// Whether the plugin gets a function of its own that is called `routes`.
    pub(crate) has_routes_fn: bool,
}

impl BlockOptions {
    /// Checks the options as written. What is wrong counts as left out.
    pub(crate) fn check(written: &[WrittenOption], errors: &Errors) -> Self {
        let place = Place::BLOCK;
        check_keys(written, &BLOCK_OPTIONS, place, errors);
        Self {
            role: find(written, "role").and_then(|option| role(option, place, errors)),
            runtime: find(written, "crate")
                .and_then(|option| path(option, "grafana_resource_routes", errors))
                .unwrap_or_else(|| parse_quote!(::grafana_resource_routes)),
            errors: find(written, "errors").and_then(|option| path(option, "render_error", errors)),
            has_routes_fn: find(written, "routes").is_none_or(|option| is_wanted(option, errors)),
        }
    }
}

/// The options of a method attribute.
pub(super) struct RouteOptions {
    pub(super) role: Option<Role>,
    pub(super) id: Option<LitStr>,
}

pub(super) fn route(attribute: &RouteAttribute, errors: &Errors) -> RouteOptions {
    let (written, place) = (&attribute.options, attribute.place.options());
    check_keys(written, &ROUTE_OPTIONS, place, errors);
    RouteOptions {
        role: find(written, "role").and_then(|option| role(option, place, errors)),
        id: find(written, "id").and_then(|option| id(option, place, errors)),
    }
}

/// Each key is known, and written once.
pub(crate) fn check_keys(written: &[WrittenOption], known: &[&str], place: Place, errors: &Errors) {
    for (index, option) in written.iter().enumerate() {
        let key = option.key.to_string();
        if !known.contains(&key.as_str()) {
            let message = match nearest(&key, known.iter().copied()) {
                Some(near) => {
                    format!("unknown option `{key}`; did you mean `{near}`? known: {}", listed(known))
                }
                None => format!("unknown option `{key}`; known: {}", listed(known)),
            };
            errors.push(place, &option.key, message);
        } else if written[..index].iter().any(|before| before.key == option.key) {
            errors.push(place, &option.key, format!("`{key}` is given twice: leave one out"));
        }
    }
}

fn find<'a>(written: &'a [WrittenOption], key: &str) -> Option<&'a WrittenOption> {
    written.iter().find(|option| option.key == key)
}

/// `role = Viewer | Editor | Admin`.
fn role(option: &WrittenOption, place: Place, errors: &Errors) -> Option<Role> {
    let written = option.value.to_string();
    let role = Role::ALL.into_iter().find(|role| role.name() == written);
    if role.is_none() {
        let unquoted = syn::parse2::<LitStr>(option.value.clone()).map(|text| text.value());
        let message = match unquoted {
            Ok(text) if Role::ALL.iter().any(|role| role.name() == text) => {
                format!("a role is written without quotes: write `role = {text}`")
            }
            _ => {
                let names = Role::ALL.map(Role::name);
                let written = written.replace(' ', "");
                let last = written.rsplit("::").next().unwrap_or_default();
                format!("unknown role `{written}`{} known: {}", question(last, &names), listed(&names))
            }
        };
        errors.push(place, &option.value, message);
    }
    role
}

/// `; did you mean `Editor`?`, or the semicolon alone.
fn question(written: &str, known: &[&str]) -> String {
    let suggestion = suggestion(written, known.iter().copied());
    if suggestion.is_empty() { ";".to_owned() } else { suggestion }
}

/// `id = "…"`: it becomes a name in the listing and in generated clients.
fn id(option: &WrittenOption, place: Place, errors: &Errors) -> Option<LitStr> {
    let Ok(id) = syn::parse2::<LitStr>(option.value.clone()) else {
        errors.push(place, &option.value, "an `id` is a string literal: write `id = \"list_pods\"`");
        return None;
    };
    let text = id.value();
    let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
    if text.is_empty() || !text.chars().all(is_name) {
        errors.push(
            place,
            &id,
            "an `id` is made of letters, digits, `_`, `-` and `.`: write `id = \"list_pods\"`",
        );
        return None;
    }
    Some(id)
}

/// `crate = path`, `errors = path`.
fn path(option: &WrittenOption, example: &str, errors: &Errors) -> Option<Path> {
    let path = Path::parse.parse2(option.value.clone()).ok();
    if path.is_none() {
        let key = &option.key;
        let message = format!("`{key}` takes a path, without quotes: write `{key} = {example}`");
        errors.push(Place::BLOCK, &option.value, message);
    }
    path
}

/// `routes = false`.
fn is_wanted(option: &WrittenOption, errors: &Errors) -> bool {
    let written = syn::parse2::<LitBool>(option.value.clone()).ok();
    if written.is_none() {
        let message =
            "`routes` is `true` or `false`: write `routes = false` for a plugin with a `routes` of its own";
        errors.push(Place::BLOCK, &option.value, message);
    }
    written.is_some_and(|written| written.value)
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
