::core::compile_error! {
    "a route's path begins with `/`: write `\"/health\"`"
}
::core::compile_error! {
    "calls run at the same time and share the plugin: write `&self`, and keep what changes in a `Mutex` or an atomic"
}
impl<T: Send + Sync + 'static> Plugin<T> {
    fn health(&mut self) {}
}
const _: () = {
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
    impl<T: Send + Sync + 'static> ::grafana_resource_routes::__private::ResourceRoutes
    for Plugin<T>
    where
        Plugin<
            T,
        >: ::grafana_resource_routes::__private::GrafanaPlugin
            + ::grafana_resource_routes::__private::Send
            + ::grafana_resource_routes::__private::Sync + 'static,
    {
        fn table() -> &'static ::grafana_resource_routes::__private::Table {
            static TABLE: ::grafana_resource_routes::__private::Table = ::grafana_resource_routes::__private::Table::new(
                &[],
            );
            &TABLE
        }
        fn answer(
            &self,
            __arrived: ::grafana_resource_routes::__private::Arrived<Self>,
        ) -> ::grafana_resource_routes::__private::Pending<'_> {
            ::grafana_resource_routes::__private::no_such_route(&__arrived)
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
    impl<T: Send + Sync + 'static> Plugin<T>
    where
        Plugin<
            T,
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
    impl<T: Send + Sync + 'static> ::grafana_resource_routes::__private::ResourceService
    for Plugin<T>
    where
        Plugin<
            T,
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
};
