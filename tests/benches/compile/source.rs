//! The text of the generated crates. Four kinds of handlers take turns, so that no extractor is used more than others.

use std::{fmt::Write as _, path::Path};

/// How a crate's handlers become routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `#[resource_routes]` on the impl block.
    Macro,
    /// The same impl block without attributes.
    Plain,
    /// Free functions in an `axum::Router`.
    Axum,
}

impl Kind {
    pub(crate) fn package(self, count: usize) -> String {
        format!("{self:?}-{count}").to_lowercase()
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Macro => "`#[resource_routes]`",
            Self::Plain => "the same methods without it",
            Self::Axum => "`axum::Router`",
        }
    }

    pub(crate) fn manifest(self, count: usize, runtime: &Path) -> String {
        let package =
            format!("[package]\nname = \"{}\"\nedition = \"2024\"\n\n[dependencies]\n", self.package(count));
        let library = match self {
            Self::Axum => "axum = \"0.8\"\n".to_owned(),
            Self::Macro | Self::Plain => {
                format!(
                    "grafana-plugin-sdk = \"0.5.0\"\ngrafana-resource-routes = {{ path = \"{}\" }}\n",
                    runtime.display()
                )
            }
        };
        format!("{package}serde = {{ version = \"1\", features = [\"derive\"] }}\n{library}")
    }

    pub(crate) fn source(self, count: usize) -> String {
        match self {
            Self::Macro => block("#[grafana_resource_routes::resource_routes]\n", count, true),
            Self::Plain => block("", count, false),
            Self::Axum => router(count),
        }
    }
}

pub(crate) fn workspace(crates: &[(Kind, usize)]) -> String {
    let members: Vec<String> = crates.iter().map(|&(kind, count)| kind.package(count)).collect();
    format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n")
}

const DATA: &str = r"
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
pub struct Page { pub limit: Option<u32>, pub after: Option<String> }

#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
pub struct Pod { pub name: String, pub namespace: String, pub restarts: u32 }
";

fn block(attribute: &str, count: usize, annotated: bool) -> String {
    let mut text = format!(
        "#![allow(unused_imports)]
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{{Context, Error, Json, Query}};
{DATA}
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = \"datasource\")]
pub struct Plugin;

{attribute}impl Plugin {{
"
    );
    for number in 0..count {
        let (route, handler) = method(number);
        if annotated {
            let _ = writeln!(text, "    {route}");
        }
        text.push_str(&handler);
    }
    text + "}\n"
}

fn method(number: usize) -> (String, String) {
    match number % 4 {
        0 => (
            format!("#[get(\"/pods{number}/{{namespace}}\")]"),
            format!(
                "    pub async fn pods{number}(&self, namespace: &str, Query(page): Query<Page>) -> Result<Json<Vec<Pod>>, Error> {{
        let name = page.after.unwrap_or_default();
        Ok(Json(vec![Pod {{ name, namespace: namespace.to_owned(), restarts: {number} }}]))
    }}\n"
            ),
        ),
        1 => (
            format!("#[get(\"/pod{number}/{{namespace}}/{{name}}\")]"),
            format!(
                "    pub async fn pod{number}(&self, namespace: &str, name: &str) -> Result<Json<Pod>, Error> {{
        Ok(Json(Pod {{ name: name.to_owned(), namespace: namespace.to_owned(), restarts: {number} }}))
    }}\n"
            ),
        ),
        2 => (
            format!("#[post(\"/pod{number}/{{restarts}}\")]"),
            format!(
                "    pub async fn save{number}(&self, restarts: u32, Json(pod): Json<Pod>) -> Result<Json<Pod>, Error> {{
        Ok(Json(Pod {{ restarts, ..pod }}))
    }}\n"
            ),
        ),
        _ => (
            format!("#[get(\"/caller{number}\")]"),
            format!(
                "    pub async fn caller{number}(&self, context: &Context<Self>) -> Result<Json<Pod>, Error> {{
        let _ = context;
        Ok(Json(Pod {{ restarts: {number}, ..Pod::default() }}))
    }}\n"
            ),
        ),
    }
}

fn router(count: usize) -> String {
    let mut text = format!(
        "use axum::{{Extension, Json, Router, extract::{{Path, Query}}, http::StatusCode, routing::{{get, post}}}};\n{DATA}"
    );
    let mut routes = String::new();
    for number in 0..count {
        let (path, handler) = function(number);
        text.push_str(&handler);
        routes.push_str(&path);
    }
    if count == 0 {
        text.insert_str(0, "#![allow(unused_imports)]\n");
    }
    text + "pub fn routes() -> Router {\n    Router::new()\n" + &routes + "}\n"
}

fn function(number: usize) -> (String, String) {
    match number % 4 {
        0 => (
            format!("        .route(\"/pods{number}/{{namespace}}\", get(pods{number}))\n"),
            format!(
                "pub async fn pods{number}(Path(namespace): Path<String>, Query(page): Query<Page>) -> Result<Json<Vec<Pod>>, StatusCode> {{
    let name = page.after.unwrap_or_default();
    Ok(Json(vec![Pod {{ name, namespace, restarts: {number} }}]))
}}\n"
            ),
        ),
        1 => (
            format!("        .route(\"/pod{number}/{{namespace}}/{{name}}\", get(pod{number}))\n"),
            format!(
                "pub async fn pod{number}(Path((namespace, name)): Path<(String, String)>) -> Result<Json<Pod>, StatusCode> {{
    Ok(Json(Pod {{ name, namespace, restarts: {number} }}))
}}\n"
            ),
        ),
        2 => (
            format!("        .route(\"/pod{number}/{{restarts}}\", post(save{number}))\n"),
            format!(
                "pub async fn save{number}(Path(restarts): Path<u32>, Json(pod): Json<Pod>) -> Result<Json<Pod>, StatusCode> {{
    Ok(Json(Pod {{ restarts, ..pod }}))
}}\n"
            ),
        ),
        _ => (
            format!("        .route(\"/caller{number}\", get(caller{number}))\n"),
            format!(
                "pub async fn caller{number}(Extension(page): Extension<Page>) -> Result<Json<Pod>, StatusCode> {{
    let _ = page;
    Ok(Json(Pod {{ restarts: {number}, ..Pod::default() }}))
}}\n"
            ),
        ),
    }
}
