//! What comes with a call beside its message.

use http::HeaderMap;
use tokio::time::Instant;

/// gRPC's metadata, and until when the caller waits.
#[derive(Default)]
pub(crate) struct Carried {
    pub(crate) metadata: HeaderMap,
    pub(crate) deadline: Option<Instant>,
}
