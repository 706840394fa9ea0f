//! The program that Grafana starts.

#[grafana_plugin_sdk::main(services(resource), init_subscriber = true)]
async fn plugin() -> grafana_resource_routes::ServiceAdapter<axum_router::App, axum::Router> {
    axum_router::plugin()
}
