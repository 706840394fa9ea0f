//! The plugin under load, in a process of its own. Whatever it answers carries the token of the request.

use std::{
    convert::Infallible,
    error::Error as StdError,
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum_core::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Json, Server, resource_routes, server::Listen};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Messages over this are too large.
pub(crate) const LIMIT: usize = 256 << 10;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
struct Loaded {
    waiting: Arc<AtomicUsize>,
    released: Arc<watch::Sender<bool>>,
}

/// What is sent to `POST /echo`, and sent back.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Echo {
    pub(crate) token: String,
    pub(crate) filling: String,
}

/// Counts a call that waits, until it is dropped.
struct Waiting(Arc<AtomicUsize>);

impl Waiting {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(count))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One chunk: the token, its number, and dots up to its size.
pub(crate) fn chunk(token: &str, number: usize, size: usize) -> Bytes {
    let mut chunk = String::with_capacity(size);
    let _ = write!(chunk, "{token} {number} ");
    chunk.extend(std::iter::repeat_n('.', size.saturating_sub(chunk.len())));
    chunk.into()
}

#[resource_routes]
impl Loaded {
    #[get("/echo/{token}")]
    async fn get_echo(token: &str) -> String {
        tokio::task::yield_now().await;
        token.to_owned()
    }

    #[post("/echo")]
    fn post_echo(Json(echo): Json<Echo>) -> Json<Echo> {
        Json(echo)
    }

    /// Answers after the given milliseconds.
    #[get("/after/{milliseconds}/{token}")]
    async fn after(milliseconds: u64, token: &str) -> String {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        token.to_owned()
    }

    #[get("/panic")]
    fn panic() -> String {
        panic!("as it is asked to")
    }

    /// Never answers.
    #[get("/never")]
    async fn never(&self) -> String {
        let _waiting = Waiting::new(&self.waiting);
        std::future::pending().await
    }

    /// How many calls wait that nobody will answer, or that nobody has released.
    #[get("/waiting")]
    fn waiting(&self) -> String {
        self.waiting.load(Ordering::Relaxed).to_string()
    }

    #[get("/chunks/{count}/{size}/{token}")]
    fn chunks(count: usize, size: usize, token: String) -> Body {
        let chunks = (0..count).map(move |number| Ok::<_, Infallible>(chunk(&token, number, size)));
        Body::from_stream(stream::iter(chunks))
    }

    /// A first chunk at once, a second when all are released.
    #[get("/crowd/{token}")]
    fn crowd(&self, token: String) -> Body {
        let (waiting, mut released) = (Waiting::new(&self.waiting), self.released.subscribe());
        let first = chunk(&token, 0, 0);
        let second = async move {
            // It fails only when the plugin is gone.
            let _ = released.wait_for(|released| *released).await;
            drop(waiting);
            Ok::<_, Infallible>(chunk(&token, 1, 0))
        };
        Body::from_stream(stream::iter([Ok(first)]).chain(stream::once(second)))
    }

    #[post("/release")]
    fn release(&self) {
        self.released.send_replace(true);
    }
}

pub(crate) fn serve() -> Result<(), Box<dyn StdError>> {
    let plugin = Loaded { waiting: Arc::default(), released: Arc::new(watch::Sender::new(false)) };
    Ok(Server::new(plugin).resource().max_request_bytes(LIMIT).listen(Listen::Tcp).run_blocking()?)
}
