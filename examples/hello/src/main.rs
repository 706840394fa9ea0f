//! The program that Grafana starts.

use hello::Hello;

#[grafana_plugin_sdk::main(services(resource), init_subscriber = true)]
async fn plugin() -> Hello {
    Hello
}
