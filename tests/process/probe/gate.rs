//! What one call waits for and another one gives: how a test steers a stream, and sees that it is no more.

use std::convert::Infallible;
use std::sync::Arc;

use futures_util::{Stream, stream};
use tokio::sync::Semaphore;

/// Clones are the same gate.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    /// One permit for each chunk that may be sent.
    next: Arc<Semaphore>,
    /// One permit for each call that hangs.
    hanging: Arc<Semaphore>,
    /// One permit for each stream or handler that is no more.
    dropped: Arc<Semaphore>,
}

impl Default for Gate {
    fn default() -> Self {
        let none = || Arc::new(Semaphore::new(0));
        Self { next: none(), hanging: none(), dropped: none() }
    }
}

/// Says so when what holds it is dropped.
pub(crate) struct Guard(Arc<Semaphore>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.add_permits(1);
    }
}

impl Gate {
    /// What a stream or a handler holds for as long as it is there.
    pub(crate) fn guard(&self) -> Guard {
        Guard(Arc::clone(&self.dropped))
    }

    /// Four chunks: the first one at once, each other one when it is let through.
    pub(crate) fn chunks(&self) -> impl Stream<Item = Result<String, Infallible>> + Send + use<> {
        let (next, guard) = (Arc::clone(&self.next), self.guard());
        stream::unfold((next, guard, 0), async |(next, guard, number)| {
            if number > 0 {
                take(&next).await;
            }
            (number < 4).then(|| (Ok(format!("chunk {number}")), (next, guard, number + 1)))
        })
    }

    /// Lets the next chunk, or the end, through.
    pub(crate) fn open(&self) {
        self.next.add_permits(1);
    }

    /// Never ends by itself.
    pub(crate) async fn hang(&self) {
        let _guard = self.guard();
        self.hangs();
        std::future::pending::<()>().await;
    }

    /// A call is under way that takes its time.
    pub(crate) fn hangs(&self) {
        self.hanging.add_permits(1);
    }

    /// Waits until a call hangs.
    pub(crate) async fn hanging(&self) {
        take(&self.hanging).await;
    }

    /// Waits until a stream or a handler is no more.
    pub(crate) async fn dropped(&self) {
        take(&self.dropped).await;
    }
}

async fn take(semaphore: &Semaphore) {
    if let Ok(permit) = semaphore.acquire().await {
        permit.forget();
    }
}
