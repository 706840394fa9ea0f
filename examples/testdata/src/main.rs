//! The program that Grafana starts.

use testdata::TestData;

#[grafana_plugin_sdk::main(services(resource), init_subscriber = true)]
async fn plugin() -> TestData {
    TestData::default()
}
