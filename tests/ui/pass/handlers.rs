//! What a handler may look like.
#![deny(warnings)]
#![forbid(unsafe_code)]
#![deny(elided_lifetimes_in_paths, single_use_lifetimes, unused_qualifications, let_underscore_drop)]

use std::borrow::Cow;

use axum::http::{HeaderMap, Method};
use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{Call, Context, Error, Json, Query, User, resource_routes};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin {
    text: String,
}

#[derive(Deserialize, Serialize)]
struct Page<'a> {
    name: Cow<'a, str>,
}

#[resource_routes]
impl Plugin {
    #[get("/const")]
    const fn nothing(&self) {}

    #[get("/plugin")]
    fn by_name(self: &Plugin) -> &str {
        &self.text
    }

    #[get("/named/{id}/{kind}")]
    async fn named<'a, 'b: 'a>(
        &'b self,
        id: &'a str,
        kind: Cow<'b, str>,
        page: Query<Page<'a>>,
        context: &'a Context<Self>,
    ) -> Result<String, Error> {
        let _ = context;
        Ok(format!("{id}{kind}{}{}", page.0.name, self.text))
    }

    #[get("/elided/{id}")]
    async fn elided(
        &self,
        id: &str,
        page: Query<Page<'_>>,
        call: Call<'_, Self>,
        user: &User,
        headers: &HeaderMap,
    ) -> String {
        format!("{id}{}{}{}{}", page.0.name, call.path(), user.login, headers.len())
    }

    #[post("/owned/{id}")]
    async fn owned(&self, id: String, method: Method, headers: HeaderMap, body: String) -> String {
        format!("{id}{method}{}{body}", headers.len())
    }

    #[post("/mixed/{id}/{other}")]
    async fn mixed(&self, id: &str, mut other: String, method: &Method, body: axum::Json<u8>) -> String {
        other.push_str(id);
        format!("{other}{method}{}", body.0)
    }

    #[get("/sync")]
    fn sync(&self) -> Json<u8> {
        Json(1)
    }

    #[get("/no/receiver/{id}")]
    async fn no_receiver(id: u8) -> Json<u8> {
        Json(id)
    }

    #[get("/future/{id}")]
    fn future(&self, id: u8) -> impl Future<Output = Json<u8>> + Send {
        std::future::ready(Json(id + u8::from(self.text.is_empty())))
    }

    #[get("/boxed")]
    fn boxed<'a>(&'a self) -> std::pin::Pin<Box<dyn Future<Output = Result<String, Error>> + Send + 'a>> {
        Box::pin(async { Ok(self.text.clone()) })
    }

    /// Traced.
    #[tracing::instrument(skip(self))]
    #[get("/traced/{id}")]
    async fn traced(&self, id: &str) -> String {
        id.to_owned()
    }

    #[tracing::instrument(skip_all)]
    #[get("/traced")]
    fn traced_too(&self) {}

    #[deprecated(since = "0.1.0", note = "use `sync`")]
    #[get("/deprecated")]
    async fn deprecated(&self) {}

    #[must_use]
    #[get("/must/use")]
    fn must_use(&self) -> String {
        self.text.clone()
    }

    #[doc = include_str!("../README.md")]
    /// And more.
    #[get("/documented")]
    fn documented(&self) {}

    #[allow(unused_variables)]
    #[get("/allowed")]
    fn allowed(&self) {
        let unused = 1;
    }

    #[expect(unused_variables, reason = "it is what the case is about")]
    #[get("/expected/{id}")]
    fn expected(&self, id: &str) {
        let unused = 1;
    }

    #[get("/many")]
    #[post("/many")]
    #[put("/many")]
    #[patch("/many")]
    #[delete("/many")]
    #[head("/many")]
    #[options("/many")]
    #[any("/all")]
    fn many(&self) {}

    #[get("/raw/{r}")]
    fn r#async(&self, r: &str) -> Result<(), Error> {
        let _ = r;
        Err(Error::not_found("no"))
    }

    #[get("/never")]
    async fn never(&self) -> String {
        unimplemented!()
    }
}

fn main() {
    let _routes = Plugin::routes();
}
