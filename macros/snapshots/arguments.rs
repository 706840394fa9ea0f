///# Routes
///
///| Method | Path | Role | Handler | |
///|---|---|---|---|---|
///| `PUT` | `/namespaces/{namespace}/pods/{pod}` |  | `replace` |  |
///| `GET` | `/namespaces/{namespace}/{*rest}` |  | `all` |  |
///
impl Plugin {
    async fn replace<'a>(
        &self,
        pod: u32,
        namespace: &'a str,
        Query(page): Query<Page<'a>>,
        Json(pod_spec): Json<Spec>,
    ) -> Result<Json<Pod>, Error> {
        self.pods.replace(namespace, pod, page, pod_spec).await
    }
    async fn all(Path(place): Path<Place>) -> String {
        place.to_string()
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
    impl Plugin
    where
        Plugin: ::grafana_resource_routes::__private::GrafanaPlugin
            + ::grafana_resource_routes::__private::Send
            + ::grafana_resource_routes::__private::Sync + 'static,
    {
        fn __route_0_replace<'call>(
            __call: ::grafana_resource_routes::__private::Call<'call, Self>,
        ) -> impl ::grafana_resource_routes::__private::Future<
            Output = ::grafana_resource_routes::__private::Outgoing,
        > + ::grafana_resource_routes::__private::Send + 'call {
            ::grafana_resource_routes::__private::handle5(
                __call,
                ::grafana_resource_routes::__private::receiver(),
                ::grafana_resource_routes::__private::path_parameter::<
                    1usize,
                    _,
                    u32,
                >(&__call),
                ::grafana_resource_routes::__private::path_parameter::<
                    0usize,
                    _,
                    &'_ str,
                >(&__call),
                (&&&&::grafana_resource_routes::__private::Probe::<
                    _,
                    Query<Page<'_>>,
                >::new(&__call))
                    .extraction_way()
                    .argument(),
                (&&&&::grafana_resource_routes::__private::Probe::<
                    _,
                    Json<Spec>,
                >::new(&__call))
                    .extraction_way()
                    .last_argument(),
                {
                    (&&&&&&::grafana_resource_routes::__private::returned5(
                        Self::replace,
                    ))
                        .answer_way()
                        .returned()
                },
                Self::replace,
            )
        }
        fn __route_1_all<'call>(
            __call: ::grafana_resource_routes::__private::Call<'call, Self>,
        ) -> impl ::grafana_resource_routes::__private::Future<
            Output = ::grafana_resource_routes::__private::Outgoing,
        > + ::grafana_resource_routes::__private::Send + 'call {
            ::grafana_resource_routes::__private::handle1(
                __call,
                ::grafana_resource_routes::__private::all_parameters::<
                    _,
                    Path<Place>,
                >(&__call),
                {
                    (&&&&&&::grafana_resource_routes::__private::returned1(Self::all))
                        .answer_way()
                        .returned()
                },
                Self::all,
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
    impl ::grafana_resource_routes::__private::ResourceRoutes for Plugin
    where
        Plugin: ::grafana_resource_routes::__private::GrafanaPlugin
            + ::grafana_resource_routes::__private::Send
            + ::grafana_resource_routes::__private::Sync + 'static,
    {
        fn table() -> &'static ::grafana_resource_routes::__private::Table {
            static ROUTES: &[::grafana_resource_routes::__private::Route] = &[
                ::grafana_resource_routes::__private::Route::new(
                        0u16,
                        ::grafana_resource_routes::__private::RouteMethod::Put,
                        "/namespaces/{namespace}/pods/{pod}",
                        "/namespaces/{p0}/pods/{p1}",
                        "replace",
                    )
                    .with_path_parameters(&["namespace", "pod"])
                    .with_arguments(
                        &[
                            ::grafana_resource_routes::__private::ArgumentInfo::parameter(
                                "pod",
                                "u32",
                            ),
                            ::grafana_resource_routes::__private::ArgumentInfo::parameter(
                                "namespace",
                                "&'a str",
                            ),
                            ::grafana_resource_routes::__private::ArgumentInfo::extractor(
                                "Query<Page<'a>>",
                            ),
                            ::grafana_resource_routes::__private::ArgumentInfo::extractor(
                                "Json<Spec>",
                            ),
                        ],
                    )
                    .with_response("Result<Json<Pod>, Error>"),
                ::grafana_resource_routes::__private::Route::new(
                        1u16,
                        ::grafana_resource_routes::__private::RouteMethod::Get,
                        "/namespaces/{namespace}/{*rest}",
                        "/namespaces/{p0}/{*p1}",
                        "all",
                    )
                    .with_path_parameters(&["namespace", "rest"])
                    .with_arguments(
                        &[
                            ::grafana_resource_routes::__private::ArgumentInfo::extractor(
                                "Path<Place>",
                            ),
                        ],
                    )
                    .with_response("String"),
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
                        Self::__route_0_replace,
                    )
                }
                1u16 => {
                    ::grafana_resource_routes::__private::answer(
                        self,
                        __arrived,
                        Self::__route_1_all,
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
    impl ::grafana_resource_routes::__private::ResourceService for Plugin
    where
        Plugin: ::grafana_resource_routes::__private::GrafanaPlugin
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
    impl Plugin
    where
        Plugin: ::grafana_resource_routes::__private::GrafanaPlugin
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
