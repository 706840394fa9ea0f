impl Plugin {
    #[allow(clippy::needless_pass_by_value)]
    fn root(&self) {}
    #[allow(clippy::needless_pass_by_value)]
    fn routes(&self) {}
}
#[allow(
    deprecated,
    elided_lifetimes_in_paths,
    single_use_lifetimes,
    unused_lifetimes,
    unused_qualifications,
    unreachable_code,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
const _: () = {
    use renamed::__private;
    #[allow(unused_imports)]
    use __private::{
        Answers as _, AnswersLater as _, Fails as _, FailsLater as _,
        FailsLaterWithError as _, FailsLaterWithStatus as _, FailsWithError as _,
        FailsWithStatus as _, ViaBareBody as _, ViaCall as _, ViaForeign as _,
        ViaNotSend as _, ViaNoPlugin as _, ViaNothing as _, ViaOption as _,
        ViaOurAnswer as _, ViaOurs as _, ViaParts as _, ViaPlugin as _, ViaRequest as _,
        ViaRespond as _,
    };
    #[automatically_derived]
    impl Plugin
    where
        for<'any> Plugin: __private::SharedPlugin,
    {
        fn __route_0_root<'call>(
            __call: __private::Call<'call, Self>,
        ) -> impl __private::Future<
            Output = __private::Outgoing,
        > + __private::Send + 'call {
            __private::handle1(
                __call,
                __private::receiver(),
                {
                    __private::HandlerResponse::returned(
                        (&&&&__private::HandlerError::judged(
                            (&&&&&&&&__private::returned1(Self::root)).failure(),
                        ))
                            .answer_way(),
                    )
                },
                Self::root,
            )
        }
        fn __route_1_routes<'call>(
            __call: __private::Call<'call, Self>,
        ) -> impl __private::Future<
            Output = __private::Outgoing,
        > + __private::Send + 'call {
            __private::handle1(
                __call,
                __private::receiver(),
                {
                    __private::HandlerResponse::returned(
                        (&&&&__private::HandlerError::judged(
                            (&&&&&&&&__private::returned1(Self::routes)).failure(),
                        ))
                            .answer_way(),
                    )
                },
                Self::routes,
            )
        }
    }
    ///The routes of this plugin, in the order in which they are written.
    ///
    ///| Method | Path | Role | Handler | |
    ///|---|---|---|---|---|
    ///| `GET` | `/` |  | `root` |  |
    ///| `GET` | `/routes` |  | `routes` |  |
    #[allow(rustdoc::all)]
    #[automatically_derived]
    impl __private::ResourceRoutes for Plugin {}
    #[automatically_derived]
    impl __private::Routing for Plugin
    where
        for<'any> Plugin: __private::SharedPlugin,
    {
        fn table() -> &'static __private::Table {
            static ROUTES: &[__private::Route] = &[
                __private::Route::new(
                    0u16,
                    __private::RouteMethod::Get,
                    "/",
                    "/",
                    "root",
                ),
                __private::Route::new(
                    1u16,
                    __private::RouteMethod::Get,
                    "/routes",
                    "/routes",
                    "routes",
                ),
            ];
            static TABLE: __private::Table = __private::Table::new(ROUTES);
            &TABLE
        }
        fn answer(&self, __arrived: __private::Arrived<Self>) -> __private::Pending<'_> {
            match __private::number(&__arrived) {
                0u16 => __private::answer(self, __arrived, Self::__route_0_root),
                1u16 => __private::answer(self, __arrived, Self::__route_1_routes),
                _ => __private::no_such_route(&__arrived),
            }
        }
        fn error_shape() -> __private::Option<__private::ErrorShape> {
            __private::Option::Some(|error| __private::axum_core::response::IntoResponse::into_response(
                crate::render(error),
            ))
        }
    }
    #[automatically_derived]
    impl __private::ResourceService for Plugin
    where
        for<'any> Plugin: __private::SharedPlugin,
    {
        type Error = __private::Never;
        type InitialResponse = __private::Reply;
        type Stream = __private::Tail;
        fn call_resource<'life0, 'async_trait>(
            &'life0 self,
            __request: __private::CallResourceRequest<Self>,
        ) -> __private::Pin<
            __private::Box<
                dyn __private::Future<
                    Output = __private::Result<
                        (__private::Reply, __private::Tail),
                        __private::Never,
                    >,
                > + __private::Send + 'async_trait,
            >,
        >
        where
            'life0: 'async_trait,
            Self: 'async_trait,
        {
            __private::dispatch(self, __request)
        }
    }
};
