///# Routes
///
///| Method | Path | Role | Handler | |
///|---|---|---|---|---|
///| `GET` | `/items` |  | `items` |  |
///
impl<'p, C: Client, const N: usize> Plugin<'p, C, N>
where
    C::Item: Serialize,
{
    async fn items(&self, context: &Context<Self>) -> Json<Vec<C::Item>> {
        Json(self.client.items(context))
    }
}
const _: () = {
    #[allow(unused_imports)]
    use ::grafana_resource_routes::__private::{
        ViaCall as _, ViaForeign as _, ViaForeignFuture as _, ViaFuture as _,
        ViaOurAnswer as _, ViaOurFuture as _, ViaOurs as _, ViaParts as _,
        ViaRequest as _, ViaRespond as _,
    };
    #[automatically_derived]
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
    impl<'p, C: Client, const N: usize> Plugin<'p, C, N>
    where
        C::Item: Serialize,
        Plugin<
            'p,
            C,
            N,
        >: ::grafana_resource_routes::__private::GrafanaPlugin
            + ::grafana_resource_routes::__private::Send
            + ::grafana_resource_routes::__private::Sync + 'static,
    {
        fn __route_0_items<'call>(
            __call: ::grafana_resource_routes::__private::Call<'call, Self>,
        ) -> impl ::grafana_resource_routes::__private::Future<
            Output = ::grafana_resource_routes::__private::Outgoing,
        > + ::grafana_resource_routes::__private::Send + 'call {
            ::grafana_resource_routes::__private::handle2(
                __call,
                ::grafana_resource_routes::__private::receiver(),
                (&&&&::grafana_resource_routes::__private::Probe::<
                    _,
                    &Context<Self>,
                >::new(&__call))
                    .extraction_way()
                    .last_argument(),
                {
                    (&&&&&&::grafana_resource_routes::__private::returned2(Self::items))
                        .answer_way()
                        .returned()
                },
                Self::items,
            )
        }
    }
    #[automatically_derived]
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
    impl<
        'p,
        C: Client,
        const N: usize,
    > ::grafana_resource_routes::__private::ResourceRoutes for Plugin<'p, C, N>
    where
        C::Item: Serialize,
        Plugin<
            'p,
            C,
            N,
        >: ::grafana_resource_routes::__private::GrafanaPlugin
            + ::grafana_resource_routes::__private::Send
            + ::grafana_resource_routes::__private::Sync + 'static,
    {
        fn table() -> &'static ::grafana_resource_routes::__private::Table {
            static ROUTES: &[::grafana_resource_routes::__private::Route] = &[
                ::grafana_resource_routes::__private::Route::new(
                        0u16,
                        ::grafana_resource_routes::__private::RouteMethod::Get,
                        "/items",
                        "/items",
                        "items",
                    )
                    .with_arguments(
                        &[
                            ::grafana_resource_routes::__private::ArgumentInfo::extractor(
                                "&Context<Self>",
                            ),
                        ],
                    )
                    .with_response("Json<Vec<C::Item>>"),
            ];
            static TABLE: ::grafana_resource_routes::__private::Table = ::grafana_resource_routes::__private::Table::new(
                ROUTES,
            );
            &TABLE
        }
        fn answer(
            &self,
            __arrived: ::grafana_resource_routes::__private::Arrived<Self>,
        ) -> ::grafana_resource_routes::__private::Pending<'_> {
            match ::grafana_resource_routes::__private::number(&__arrived) {
                0u16 => {
                    ::grafana_resource_routes::__private::answer(
                        self,
                        __arrived,
                        Self::__route_0_items,
                    )
                }
                _ => ::grafana_resource_routes::__private::no_such_route(&__arrived),
            }
        }
    }
    #[automatically_derived]
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
    impl<
        'p,
        C: Client,
        const N: usize,
    > ::grafana_resource_routes::__private::ResourceService for Plugin<'p, C, N>
    where
        C::Item: Serialize,
        Plugin<
            'p,
            C,
            N,
        >: ::grafana_resource_routes::__private::GrafanaPlugin
            + ::grafana_resource_routes::__private::Send
            + ::grafana_resource_routes::__private::Sync + 'static,
    {
        type Error = ::grafana_resource_routes::__private::Never;
        type InitialResponse = ::grafana_resource_routes::__private::Reply;
        type Stream = ::grafana_resource_routes::__private::Tail;
        fn call_resource<'life0, 'async_trait>(
            &'life0 self,
            __request: ::grafana_resource_routes::__private::CallResourceRequest<Self>,
        ) -> ::grafana_resource_routes::__private::Pin<
            ::grafana_resource_routes::__private::Box<
                dyn ::grafana_resource_routes::__private::Future<
                    Output = ::grafana_resource_routes::__private::Result<
                        (
                            ::grafana_resource_routes::__private::Reply,
                            ::grafana_resource_routes::__private::Tail,
                        ),
                        ::grafana_resource_routes::__private::Never,
                    >,
                > + ::grafana_resource_routes::__private::Send + 'async_trait,
            >,
        >
        where
            'life0: 'async_trait,
            Self: 'async_trait,
        {
            ::grafana_resource_routes::__private::dispatch(self, __request)
        }
    }
    #[automatically_derived]
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
    #[allow(dead_code)]
    impl<'p, C: Client, const N: usize> Plugin<'p, C, N>
    where
        C::Item: Serialize,
        Plugin<
            'p,
            C,
            N,
        >: ::grafana_resource_routes::__private::GrafanaPlugin
            + ::grafana_resource_routes::__private::Send
            + ::grafana_resource_routes::__private::Sync + 'static,
    {
        /// The routes of this plugin, in the order in which they are written.
        pub fn routes() -> ::grafana_resource_routes::__private::Routes {
            <Self as ::grafana_resource_routes::__private::ResourceRoutes>::table()
                .routes()
        }
    }
};
