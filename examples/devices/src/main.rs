//! The program that Grafana starts.

use devices::Devices;

#[grafana_plugin_sdk::main(services(resource), init_subscriber = true)]
async fn plugin() -> Devices {
    Devices::default()
}
