///# Routes
///
///| Method | Path | Role | Handler | |
///|---|---|---|---|---|
#[cfg_attr(
    all(feature = "delete"),
    doc = "| `DELETE` | `/devices/{id}` | Admin | `delete` | Deletes a device. |"
)]
#[cfg_attr(
    all(feature = "delete"),
    doc = "| `POST` | `/devices/{id}/delete` | Viewer | `delete` | Deletes a device. |"
)]
///| `ANY` | `/devices` | Viewer | `list` |  |
///
impl Plugin {
    /// Deletes a device.
    ///
    /// For good.
    #[deprecated(note = "switch it off")]
    #[cfg(feature = "delete")]
    #[tracing::instrument]
    async fn delete(&self, id: u32) {}
    #[doc = include_str!("list.md")]
    fn list() -> impl Future<Output = String> {}
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
        #[cfg(feature = "delete")]
        fn __route_0_delete<'call>(
            __call: ::grafana_resource_routes::__private::Call<'call, Self>,
        ) -> impl ::grafana_resource_routes::__private::Future<
            Output = ::grafana_resource_routes::__private::Outgoing,
        > + ::grafana_resource_routes::__private::Send + 'call {
            ::grafana_resource_routes::__private::handle2(
                __call,
                ::grafana_resource_routes::__private::receiver(),
                ::grafana_resource_routes::__private::path_parameter::<
                    0usize,
                    _,
                    u32,
                >(&__call),
                {
                    (&&&&&&::grafana_resource_routes::__private::returned2(Self::delete))
                        .answer_way()
                        .returned()
                },
                Self::delete,
            )
        }
        #[cfg(feature = "delete")]
        fn __route_1_delete<'call>(
            __call: ::grafana_resource_routes::__private::Call<'call, Self>,
        ) -> impl ::grafana_resource_routes::__private::Future<
            Output = ::grafana_resource_routes::__private::Outgoing,
        > + ::grafana_resource_routes::__private::Send + 'call {
            ::grafana_resource_routes::__private::handle2(
                __call,
                ::grafana_resource_routes::__private::receiver(),
                ::grafana_resource_routes::__private::path_parameter::<
                    0usize,
                    _,
                    u32,
                >(&__call),
                {
                    (&&&&&&::grafana_resource_routes::__private::returned2(Self::delete))
                        .answer_way()
                        .returned()
                },
                Self::delete,
            )
        }
        fn __route_2_list<'call>(
            __call: ::grafana_resource_routes::__private::Call<'call, Self>,
        ) -> impl ::grafana_resource_routes::__private::Future<
            Output = ::grafana_resource_routes::__private::Outgoing,
        > + ::grafana_resource_routes::__private::Send + 'call {
            ::grafana_resource_routes::__private::handle0(
                __call,
                {
                    (&&&&&&::grafana_resource_routes::__private::returned0(Self::list))
                        .answer_way()
                        .returned()
                },
                Self::list,
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
                #[cfg(feature = "delete")]
                ::grafana_resource_routes::__private::Route::new(
                        0u16,
                        ::grafana_resource_routes::__private::RouteMethod::Delete,
                        "/devices/{id}",
                        "/devices/{p0}",
                        "delete",
                    )
                    .with_docs("Deletes a device.\n\nFor good.")
                    .with_path_parameters(&["id"])
                    .with_arguments(
                        &[
                            ::grafana_resource_routes::__private::ArgumentInfo::parameter(
                                "id",
                                "u32",
                            ),
                        ],
                    )
                    .with_role(::grafana_resource_routes::__private::Role::Admin)
                    .with_deprecated("switch it off"),
                #[cfg(feature = "delete")]
                ::grafana_resource_routes::__private::Route::new(
                        1u16,
                        ::grafana_resource_routes::__private::RouteMethod::Post,
                        "/devices/{id}/delete",
                        "/devices/{p0}/delete",
                        "delete",
                    )
                    .with_id("delete_by_post")
                    .with_docs("Deletes a device.\n\nFor good.")
                    .with_path_parameters(&["id"])
                    .with_arguments(
                        &[
                            ::grafana_resource_routes::__private::ArgumentInfo::parameter(
                                "id",
                                "u32",
                            ),
                        ],
                    )
                    .with_role(::grafana_resource_routes::__private::Role::Viewer)
                    .with_deprecated("switch it off"),
                ::grafana_resource_routes::__private::Route::new(
                        2u16,
                        ::grafana_resource_routes::__private::RouteMethod::Any,
                        "/devices",
                        "/devices",
                        "list",
                    )
                    .with_docs(::core::concat!(include_str!("list.md"), "\n"))
                    .with_response("impl Future<Output = String>")
                    .with_role(::grafana_resource_routes::__private::Role::Viewer),
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
                #[cfg(feature = "delete")]
                0u16 => {
                    ::grafana_resource_routes::__private::answer(
                        self,
                        __arrived,
                        Self::__route_0_delete,
                    )
                }
                #[cfg(feature = "delete")]
                1u16 => {
                    ::grafana_resource_routes::__private::answer(
                        self,
                        __arrived,
                        Self::__route_1_delete,
                    )
                }
                2u16 => {
                    ::grafana_resource_routes::__private::answer(
                        self,
                        __arrived,
                        Self::__route_2_list,
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
const _: () = {
    #[allow(unused_imports)]
    use routes::any as _;
};
