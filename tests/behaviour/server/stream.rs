//! Bodies of every size, in messages.

use axum_core::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::stream;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::resource_routes;
use prost::Message as _;

use super::{answer, text};
use crate::{
    LIMIT, client,
    support::{header, message},
};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

/// Sizes around those at which a message is written in another way.
const SIZES: [usize; 9] = [1, 127, 128, 8191, 8192, 8193, 16_384, 100_000, 5 << 20];

fn chunk(size: usize) -> Bytes {
    (0..size).map(|at| u8::try_from(at % 251).unwrap()).collect()
}

#[resource_routes]
impl Plugin {
    #[get("/whole/{size}")]
    fn whole(size: usize) -> Bytes {
        chunk(size)
    }

    #[get("/chunks")]
    fn chunks() -> Response {
        let chunks = stream::iter(SIZES.map(|size| Ok::<_, std::convert::Infallible>(chunk(size))));
        let mut response = Response::new(Body::from_stream(chunks));
        response.headers_mut().insert("x-a", "1".parse().unwrap());
        response
    }

    #[post("/length")]
    fn length(&self, body: &Bytes) -> String {
        body.len().to_string()
    }
}

#[tokio::test]
async fn a_body_of_any_size_is_one_message() {
    for size in SIZES {
        let message = message("GET", &format!("/whole/{size}")).encode_to_vec();
        let messages = answer(&Plugin, &message, LIMIT).await.unwrap();
        assert_eq!(messages.len(), 1, "{size}");
        assert!(messages[0].body == chunk(size), "{size}");
        assert_eq!(
            header(&messages[0], "content-type").unwrap().values,
            ["application/octet-stream"],
            "{size}"
        );
    }
}

#[tokio::test]
async fn each_chunk_is_a_message_and_the_first_has_the_head() {
    let messages = answer(&Plugin, &message("GET", "/chunks").encode_to_vec(), LIMIT).await.unwrap();
    assert_eq!(messages.iter().map(|message| message.body.len()).collect::<Vec<_>>(), SIZES);
    assert!(messages.iter().zip(SIZES).all(|(message, size)| message.body == chunk(size)));
    assert_eq!(header(&messages[0], "x-a").unwrap().values, ["1"]);
    assert!(messages[1..].iter().all(|message| message.headers.is_empty()));
}

#[tokio::test]
async fn a_large_body_comes_whole() {
    for size in [0, 1, 16_383, 16_384, 1 << 20, 15 << 20] {
        assert_eq!(client(Plugin).post("length").body(chunk(size)).await.text(), size.to_string());
    }
}

#[tokio::test]
async fn an_empty_answer_is_a_message_too() {
    let messages = answer(&Plugin, &message("GET", "/whole/0").encode_to_vec(), LIMIT).await.unwrap();
    assert_eq!((messages.len(), messages[0].code, text(&messages[0])), (1, 200, ""));
}
