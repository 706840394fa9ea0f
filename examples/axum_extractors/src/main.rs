//! The program that Grafana starts.

use axum_extractors::Reports;

#[grafana_plugin_sdk::main(services(resource), init_subscriber = true)]
async fn plugin() -> Reports {
    Reports
}
