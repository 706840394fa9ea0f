///# Routes
///
///| Method | Path | Role | Handler | |
///|---|---|---|---|---|
///| `GET` | `/` |  | `root` |  |
///| `GET` | `/routes` |  | `routes` |  |
///
impl Plugin {
    fn root(&self) {}
    fn routes(&self) {}
}
const _: () = {
    #[allow(unused_imports)]
    use renamed::__private::{
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
        Plugin: renamed::__private::GrafanaPlugin + renamed::__private::Send
            + renamed::__private::Sync + 'static,
    {
        fn __route_0_root<'call>(
            __call: renamed::__private::Call<'call, Self>,
        ) -> impl renamed::__private::Future<
            Output = renamed::__private::Outgoing,
        > + renamed::__private::Send + 'call {
            renamed::__private::handle1(
                __call,
                renamed::__private::receiver(),
                {
                    (&&&&&&renamed::__private::returned1(Self::root))
                        .answer_way()
                        .returned()
                },
                Self::root,
            )
        }
        fn __route_1_routes<'call>(
            __call: renamed::__private::Call<'call, Self>,
        ) -> impl renamed::__private::Future<
            Output = renamed::__private::Outgoing,
        > + renamed::__private::Send + 'call {
            renamed::__private::handle1(
                __call,
                renamed::__private::receiver(),
                {
                    (&&&&&&renamed::__private::returned1(Self::routes))
                        .answer_way()
                        .returned()
                },
                Self::routes,
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
    impl renamed::__private::ResourceRoutes for Plugin
    where
        Plugin: renamed::__private::GrafanaPlugin + renamed::__private::Send
            + renamed::__private::Sync + 'static,
    {
        fn table() -> &'static renamed::__private::Table {
            static ROUTES: &[renamed::__private::Route] = &[
                renamed::__private::Route::new(
                    0u16,
                    renamed::__private::RouteMethod::Get,
                    "/",
                    "/",
                    "root",
                ),
                renamed::__private::Route::new(
                    1u16,
                    renamed::__private::RouteMethod::Get,
                    "/routes",
                    "/routes",
                    "routes",
                ),
            ];
            static TABLE: renamed::__private::Table = renamed::__private::Table::new(
                ROUTES,
            );
            &TABLE
        }
        fn answer(
            &self,
            __arrived: renamed::__private::Arrived<Self>,
        ) -> renamed::__private::Pending<'_> {
            match renamed::__private::number(&__arrived) {
                0u16 => renamed::__private::answer(self, __arrived, Self::__route_0_root),
                1u16 => {
                    renamed::__private::answer(self, __arrived, Self::__route_1_routes)
                }
                _ => renamed::__private::no_such_route(&__arrived),
            }
        }
        fn error_shape() -> renamed::__private::Option<renamed::__private::ErrorShape> {
            renamed::__private::Option::Some(|error| renamed::__private::axum_core::response::IntoResponse::into_response(
                crate::render(error),
            ))
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
    impl renamed::__private::ResourceService for Plugin
    where
        Plugin: renamed::__private::GrafanaPlugin + renamed::__private::Send
            + renamed::__private::Sync + 'static,
    {
        type Error = renamed::__private::Never;
        type InitialResponse = renamed::__private::Reply;
        type Stream = renamed::__private::Tail;
        fn call_resource<'life0, 'async_trait>(
            &'life0 self,
            __request: renamed::__private::CallResourceRequest<Self>,
        ) -> renamed::__private::Pin<
            renamed::__private::Box<
                dyn renamed::__private::Future<
                    Output = renamed::__private::Result<
                        (renamed::__private::Reply, renamed::__private::Tail),
                        renamed::__private::Never,
                    >,
                > + renamed::__private::Send + 'async_trait,
            >,
        >
        where
            'life0: 'async_trait,
            Self: 'async_trait,
        {
            renamed::__private::dispatch(self, __request)
        }
    }
};
