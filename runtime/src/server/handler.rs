//! What answers resource calls behind the server: a type with routes, or a [`ServiceAdapter`].

use std::{convert::Infallible, fmt};

use axum_core::{body::Body, response::IntoResponse};
use grafana_plugin_sdk::backend::GrafanaPlugin;
use http::{Method, Request};
use tower_service::Service;

use super::{frame::CallFrame, head::FrameHead};
use crate::{
    Context, Rejection, ResourceRoutes, Role, ServiceAdapter,
    call::Arriving,
    context::{self, Carried},
    dispatch::{self, Pending},
    head::Head,
    log::SpanLevel,
    path::{Canonical, InvalidPath},
    running::Started,
};

/// Answers resource calls: implemented for every type with [`#[resource_routes]`](macro@crate::resource_routes), and for
/// [`ServiceAdapter`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no routes that the server could answer calls by",
    label = "no `#[resource_routes]` block",
    note = "put `#[resource_routes]` on an impl block of the type, or serve a hand-written `ResourceService` with `sdk_resource()`"
)]
pub trait ResourceHandler: sealed::Answer {}

impl<T: sealed::Answer> ResourceHandler for T {}

pub(crate) mod sealed {
    use super::{FrameCall, Pending, Rejection};

    /// What the server asks of a handler.
    pub trait Answer: Send + Sync + 'static {
        /// Answers a call.
        fn answer_frame(&self, call: FrameCall) -> Pending<'_>;

        /// Answers a call that cannot be read.
        fn refuse_frame(&self, rejection: Rejection) -> Pending<'_>;
    }
}

/// A call that has been read as far as it has to be.
pub struct FrameCall {
    pub(super) frame: CallFrame,
    pub(super) carried: Carried,
}

/// Nothing of what the caller sent.
impl fmt::Debug for FrameCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameCall").finish_non_exhaustive()
    }
}

/// A call whose head can be read.
struct Arrival {
    head: FrameHead,
    carried: Carried,
}

impl<P: GrafanaPlugin + 'static> Arriving<P> for Arrival {
    const SPAN: SpanLevel = SpanLevel::Info;

    fn method(&self) -> &Method {
        self.head.method()
    }

    fn canonical(&self) -> Result<Canonical<'_>, InvalidPath> {
        self.head.canonical()
    }

    fn uri_path(&self) -> &'static str {
        ""
    }

    fn role(&self) -> Option<Role> {
        context::role(self.head.frame())
    }

    fn into_parts(self) -> (Head, Context<P>) {
        let Self { head, carried } = self;
        let context = Context::from_frame(head.frame().clone(), carried);
        (Head::Frame(head), context)
    }
}

impl<P: ResourceRoutes> sealed::Answer for P {
    fn answer_frame(&self, FrameCall { frame, carried }: FrameCall) -> Pending<'_> {
        match FrameHead::new(frame) {
            Ok(head) => dispatch::dispatch(self, Arrival { head, carried }),
            Err((method, rejection)) => dispatch::refuse::<P>(SpanLevel::Info, None, &method, rejection),
        }
    }

    fn refuse_frame(&self, rejection: Rejection) -> Pending<'_> {
        dispatch::refuse::<P>(SpanLevel::Info, None, &Method::GET, rejection)
    }
}

impl<P, S> sealed::Answer for ServiceAdapter<P, S>
where
    P: GrafanaPlugin + 'static,
    S: Service<Request<Body>, Error = Infallible> + Clone + Send + Sync + 'static,
    S::Response: IntoResponse,
    S::Future: Send + 'static,
{
    fn answer_frame(&self, FrameCall { frame, carried }: FrameCall) -> Pending<'_> {
        match FrameHead::new(frame) {
            Ok(head) if !head.has_whole_uri() => refused(head.method(), Rejection::UriTooLong),
            Ok(head) => {
                let (head, context) = Arrival { head, carried }.into_parts();
                self.answer(head, context)
            }
            Err((method, rejection)) => refused(&method, rejection),
        }
    }

    fn refuse_frame(&self, rejection: Rejection) -> Pending<'_> {
        refused(&Method::GET, rejection)
    }
}

#[cold]
fn refused<'c>(method: &Method, rejection: Rejection) -> Pending<'c> {
    Started::of(SpanLevel::Info, None, method, None).refuse(rejection)
}
