//! The SDK's services, with a guard around all that runs of the plugin in them. A panic would end the task of the call, which h2
//! tells the caller as if the caller had cancelled (`h2`, `streams.rs`), and Grafana as a browser that went away.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use async_trait::async_trait;
use futures_core::Stream as FuturesStream;
use grafana_plugin_sdk::pluginv2::{
    CallResourceRequest, CallResourceResponse, CheckHealthRequest, CheckHealthResponse,
    CollectMetricsRequest, CollectMetricsResponse, PublishStreamRequest, PublishStreamResponse,
    QueryDataRequest, QueryDataResponse, RunStreamRequest, StreamPacket, SubscribeStreamRequest,
    SubscribeStreamResponse, data_server::Data, diagnostics_server::Diagnostics, resource_server::Resource,
    stream_server::Stream,
};
use tonic::{Request, Response, Status};

use crate::guard;

/// A plugin whose panics stay inside of its calls.
pub(super) struct Guarded<P>(pub(super) Arc<P>);

impl<P> fmt::Debug for Guarded<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guarded").finish_non_exhaustive()
    }
}

#[async_trait]
impl<P: Diagnostics> Diagnostics for Guarded<P> {
    async fn check_health(
        &self,
        request: Request<CheckHealthRequest>,
    ) -> Result<Response<CheckHealthResponse>, Status> {
        Call::new("CheckHealth", self.0.check_health(request)).await
    }

    async fn collect_metrics(
        &self,
        request: Request<CollectMetricsRequest>,
    ) -> Result<Response<CollectMetricsResponse>, Status> {
        Call::new("CollectMetrics", self.0.collect_metrics(request)).await
    }
}

#[async_trait]
impl<P: Data> Data for Guarded<P> {
    async fn query_data(
        &self,
        request: Request<QueryDataRequest>,
    ) -> Result<Response<QueryDataResponse>, Status> {
        Call::new("QueryData", self.0.query_data(request)).await
    }
}

#[async_trait]
impl<P: Stream> Stream for Guarded<P> {
    async fn subscribe_stream(
        &self,
        request: Request<SubscribeStreamRequest>,
    ) -> Result<Response<SubscribeStreamResponse>, Status> {
        Call::new("SubscribeStream", self.0.subscribe_stream(request)).await
    }

    type RunStreamStream = Messages<P::RunStreamStream, StreamPacket>;

    async fn run_stream(
        &self,
        request: Request<RunStreamRequest>,
    ) -> Result<Response<Self::RunStreamStream>, Status> {
        let response = Call::new("RunStream", self.0.run_stream(request)).await?;
        Ok(response.map(|stream| Messages::new("RunStream", stream)))
    }

    async fn publish_stream(
        &self,
        request: Request<PublishStreamRequest>,
    ) -> Result<Response<PublishStreamResponse>, Status> {
        Call::new("PublishStream", self.0.publish_stream(request)).await
    }
}

#[async_trait]
impl<P: Resource> Resource for Guarded<P> {
    type CallResourceStream = Messages<P::CallResourceStream, CallResourceResponse>;

    async fn call_resource(
        &self,
        request: Request<CallResourceRequest>,
    ) -> Result<Response<Self::CallResourceStream>, Status> {
        let response = Call::new("CallResource", self.0.call_resource(request)).await?;
        Ok(response.map(|stream| Messages::new("CallResource", stream)))
    }
}

#[cold]
fn panicked(method: &str, panic: &guard::Panic) -> Status {
    crate::log::service_panic(method, &**panic);
    Status::internal(format!("the plugin panicked in {method}"))
}

/// Drops what is left of a call, when nobody waits for its answer any more.
fn discard<T>(method: &str, value: T) {
    if let Err(panic) = guard::drop_caught(value) {
        crate::log::service_panic(method, &*panic);
    }
}

/// A call at work.
struct Call<'c, T> {
    method: &'static str,
    /// `None` when it has ended.
    future: Option<BoxFuture<'c, T>>,
}

type BoxFuture<'c, T> = Pin<Box<dyn Future<Output = Result<Response<T>, Status>> + Send + 'c>>;

impl<'c, T> Call<'c, T> {
    fn new(method: &'static str, future: BoxFuture<'c, T>) -> Self {
        Self { method, future: Some(future) }
    }
}

impl<T> Future for Call<'_, T> {
    type Output = Result<Response<T>, Status>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let method = self.method;
        let Some(future) = &mut self.future else { return Poll::Pending };
        let answer = match guard::catch(|| future.as_mut().poll(cx)) {
            Ok(polled) => ready!(polled),
            Err(panic) => Err(panicked(method, &panic)),
        };
        discard(method, self.future.take());
        Poll::Ready(answer)
    }
}

impl<T> Drop for Call<'_, T> {
    fn drop(&mut self) {
        if let Some(future) = self.future.take() {
            discard(self.method, future);
        }
    }
}

/// The messages of a stream. What came before a panic has been sent, and the status follows.
pub(super) struct Messages<S, T>
where
    S: FuturesStream<Item = Result<T, Status>>,
{
    method: &'static str,
    /// `None` when it has ended.
    stream: Option<Pin<Box<S>>>,
}

impl<S, T> Messages<S, T>
where
    S: FuturesStream<Item = Result<T, Status>>,
{
    fn new(method: &'static str, stream: S) -> Self {
        Self { method, stream: Some(Box::pin(stream)) }
    }
}

impl<S, T> FuturesStream for Messages<S, T>
where
    S: FuturesStream<Item = Result<T, Status>>,
{
    type Item = Result<T, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let method = self.method;
        let Some(stream) = &mut self.stream else { return Poll::Ready(None) };
        let message = match guard::catch(|| stream.as_mut().poll_next(cx)) {
            Ok(polled) => ready!(polled),
            Err(panic) => {
                discard(method, self.stream.take());
                return Poll::Ready(Some(Err(panicked(method, &panic))));
            }
        };
        if message.is_none() {
            discard(method, self.stream.take());
        }
        Poll::Ready(message)
    }
}

impl<S, T> Drop for Messages<S, T>
where
    S: FuturesStream<Item = Result<T, Status>>,
{
    fn drop(&mut self) {
        if let Some(stream) = self.stream.take() {
            discard(self.method, stream);
        }
    }
}

#[cfg(test)]
#[path = "guarded_tests.rs"]
mod tests;
