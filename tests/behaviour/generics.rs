//! Blocks of every form that Rust has for them.

mod bare;
mod lifetimes;
mod made;

use std::fmt::Debug;

use grafana_plugin_sdk::backend::DataSourcePlugin;
use grafana_resource_routes::{Context, GrafanaPlugin, Json, Query, resource_routes};

/// What the plugin asks.
trait Api {
    fn names(&self) -> impl Future<Output = Vec<String>> + Send;
}

#[derive(Clone, Debug)]
struct Fixed(Vec<String>);

impl Api for Fixed {
    async fn names(&self) -> Vec<String> {
        tokio::task::yield_now().await;
        self.0.clone()
    }
}

#[derive(Clone, Debug)]
struct None_;

impl Api for None_ {
    async fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The SDK's derive takes no generics.
#[derive(Debug)]
struct Plugin<C, const N: usize> {
    api: C,
}

impl<C, const N: usize> GrafanaPlugin for Plugin<C, N> {
    type PluginType = DataSourcePlugin<::serde_json::Value, ::serde_json::Value>;
    type JsonData = ::serde_json::Value;
    type SecureJsonData = ::serde_json::Value;
}

#[derive(serde::Deserialize)]
struct Filter<T> {
    value: T,
}

#[resource_routes]
impl<C: Api + Send + Sync + 'static, const N: usize> Plugin<C, N>
where
    C: Debug,
    Vec<C>: Send,
{
    const LIMIT: usize = N * 2;

    #[get("/names")]
    async fn names(&self) -> Json<Vec<String>> {
        Json(self.api.names().await)
    }

    #[get("/limit/{name}")]
    async fn limit(&self, name: &str, context: &Context<Self>) -> String {
        format!("{name} {} {} {:?}", Self::LIMIT, context.org_id(), self.api)
    }

    #[get("/filter")]
    async fn filter(&self, Query(filter): Query<Filter<u8>>) -> String {
        self.helper(filter.value)
    }

    fn helper(&self, value: u8) -> String {
        format!("{value}")
    }
}

#[tokio::test]
async fn a_generic_block_answers_for_each_of_its_types() {
    let fixed = crate::client(Plugin::<_, 2> { api: Fixed(vec!["a".to_owned()]) });
    let none = crate::client(Plugin::<_, 3> { api: None_ });
    assert_eq!(fixed.get("names").await.text(), "[\"a\"]");
    assert_eq!(none.get("names").await.text(), "[]");
    assert_eq!(fixed.get("limit/x").await.text(), "x 4 1 Fixed([\"a\"])");
    assert_eq!(none.get("limit/x").await.text(), "x 6 1 None_");
    assert_eq!(none.get("filter?value=3").await.text(), "3");
    assert_eq!(Plugin::<Fixed, 1>::routes().len(), 3);
}
