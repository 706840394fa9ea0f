::core::compile_error! {
    "the plugin lives as long as the server: write `'static` in place of this lifetime"
}
impl<'p, C: Client, const N: usize> Plugin<'p, C, N>
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
    #[automatically_derived]
    impl<C: Client, const N: usize> __private::ResourceRoutes for Plugin<'static, C, N>
    where
        Plugin<'static, C, N>: __private::SharedPlugin,
    {}
    #[automatically_derived]
    impl<C: Client, const N: usize> __private::Routing for Plugin<'static, C, N>
    where
        Plugin<'static, C, N>: __private::SharedPlugin,
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
    impl<C: Client, const N: usize> Plugin<'static, C, N>
    where
        Plugin<'static, C, N>: __private::SharedPlugin,
    {
        #[doc(hidden)]
        pub fn routes() -> __private::Routes {
            __private::routes_of::<Self>()
        }
    }
    #[automatically_derived]
    impl<C: Client, const N: usize> __private::ResourceService for Plugin<'static, C, N>
    where
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
};
