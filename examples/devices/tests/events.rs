//! The stream: it says what is, then what changes, and ends when nobody wants it any more.

use devices::{Device, Devices, State};
use grafana_resource_routes::testing::{Client, Opened};

async fn next(events: &mut Opened) -> Option<State> {
    let line = events.chunk().await?;
    Some(serde_json::from_slice::<Device>(&line).unwrap().state)
}

#[tokio::test]
async fn the_first_line_is_the_device_as_it_is() {
    let mut events = Client::new(Devices::default()).get("/devices/1/events").open().await;
    assert_eq!(next(&mut events).await, Some(State::Off));
}

#[tokio::test]
async fn a_change_is_a_line() {
    let client = Client::new(Devices::default());
    let mut events = client.get("/devices/1/events").open().await;
    next(&mut events).await;
    client.service().registry().switch(1, State::On).unwrap();
    assert_eq!(next(&mut events).await, Some(State::On));
}

#[tokio::test]
async fn a_client_that_goes_away_cancels_the_stream() {
    let client = Client::new(Devices::default());
    let events = client.get("/devices/1/events").open().await;
    drop(events);
    // Would wait for ever if the stream were still alive.
    client.service().registry().unwatched(1).await.unwrap();
}

#[tokio::test]
async fn a_removed_device_ends_its_stream() {
    let client = Client::new(Devices::default());
    let mut events = client.get("/devices/1/events").open().await;
    next(&mut events).await;
    client.service().registry().remove(1).unwrap();
    assert_eq!(next(&mut events).await, None);
}

#[tokio::test]
async fn an_unknown_device_has_no_stream() {
    assert_eq!(Client::new(Devices::default()).get("/devices/99/events").await.status(), 404);
}
