//! `routes`: this library.

#![allow(clippy::unused_async, reason = "handlers that would wait for something in a real plugin")]

use std::sync::Arc;

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Context, Error, Json, JsonData, Query, User, resource_routes};
use http::StatusCode;

use crate::fixture::{
    Secrets, Settings,
    data::{
        Caller, Device, DeviceState, Entry, File, Metric, Namespace, NewQuery, Page, Pod, PodList, SavedQuery,
    },
    state,
    state::State,
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", json_data = "Settings", secure_json_data = "Secrets")]
pub(crate) struct Routes {
    state: Arc<State>,
}

impl Routes {
    pub(crate) fn new() -> Self {
        Self { state: Arc::new(State::new()) }
    }
}

#[resource_routes]
impl Routes {
    #[get("/namespaces")]
    async fn namespaces(&self) -> Json<&[Namespace]> {
        Json(self.state.namespaces())
    }

    #[get("/namespaces/{name}")]
    async fn namespace(&self, name: &str) -> Result<Json<&Namespace>, Error> {
        self.state.namespace(name).map(Json).ok_or_else(|| Error::not_found("no such namespace"))
    }

    #[get("/namespaces/{namespace}/pods")]
    async fn pods(&self, namespace: &str, Query(page): Query<Page>) -> Json<PodList<'_>> {
        Json(self.state.pods(namespace, page))
    }

    #[get("/namespaces/{namespace}/pods/{pod}")]
    async fn pod(&self, namespace: &str, pod: &str) -> Result<Json<&Pod>, Error> {
        self.state.pod(namespace, pod).map(Json).ok_or_else(|| Error::not_found("no such pod"))
    }

    #[delete("/namespaces/{namespace}/pods/{pod}")]
    async fn delete_pod<'a>(namespace: &'a str, pod: &'a str) -> Json<Entry<'a>> {
        Json(state::child("deleted", namespace, pod))
    }

    #[get("/namespaces/{namespace}/pods/{pod}/log")]
    async fn pod_log<'a>(namespace: &'a str, pod: &'a str) -> Json<Entry<'a>> {
        Json(state::child("log", namespace, pod))
    }

    #[get("/namespaces/{namespace}/services")]
    async fn services(namespace: &str) -> Json<Entry<'_>> {
        Json(state::entry("services", namespace))
    }

    #[get("/namespaces/{namespace}/services/{service}")]
    async fn service<'a>(namespace: &'a str, service: &'a str) -> Json<Entry<'a>> {
        Json(state::child("service", namespace, service))
    }

    #[get("/namespaces/{namespace}/events")]
    async fn events(namespace: &str) -> Json<Entry<'_>> {
        Json(state::entry("events", namespace))
    }

    #[get("/queries")]
    async fn queries() -> Json<Entry<'static>> {
        Json(state::entry("queries", "all"))
    }

    #[post("/queries")]
    #[post("/annotations", id = "annotate")]
    async fn save_query(Json(query): Json<NewQuery>) -> (StatusCode, Json<SavedQuery>) {
        (StatusCode::CREATED, Json(state::save_query(query)))
    }

    #[get("/queries/{id}")]
    #[delete("/queries/{id}", id = "delete_query")]
    async fn query(id: u32) -> Json<SavedQuery> {
        Json(state::query(id))
    }

    #[put("/queries/{id}")]
    async fn replace_query(id: u32, Json(query): Json<NewQuery>) -> Json<SavedQuery> {
        let _ = id;
        Json(state::save_query(query))
    }

    #[get("/metrics")]
    async fn metrics(&self) -> Json<&[Metric]> {
        Json(self.state.metrics())
    }

    #[get("/metrics/{name}")]
    async fn metric(name: &str) -> Json<Entry<'_>> {
        Json(state::entry("metric", name))
    }

    #[get("/metrics/{name}/labels")]
    async fn metric_labels(name: &str) -> Json<Entry<'_>> {
        Json(state::entry("labels", name))
    }

    #[get("/metrics/{name}/labels/{label}/values")]
    async fn label_values<'a>(name: &'a str, label: &'a str) -> Json<Entry<'a>> {
        Json(state::child("values", name, label))
    }

    #[get("/projects")]
    async fn projects() -> Json<Entry<'static>> {
        Json(state::entry("projects", "all"))
    }

    #[get("/projects/{project}")]
    async fn project(project: &str) -> Json<Entry<'_>> {
        Json(state::entry("project", project))
    }

    #[get("/projects/{project}/clusters")]
    async fn clusters(project: &str) -> Json<Entry<'_>> {
        Json(state::entry("clusters", project))
    }

    #[get("/projects/{project}/clusters/{cluster}")]
    async fn cluster<'a>(project: &'a str, cluster: &'a str) -> Json<Entry<'a>> {
        Json(state::child("cluster", project, cluster))
    }

    #[get("/user")]
    async fn caller<'a>(user: &'a User, context: &'a Context<Self>) -> Result<Json<Caller<'a>>, Error> {
        let tenant = &context.json_data()?.tenant;
        let user = (user.login.as_str(), user.name.as_str());
        Ok(Json(state::caller(user, context.org_id(), context.plugin_id(), tenant)))
    }

    #[get("/settings")]
    async fn settings(JsonData(settings): JsonData<'_, Self>) -> Json<&Settings> {
        Json(settings)
    }

    #[get("/health")]
    async fn health() -> Json<Entry<'static>> {
        Json(state::entry("health", "ok"))
    }

    #[get("/version")]
    async fn version() -> Json<Entry<'static>> {
        Json(state::entry("version", "1.0.0"))
    }

    #[get("/devices")]
    async fn devices() -> Json<Entry<'static>> {
        Json(state::entry("devices", "all"))
    }

    #[post("/devices/{id}")]
    async fn set_device(id: u32, Json(state): Json<DeviceState>) -> Json<Device> {
        Json(state::set_device(id, state))
    }

    #[get("/files/{*path}")]
    async fn file(path: &str) -> Json<File<'_>> {
        Json(state::file(path))
    }
}
