//! smoke
use std::borrow::Cow;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{resource_routes, testing::Client, User, Context, Error, Json, Query, NdJson, ResourceRoutes, Role};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
struct Plugin;

#[derive(serde::Deserialize)]
struct Page { limit: Option<u32> }

#[resource_routes]
impl Plugin {
    /// Namespaces.
    #[get("/namespaces")]
    async fn namespaces(&self, context: &Context<Self>) -> Result<Json<Vec<i64>>, Error> { Ok(Json(vec![context.org_id()])) }

    #[get("/namespaces/{namespace}/pods")]
    async fn pods(&self, namespace: &str, Query(page): Query<Page>) -> Result<Json<String>, Error> { Ok(Json(format!("{namespace} {:?}", page.limit))) }

    #[post("/devices/{id}", role = Editor)]
    fn set_device(&self, id: u32, headers: axum::http::HeaderMap, body: axum::Json<u32>) -> (axum::http::StatusCode, String) { (axum::http::StatusCode::OK, format!("{id} {} {}", headers.len(), body.0)) }

    #[get("/sse")]
    fn sse() -> axum::response::Sse<tokio_stream::Iter<std::vec::IntoIter<Result<axum::response::sse::Event, std::convert::Infallible>>>> { axum::response::Sse::new(tokio_stream::iter(vec![])) }

    #[get("/lines")]
    fn lines() -> NdJson<impl futures_core::Stream<Item = u32> + Send + 'static> { NdJson(tokio_stream::iter(1..=3)) }

    #[get("/cow/{x}/{type}")]
    async fn cow<'a>(&'a self, x: Cow<'a, str>, r#type: String, user: Option<User>) -> String { x.into_owned() + &r#type + &user.map(|u| u.login).unwrap_or_default() }
    #[get("/boom")]
    async fn boom(&self) -> String { panic!("x") }
    #[get("/err")]
    async fn err(&self) -> Result<String, Error> { let _: u32 = "a".parse()?; Ok(String::new()) }
    #[get("/fut")]
    fn fut(&self, uri: &axum::http::Uri) -> impl Future<Output = Result<String, Error>> + use<> { let u = uri.to_string(); async move { Ok(u) } }
    #[get("/users/me")]
    async fn me(&self) -> &'static str { "me" }
    #[post("/users/{id}")]
    async fn user(&self, id: &str) -> String { format!("post {id}") }
}

#[tokio::test]
async fn list() { println!("{}", Plugin::routes()); let _ = <Plugin as ResourceRoutes>::routes();
    let c = Client::new(Plugin);
    for (m, p) in [("GET","/namespaces"),("GET","namespaces/a%20b/pods?limit=3"),("GET","namespaces/a/pods?limit=x"),("POST","devices/3"),("GET","sse"),("GET","lines"),("GET","cow/a%2520/b"),("GET","boom"),("GET","err"),("GET","fut?a=1"),("POST","users/me"),("DELETE","users/me"),("OPTIONS","users/me"),("HEAD","users/me"),("GET","nope"),("GET","devices/3")] {
        let r = c.request(m.parse().unwrap(), p);
        let r = if m=="POST" && p.starts_with("dev") { r.json(&5).header("a","b") } else { r };
        let a = r.await;
        println!("{m} {p} -> {} {:?} {:?}", a.status(), a.text(), a.headers());
    }
    let a = c.post("devices/3").role(Role::Viewer).await; println!("{} {}", a.status(), a.text());
    println!("{}", Plugin::routes().to_markdown());
    println!("{}", serde_json::to_string(&Plugin::routes()).unwrap());
}
