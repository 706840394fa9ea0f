//! Handlers with lifetimes named and elided, with and without a receiver, sync and async.

use std::{borrow::Cow, rc::Rc};

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Call, Context, Json, Query, User, resource_routes};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin {
    name: String,
}

#[derive(serde::Deserialize)]
struct Filter<'q> {
    text: Cow<'q, str>,
}

#[resource_routes]
impl Plugin {
    #[get("/elided/{id}")]
    async fn elided(&self, id: &str, context: &Context<Self>, Query(filter): Query<Filter<'_>>) -> String {
        tokio::task::yield_now().await;
        format!("{} {id} {} {}", self.name, context.org_id(), filter.text)
    }

    #[get("/named/{id}")]
    async fn named<'a, 'q: 'a>(&'a self, id: &'a str, Query(filter): Query<Filter<'q>>) -> String {
        tokio::task::yield_now().await;
        format!("{} {id} {}", self.name, filter.text)
    }

    #[get("/borrowed/{id}")]
    async fn borrowed<'a>(&'a self, id: &'a str) -> Json<[&'a str; 2]> {
        tokio::task::yield_now().await;
        Json([&self.name, id])
    }

    #[get("/none")]
    async fn no_receiver(user: &User) -> String {
        user.login.clone()
    }

    #[get("/sync/{id}")]
    fn sync(&self, id: &str) -> String {
        let shared = Rc::new(id);
        format!("{} {shared}", self.name)
    }

    #[get("/returns/{id}")]
    fn returns_a_future(&self, id: &str) -> impl Future<Output = String> + Send {
        let text = format!("{} {id}", self.name);
        async move { text }
    }

    #[get("/mut/{id}")]
    async fn mutable(&self, mut id: String) -> String {
        id.push('!');
        id
    }

    #[get("/call/{_id}")]
    async fn call<'c>(&self, call: Call<'c, Self>) -> Json<Vec<(&'c str, &'c str)>> {
        Json(call.path_parameters().collect())
    }

    #[any("/many/{a}/{b}/{c}")]
    #[allow(clippy::many_single_char_names, reason = "they are the path's")]
    async fn many(
        &self,
        a: &str,
        b: u8,
        c: Cow<'_, str>,
        call: Call<'_, Self>,
        body: &[u8],
        user: Option<User>,
    ) -> String {
        format!("{a} {b} {c} {} {} {}", call.method(), body.len(), user.is_some())
    }
}

#[tokio::test]
async fn all_of_them_answer() {
    let client = crate::client(Plugin { name: "p".to_owned() });
    for (path, expected) in [
        ("elided/x?text=a", "p x 1 a"),
        ("named/x?text=a+b", "p x a b"),
        ("borrowed/x", "[\"p\",\"x\"]"),
        ("none", "admin"),
        ("sync/x", "p x"),
        ("returns/x", "p x"),
        ("mut/x", "x!"),
        ("call/x", "[[\"_id\",\"x\"]]"),
        ("many/x/2/z", "x 2 z GET 0 true"),
    ] {
        assert_eq!(client.get(path).await.text(), expected, "{path}");
    }
}
