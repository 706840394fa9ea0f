//! The program that Grafana starts.

use own_extractor::Rules;

#[grafana_plugin_sdk::main(services(resource), init_subscriber = true)]
async fn plugin() -> Rules {
    Rules::default()
}
