::core::compile_error! {
    "a route's path begins with `/`: write `\"/health\"`"
}
::core::compile_error! {
    "calls run at the same time and share the plugin: write `&self`, and keep what changes in a `Mutex` or an atomic"
}
impl<T: Send + Sync + 'static> Plugin<T> {
    #[allow(clippy::needless_pass_by_value)]
    fn health(&mut self) {}
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
    #[automatically_derived]
    impl<T: Send + Sync + 'static> __private::ResourceRoutes for Plugin<T>
    where
        Plugin<T>: __private::SharedPlugin,
    {}
    #[automatically_derived]
    impl<T: Send + Sync + 'static> __private::Routing for Plugin<T>
    where
        Plugin<T>: __private::SharedPlugin,
    {
        fn table() -> &'static __private::Table {
            static TABLE: __private::Table = __private::Table::new(&[]);
            &TABLE
        }
        fn answer(&self, __arrived: __private::Arrived<Self>) -> __private::Pending<'_> {
            __private::no_such_route(&__arrived)
        }
    }
    #[automatically_derived]
    #[allow(dead_code)]
    impl<T: Send + Sync + 'static> Plugin<T>
    where
        Plugin<T>: __private::SharedPlugin,
    {
        #[doc(hidden)]
        pub fn routes() -> __private::Routes {
            __private::routes_of::<Self>()
        }
    }
    #[automatically_derived]
    impl<T: Send + Sync + 'static> __private::ResourceService for Plugin<T>
    where
        Plugin<T>: __private::SharedPlugin,
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
