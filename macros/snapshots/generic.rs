impl<C: Client, const N: usize> Plugin<'static, C, N>
where
    C::Item: Serialize,
{
    #[allow(clippy::needless_pass_by_value)]
    async fn items(&self, context: &Context<Self>) -> Json<Vec<C::Item>> {
        Json(self.client.items(context))
    }
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
    use ::grafana_resource_routes::__private;
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
    impl<C: Client, const N: usize> Plugin<'static, C, N>
    where
        C::Item: Serialize,
        Plugin<'static, C, N>: __private::SharedPlugin,
    {
        fn __route_0_items<'call>(
            __call: __private::Call<'call, Self>,
        ) -> impl __private::Future<
            Output = __private::Outgoing,
        > + __private::Send + 'call {
            __private::handle2(
                __call,
                __private::receiver(),
                <&Context<
                    Self,
                > as __private::HandlerArgument<
                    _,
                >>::argument(
                    (&&&&&&&__private::Probe::<_, &Context<Self>>::new(&__call))
                        .last_way()
                        .without_body(),
                ),
                {
                    __private::HandlerResponse::returned(
                        (&&&&__private::HandlerError::judged(
                            (&&&&&&&&__private::returned2(Self::items)).failure(),
                        ))
                            .axum_way(),
                    )
                },
                Self::items,
            )
        }
    }
    #[automatically_derived]
    impl<C: Client, const N: usize> __private::ResourceRoutes for Plugin<'static, C, N>
    where
        C::Item: Serialize,
        Plugin<'static, C, N>: __private::SharedPlugin,
    {}
    #[automatically_derived]
    impl<C: Client, const N: usize> __private::Routing for Plugin<'static, C, N>
    where
        C::Item: Serialize,
        Plugin<'static, C, N>: __private::SharedPlugin,
    {
        fn table() -> &'static __private::Table {
            static ROUTES: &[__private::Route] = &[
                __private::Route::new(
                        0u16,
                        __private::RouteMethod::Get,
                        "/items",
                        "/items",
                        "items",
                    )
                    .with_arguments(
                        &[__private::ArgumentInfo::extractor("&Context<Self>")],
                    )
                    .with_response("Json<Vec<C::Item>>"),
            ];
            static TABLE: __private::Table = __private::Table::new(ROUTES);
            &TABLE
        }
        fn answer(&self, __arrived: __private::Arrived<Self>) -> __private::Pending<'_> {
            match __private::number(&__arrived) {
                0u16 => __private::answer(self, __arrived, Self::__route_0_items),
                _ => __private::no_such_route(&__arrived),
            }
        }
    }
    #[automatically_derived]
    impl<C: Client, const N: usize> __private::ResourceService for Plugin<'static, C, N>
    where
        C::Item: Serialize,
        Plugin<'static, C, N>: __private::SharedPlugin,
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
    #[automatically_derived]
    #[allow(dead_code)]
    impl<C: Client, const N: usize> Plugin<'static, C, N>
    where
        C::Item: Serialize,
        Plugin<'static, C, N>: __private::SharedPlugin,
    {
        ///The routes of this plugin, in the order in which they are written.
        ///
        ///| Method | Path | Role | Handler | |
        ///|---|---|---|---|---|
        ///| `GET` | `/items` |  | `items` |  |
        #[allow(rustdoc::all)]
        pub fn routes() -> __private::Routes {
            __private::routes_of::<Self>()
        }
    }
};
