//! The plugin: its routes, and what each answers.

use axum_core::{body::Body, response::IntoResponse};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Call, Error, Json, Query, resource_routes};
use http::header::CONTENT_TYPE;

use crate::{Echo, Scenario, Sim, SimError, Simulations, Snapshot, StreamQuery, lines, scenarios};

const HELLO: &str = "Hello world from test datasource!";

/// The data source.
#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
pub struct TestData {
    simulations: Simulations,
}

#[resource_routes]
impl TestData {
    /// A greeting.
    #[get("/")]
    fn hello() -> &'static str {
        HELLO
    }

    /// The same greeting wherever nothing else is.
    // Go's mux gives what nothing matches to "/". A route that takes every path has to be asked for here.
    #[get("/{*_path}")]
    fn hello_everywhere() -> &'static str {
        HELLO
    }

    /// The scenarios, sorted by their ids.
    #[any("/scenarios")]
    fn scenarios() -> Json<&'static [Scenario]> {
        Json(scenarios::ALL)
    }

    /// Lines of text, sent one after the other.
    #[get("/stream")]
    fn stream(Query(query): Query<StreamQuery>) -> Result<impl IntoResponse, Error> {
        let query = query.checked()?;
        Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], Body::from_stream(lines::chunks(query))))
    }

    /// The request, as it reached the plugin.
    #[any("/test")]
    #[any("/test/json", id = "test_json")]
    fn test(call: Call<'_, Self>) -> Json<Echo> {
        Json(Echo::of(&call))
    }

    /// A panic.
    #[any("/boom")]
    fn boom() -> &'static str {
        panic!("boom");
    }

    /// The simulations that there are, with the values that each can be given.
    #[any("/sims")]
    fn sims() -> Json<Vec<Sim>> {
        Json(Sim::all())
    }

    /// The values of one running simulation.
    #[get("/sim/{*key}")]
    fn sim(&self, key: &str) -> Result<Json<Snapshot>, SimError> {
        self.simulations.get(&key.parse()?).map(Json)
    }

    /// Change values of one running simulation.
    #[post("/sim/{*key}")]
    fn update_sim(
        &self,
        key: &str,
        Json(values): Json<serde_json::Map<String, serde_json::Value>>,
    ) -> Result<Json<Snapshot>, SimError> {
        self.simulations.update(&key.parse()?, &values).map(Json)
    }
}
