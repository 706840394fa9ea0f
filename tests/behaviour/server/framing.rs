//! gRPC's own bytes: what is no message is no call.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use grafana_plugin_sdk::{pluginv2::CallResourceResponse, prelude::*};
use grafana_resource_routes::{resource_routes, testing::served};
use http_body_util::{Full, StreamBody};
use hyper::body::Frame;
use prost::Message as _;
use tonic::{Code, Status};

use super::{answer, text};
use crate::{LIMIT, support::message};

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[resource_routes]
impl Plugin {
    #[post("/echo")]
    fn echo(&self, body: &Bytes) -> Bytes {
        body.clone()
    }
}

fn echo(body: &'static [u8]) -> Bytes {
    let mut message = message("POST", "/echo");
    message.body = Bytes::from_static(body);
    served::framed(&message.encode_to_vec())
}

async fn refused(framed: impl Into<Bytes>) -> Status {
    served::answer(&Plugin, Full::new(framed.into()), LIMIT).await.expect_err("no answer")
}

#[tokio::test]
async fn a_compressed_message_that_does_not_say_how_is_internal() {
    let mut framed = echo(b"x").to_vec();
    framed[0] = 1;
    let status = refused(framed).await;
    assert_eq!((status.code(), status.message()), (Code::Internal, "a compressed message does not say how"));
}

#[tokio::test]
async fn garbage_is_internal_and_not_repeated() {
    for garbage in [&b"canary-4711"[..], &[0xff; 64], b"\x12\x0bcanary\xff4711", b"\x0a\x7f"] {
        let Err(status) = answer(&Plugin, garbage, LIMIT).await else { panic!("{garbage:?} is answered") };
        assert_eq!(status.code(), Code::Internal, "{garbage:?}");
        assert!(!status.message().contains("canary"), "{status}");
    }
}

#[tokio::test]
async fn a_message_that_ends_early_is_internal() {
    let whole = echo(b"body");
    for end in [0, 1, 4, 5, 6, whole.len() - 1] {
        assert_eq!(refused(whole.slice(..end)).await.code(), Code::Internal, "{end}");
    }
}

#[tokio::test]
async fn it_does_not_matter_in_which_pieces_a_message_comes() {
    let whole = echo(b"the body");
    for size in [1, 2, 3, 4, 5, 6, 7, whole.len() - 1] {
        let pieces: Vec<_> = whole
            .chunks(size)
            .map(|piece| Ok::<_, Infallible>(Frame::data(Bytes::copy_from_slice(piece))))
            .collect();
        let body = StreamBody::new(stream::iter(pieces));
        let mut messages = served::answer(&Plugin, body, LIMIT).await.unwrap();
        let first = messages.next().await.unwrap().unwrap();
        assert_eq!(text(&CallResourceResponse::decode(first).unwrap()), "the body", "{size}");
        assert!(messages.next().await.is_none());
    }
}
