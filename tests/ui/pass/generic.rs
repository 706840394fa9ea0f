//! A generic plugin, with bounds, a constant and a where-clause; the derive of the SDK takes none of these.
#![deny(warnings)]

use std::sync::Arc;

use grafana_plugin_sdk::backend::{AppPlugin, GrafanaPlugin};
use grafana_resource_routes::{Context, Json, resource_routes};

trait Client: Send + Sync + 'static {
    type Item: serde::Serialize + serde::de::DeserializeOwned + Send;
    fn items(&self) -> Vec<Self::Item>;
}

struct Plugin<C, const N: usize> {
    client: Arc<C>,
}

impl<C, const N: usize> GrafanaPlugin for Plugin<C, N> {
    type PluginType = AppPlugin<(), ()>;
    type JsonData = ();
    type SecureJsonData = ();
}

#[resource_routes]
impl<C: Client, const N: usize> Plugin<C, N>
where
    C::Item: Sync + 'static,
{
    #[get("/items")]
    async fn items(&self, _context: &Context<Self>) -> Json<Vec<C::Item>> {
        Json(self.client.items())
    }

    #[put("/items/{id}")]
    fn replace(&self, id: usize, body: Json<C::Item>) -> Option<Json<C::Item>> {
        (id < N).then_some(body)
    }
}

struct Numbers;

impl Client for Numbers {
    type Item = u32;
    fn items(&self) -> Vec<u32> {
        vec![1]
    }
}

fn main() {
    let plugin: Plugin<Numbers, 3> = Plugin { client: Arc::new(Numbers) };
    let _ = (Plugin::<Numbers, 3>::routes(), plugin.client.items());
}
