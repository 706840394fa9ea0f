//! The plugin: its routes, and what each answers.

use futures_core::Stream;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Context, Json, JsonData, NdJson, NoContent, Query, SecureJsonData, User, resource_routes,
};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use serde::Serialize;
use tokio_stream::wrappers::WatchStream;

use crate::{Config, Device, DeviceError, Filter, Registry, Secrets, Switch, export};

/// The data source.
// One process answers for all instances of all organisations, many calls at once: state is shared and locked, and what
// belongs to an instance comes with each call (`JsonData`, `SecureJsonData`). What is made of that and kept, a client with
// the instance's token say, is kept under `Context::instance_key`, never under the uid alone.
#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Config", secure_json_data = "Secrets")]
pub struct Devices {
    registry: Registry,
}

impl Devices {
    /// The devices behind it.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }
}

/// What is configured, as far as it may be shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Configured<'a> {
    #[serde(flatten)]
    config: &'a Config,
    has_token: bool,
}

/// What to name in a report of a bug.
#[derive(Debug, Serialize)]
struct About<'a> {
    version: &'static str,
    grafana: Option<&'a str>,
}

#[resource_routes]
impl Devices {
    /// Devices whose names begin with what was typed so far: auto-completion for the query editor.
    #[get("/devices")]
    fn list(&self, Query(filter): Query<Filter>, JsonData(config): JsonData<'_, Self>) -> Json<Vec<Device>> {
        let limit = filter.limit.or(Some(config.page_size));
        Json(self.registry.list(&Filter { limit, ..filter }))
    }

    /// One device.
    #[get("/devices/{id}")]
    fn device(&self, id: u32) -> Result<Json<Device>, DeviceError> {
        self.registry.get(id).map(Json)
    }

    /// Switch a device on or off.
    // Grafana lets every Viewer call every resource of a data source, so what writes has to say who may.
    #[post("/devices/{id}", role = Editor)]
    fn switch(&self, id: u32, Json(switch): Json<Switch>) -> Result<Json<Device>, DeviceError> {
        self.registry.switch(id, switch.state).map(Json)
    }

    /// Forget a device.
    #[delete("/devices/{id}", role = Admin)]
    fn remove(&self, id: u32) -> Result<NoContent, DeviceError> {
        self.registry.remove(id).map(|()| NoContent)
    }

    /// A device as it is now and whenever that changes, one JSON document a line, without an end.
    // Where the browser goes away Grafana cancels the call, and the stream is dropped.
    #[get("/devices/{id}/events")]
    fn events(&self, id: u32) -> Result<NdJson<impl Stream<Item = Device> + Send + use<>>, DeviceError> {
        self.registry.watch(id).map(|device| NdJson(WatchStream::new(device)))
    }

    /// All devices as a CSV file, named after the site.
    #[get("/export.csv")]
    fn export(&self, JsonData(config): JsonData<'_, Self>) -> ([(HeaderName, String); 2], String) {
        let file_name = format!("{}.csv", config.site);
        let headers = [
            (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (CONTENT_DISPOSITION, export::content_disposition(&file_name)),
        ];
        (headers, export::csv(&self.registry.list(&Filter::default())))
    }

    /// The caller, as Grafana knows them.
    #[get("/me")]
    fn me(user: &User) -> Json<&User> {
        Json(user)
    }

    /// What is configured, and whether there is a token.
    #[get("/config", role = Admin)]
    fn config<'a>(
        JsonData(config): JsonData<'a, Self>,
        SecureJsonData(secrets): SecureJsonData<'_, Self>,
    ) -> Json<Configured<'a>> {
        Json(Configured { config, has_token: secrets.has_token() })
    }

    /// The versions of this plugin and of the Grafana that calls.
    #[get("/about")]
    fn about(context: &Context<Self>) -> Json<About<'_>> {
        Json(About { version: env!("CARGO_PKG_VERSION"), grafana: context.user_agent() })
    }

    /// The devices' names.
    // It stays for front ends that still ask for it; the listing and the generated documents say what to use instead.
    #[deprecated(note = "use /devices")]
    #[get("/names")]
    fn names(&self) -> Json<Vec<String>> {
        let devices = self.registry.list(&Filter::default());
        Json(devices.into_iter().map(|device| device.name).collect())
    }
}
