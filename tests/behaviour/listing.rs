//! The routes as data, as a table, and in documents.

mod cells;
mod documents;
mod files;
mod json;

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Error, Json, Query, ResourceRoutes, Role, listing::RouteMethod, resource_routes,
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes(role = Viewer)]
impl Plugin {
    /// Namespaces that
    /// can be seen.
    ///
    /// More of it.
    #[get("/namespaces")]
    async fn namespaces(&self) -> Result<Json<Vec<String>>, Error> {
        Ok(Json(Vec::new()))
    }

    /// A device | or none.
    #[post("/devices/{id}", role = Admin, id = "switch")]
    async fn set(&self, id: u32, Query(_): Query<Vec<(String, String)>>) -> String {
        id.to_string()
    }

    #[deprecated]
    #[get("/old")]
    async fn old(&self) {}

    /// The older one.
    #[deprecated(since = "1.0.0", note = "use /namespaces")]
    #[get("/older")]
    async fn older(&self) {}

    #[cfg(any())]
    #[get("/gone")]
    async fn gone(&self) -> Nowhere {}

    #[cfg(not(any()))]
    #[get("/here")]
    async fn here(&self) {}

    #[any("/files/{*rest}")]
    async fn files(&self, rest: &str) -> String {
        rest.to_owned()
    }

    #[put("/raw/{type}")]
    #[patch("/raw/{type}")]
    async fn r#match(&self, r#type: &str) -> String {
        r#type.to_owned()
    }
}

#[test]
fn routes_stand_in_the_order_of_the_source() {
    let routes = Plugin::routes();
    let heads: Vec<_> = routes.iter().map(|route| (route.method(), route.path(), route.handler())).collect();
    assert_eq!(
        heads,
        [
            (RouteMethod::Get, "/namespaces", "namespaces"),
            (RouteMethod::Post, "/devices/{id}", "set"),
            (RouteMethod::Get, "/old", "old"),
            (RouteMethod::Get, "/older", "older"),
            (RouteMethod::Get, "/here", "here"),
            (RouteMethod::Any, "/files/{*rest}", "files"),
            (RouteMethod::Put, "/raw/{type}", "match"),
            (RouteMethod::Patch, "/raw/{type}", "match"),
        ]
    );
    assert_eq!((routes.len(), routes.is_empty()), (8, false));
    assert_eq!(<Plugin as ResourceRoutes>::routes().len(), 8);
}

#[test]
fn a_route_says_what_is_known_of_it() {
    let routes: Vec<_> = Plugin::routes().iter().collect();
    assert_eq!(routes[0].docs(), "Namespaces that\ncan be seen.\n\nMore of it.");
    assert_eq!(routes[0].summary(), "Namespaces that can be seen.");
    assert_eq!(routes[0].response(), "Result<Json<Vec<String>>, Error>");
    assert_eq!((routes[0].role(), routes[1].role()), (Some(Role::Viewer), Some(Role::Admin)));
    assert_eq!((routes[0].id(), routes[1].id()), ("namespaces", "switch"));
    assert_eq!(routes[1].path_parameters(), ["id"]);
    let arguments: Vec<_> =
        routes[1].arguments().iter().map(|argument| (argument.parameter, argument.ty)).collect();
    assert_eq!(arguments, [(Some("id"), "u32"), (None, "Query<Vec<(String, String)>>")]);
    assert_eq!(
        [0, 2, 3].map(|place: usize| routes[place].deprecated()),
        [None, Some(""), Some("use /namespaces")]
    );
    assert_eq!((routes[6].id(), routes[7].id()), ("match", "match_2"));
}

#[test]
fn the_table_is_aligned() {
    let expected = "\
GET    /namespaces     Viewer  namespaces  Namespaces that can be seen.
POST   /devices/{id}   Admin   set         A device | or none.
GET    /old            Viewer  old         Deprecated.
GET    /older          Viewer  older       Deprecated: use /namespaces. The older one.
GET    /here           Viewer  here
ANY    /files/{*rest}  Viewer  files
PUT    /raw/{type}     Viewer  match
PATCH  /raw/{type}     Viewer  match
";
    assert_eq!(Plugin::routes().to_string(), expected);
}

const MARKDOWN: &str = "\
| Method | Path | Role | Handler | |
|---|---|---|---|---|
| `GET` | `/namespaces` | Viewer | `namespaces` | Namespaces that can be seen. |
| `POST` | `/devices/{id}` | Admin | `set` | A device \\| or none. |
| `GET` | `/old` | Viewer | `old` | Deprecated. |
| `GET` | `/older` | Viewer | `older` | Deprecated: use /namespaces. The older one. |
| `GET` | `/here` | Viewer | `here` |  |
| `ANY` | `/files/{*rest}` | Viewer | `files` |  |
| `PUT` | `/raw/{type}` | Viewer | `match` |  |
| `PATCH` | `/raw/{type}` | Viewer | `match` |  |
";

#[test]
fn markdown_is_a_table() {
    assert_eq!(Plugin::routes().to_markdown(), MARKDOWN);
}

#[test]
fn the_list_serialises() {
    let list = serde_json::to_value(Plugin::routes()).unwrap();
    assert_eq!(
        list[1],
        serde_json::json!({
            "method": "POST",
            "path": "/devices/{id}",
            "id": "switch",
            "handler": "set",
            "docs": "A device | or none.",
            "arguments": [
                { "parameter": "id", "type": "u32" },
                { "type": "Query<Vec<(String, String)>>" },
            ],
            "response": "String",
            "role": "Admin",
            "deprecated": null,
        })
    );
    assert_eq!(list.as_array().unwrap().len(), 8);
}
