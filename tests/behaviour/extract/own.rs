//! Extractors of an author's own, in all three ways.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum_core::extract::{FromRequest, FromRequestParts, Request};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Call, Error, FromCall, GrafanaPlugin, Json, OptionalFromCall, Query, Rejection, User, resource_routes,
};
use http::{StatusCode, request::Parts};
use serde::Deserialize;

#[derive(Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin {
    asked: AtomicUsize,
}

impl Clone for Plugin {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Borrows from the call.
struct Tenant<'a>(&'a str);

impl<'a, P: GrafanaPlugin> FromCall<'a, P> for Tenant<'a> {
    type Rejection = Error;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Error> {
        Self::optional_from_call(call)?.ok_or_else(|| Error::bad_request("no tenant"))
    }
}

impl<'a, P: GrafanaPlugin> OptionalFromCall<'a, P> for Tenant<'a> {
    type Rejection = Error;

    fn optional_from_call(call: &Call<'a, P>) -> Result<Option<Self>, Error> {
        let Some(tenant) = call.headers().get("x-tenant") else { return Ok(None) };
        let text = tenant.to_str().map_err(|_| Error::bad_request("the tenant must be plain text"))?;
        Ok(Some(Self(text)))
    }
}

#[derive(Deserialize)]
struct Page {
    limit: u32,
}

/// Made of others, and of this plugin only.
struct Window<'a> {
    limit: u32,
    user: &'a User,
    asked: usize,
}

impl<'a> FromCall<'a, Plugin> for Window<'a> {
    type Rejection = Rejection;

    fn from_call(call: &Call<'a, Plugin>) -> Result<Self, Rejection> {
        let Query(page) = call.extract::<Query<Page>>()?;
        let asked = call.plugin().asked.fetch_add(1, Ordering::Relaxed);
        Ok(Self { limit: page.limit, user: call.extract()?, asked })
    }
}

/// Async, with the head only.
struct Later(String);

impl<'a> FromRequestParts<Call<'a, Plugin>> for Later {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, call: &Call<'a, Plugin>) -> Result<Self, Self::Rejection> {
        tokio::task::yield_now().await;
        if parts.headers.contains_key("x-refuse") {
            return Err((StatusCode::IM_A_TEAPOT, "refused"));
        }
        Ok(Self(format!("{} {}", parts.method, call.route().path())))
    }
}

/// Async, with the body.
struct Backwards(Vec<u8>);

impl<'a> FromRequest<Call<'a, Plugin>> for Backwards {
    type Rejection = Error;

    async fn from_request(request: Request, call: &Call<'a, Plugin>) -> Result<Self, Error> {
        let mut bytes = bytes::Bytes::from_request(request, call)
            .await
            .map_err(|_| Error::bad_request("no body"))?
            .to_vec();
        bytes.reverse();
        Ok(Self(bytes))
    }
}

#[resource_routes]
impl Plugin {
    #[get("/tenant")]
    async fn tenant(&self, Tenant(tenant): Tenant<'_>) -> String {
        tenant.to_owned()
    }

    #[get("/tenant/option")]
    async fn tenant_option(&self, tenant: Option<Tenant<'_>>) -> String {
        format!("{:?}", tenant.map(|Tenant(tenant)| tenant))
    }

    #[get("/tenant/result")]
    async fn tenant_result(&self, tenant: Result<Tenant<'_>, Error>) -> String {
        tenant.map_or_else(|error| error.to_string(), |Tenant(tenant)| tenant.to_owned())
    }

    #[get("/window")]
    async fn window(&self, window: Window<'_>) -> String {
        format!("{} {} {}", window.limit, window.user.login, window.asked)
    }

    #[get("/later/{id}")]
    async fn later(&self, id: u32, later: Later) -> String {
        format!("{id} {}", later.0)
    }

    #[post("/backwards")]
    async fn backwards(&self, Json(json): Json<u32>, later: Later, Backwards(bytes): Backwards) -> String {
        format!("{json} {} {}", later.0, String::from_utf8_lossy(&bytes))
    }
}

#[tokio::test]
async fn one_may_borrow_from_the_call() {
    let client = crate::client(Plugin::default());
    assert_eq!(client.get("tenant").header("x-tenant", "a").await.text(), "a");
    assert_eq!(client.get("tenant").await.message(), "no tenant");
    assert_eq!(client.get("tenant/option").await.text(), "None");
    assert_eq!(client.get("tenant/option").header("x-tenant", "a").await.text(), "Some(\"a\")");
    assert_eq!(client.get("tenant/result").await.text(), "no tenant");
}

#[tokio::test]
async fn one_may_be_made_of_others_and_see_the_plugin() {
    let client = crate::client(Plugin::default()).login("ada");
    assert_eq!(client.get("window?limit=3").await.text(), "3 ada 0");
    assert_eq!(client.get("window?limit=3").await.text(), "3 ada 1");
    let refused = client.get("window").await;
    assert_eq!(
        (refused.status().as_u16(), refused.message().as_str()),
        (400, "query: missing field `limit`")
    );
    assert_eq!(client.get("window?limit=3").without_user().await.status(), 403);
}

#[tokio::test]
async fn one_may_be_async_and_see_the_call() {
    let client = crate::client(Plugin::default());
    assert_eq!(client.get("later/3").await.text(), "3 GET /later/{id}");
    let refused = client.get("later/3").header("x-refuse", "1").await;
    assert_eq!((refused.status().as_u16(), refused.message().as_str()), (418, "refused"));
}

#[tokio::test]
async fn one_that_takes_the_body_may_follow_others_that_read_it() {
    let answer = crate::client(Plugin::default()).post("backwards").body("123").await;
    assert_eq!(answer.text(), "123 POST /backwards 321");
}
