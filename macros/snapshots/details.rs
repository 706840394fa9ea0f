impl Plugin {
    /// Deletes a device.
    ///
    /// For good.
    #[allow(clippy::needless_pass_by_value)]
    #[allow(clippy::needless_pass_by_value)]
    #[deprecated(note = "switch it off")]
    #[cfg(feature = "delete")]
    #[tracing::instrument]
    async fn delete(&self, id: u32) {}
    #[doc = include_str!("list.md")]
    #[allow(clippy::needless_pass_by_value)]
    fn list() -> impl Future<Output = String> {}
    /// Devices as `a|b`.
    ///
    #[doc = include_str!("formats.md")]
    #[cfg_attr(feature = "csv", cfg(unix), allow(unused))]
    #[cfg(not(test))]
    #[allow(clippy::needless_pass_by_value)]
    fn csv() {}
    /** Names of
         * devices | of fans.
         */
    #[deprecated]
    #[allow(clippy::needless_pass_by_value)]
    fn names() {}
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
    impl Plugin
    where
        for<'any> Plugin: __private::SharedPlugin,
    {
        #[cfg(feature = "delete")]
        fn __route_0_delete<'call>(
            __call: __private::Call<'call, Self>,
        ) -> impl __private::Future<
            Output = __private::Outgoing,
        > + __private::Send + 'call {
            __private::handle2(
                __call,
                __private::receiver(),
                <u32 as __private::HandlerParameter<_>>::at::<0usize>(),
                {
                    __private::HandlerResponse::returned(
                        (&&&&__private::HandlerError::judged(
                            (&&&&&&&&__private::returned2(Self::delete)).failure(),
                        ))
                            .answer_way(),
                    )
                },
                Self::delete,
            )
        }
        #[cfg(feature = "delete")]
        fn __route_1_delete<'call>(
            __call: __private::Call<'call, Self>,
        ) -> impl __private::Future<
            Output = __private::Outgoing,
        > + __private::Send + 'call {
            __private::handle2(
                __call,
                __private::receiver(),
                <u32 as __private::HandlerParameter<_>>::at::<0usize>(),
                {
                    __private::HandlerResponse::returned(
                        (&&&&__private::HandlerError::judged(
                            (&&&&&&&&__private::returned2(Self::delete)).failure(),
                        ))
                            .answer_way(),
                    )
                },
                Self::delete,
            )
        }
        fn __route_2_list<'call>(
            __call: __private::Call<'call, Self>,
        ) -> impl __private::Future<
            Output = __private::Outgoing,
        > + __private::Send + 'call {
            __private::handle0(
                __call,
                {
                    __private::HandlerResponse::returned(
                        (&&&&__private::HandlerError::judged(
                            (&&&&&&&&__private::returned0(Self::list)).failure(),
                        ))
                            .answer_way(),
                    )
                },
                Self::list,
            )
        }
        #[cfg_attr(feature = "csv", cfg(unix))]
        #[cfg(not(test))]
        fn __route_3_csv<'call>(
            __call: __private::Call<'call, Self>,
        ) -> impl __private::Future<
            Output = __private::Outgoing,
        > + __private::Send + 'call {
            __private::handle0(
                __call,
                {
                    __private::HandlerResponse::returned(
                        (&&&&__private::HandlerError::judged(
                            (&&&&&&&&__private::returned0(Self::csv)).failure(),
                        ))
                            .answer_way(),
                    )
                },
                Self::csv,
            )
        }
        fn __route_4_names<'call>(
            __call: __private::Call<'call, Self>,
        ) -> impl __private::Future<
            Output = __private::Outgoing,
        > + __private::Send + 'call {
            __private::handle0(
                __call,
                {
                    __private::HandlerResponse::returned(
                        (&&&&__private::HandlerError::judged(
                            (&&&&&&&&__private::returned0(Self::names)).failure(),
                        ))
                            .answer_way(),
                    )
                },
                Self::names,
            )
        }
    }
    #[automatically_derived]
    impl __private::ResourceRoutes for Plugin {}
    #[automatically_derived]
    impl __private::Routing for Plugin
    where
        for<'any> Plugin: __private::SharedPlugin,
    {
        fn table() -> &'static __private::Table {
            static ROUTES: &[__private::Route] = &[
                #[cfg(feature = "delete")]
                __private::Route::new(
                        0u16,
                        __private::RouteMethod::Delete,
                        "/devices/{id}",
                        "/devices/{p0}",
                        "delete",
                    )
                    .with_docs("Deletes a device.\n\nFor good.")
                    .with_path_parameters(&["id"])
                    .with_arguments(&[__private::ArgumentInfo::parameter("id", "u32")])
                    .with_role(__private::Role::Admin)
                    .with_deprecated("switch it off"),
                #[cfg(feature = "delete")]
                __private::Route::new(
                        1u16,
                        __private::RouteMethod::Post,
                        "/devices/{id}/delete",
                        "/devices/{p0}/delete",
                        "delete",
                    )
                    .with_id("delete_by_post")
                    .with_docs("Deletes a device.\n\nFor good.")
                    .with_path_parameters(&["id"])
                    .with_arguments(&[__private::ArgumentInfo::parameter("id", "u32")])
                    .with_role(__private::Role::Viewer)
                    .with_deprecated("switch it off"),
                __private::Route::new(
                        2u16,
                        __private::RouteMethod::Any,
                        "/devices",
                        "/devices",
                        "list",
                    )
                    .with_docs(::core::concat!(include_str!("list.md"), "\n"))
                    .with_response("impl Future<Output = String>")
                    .with_role(__private::Role::Viewer),
                #[cfg_attr(feature = "csv", cfg(unix))]
                #[cfg(not(test))]
                __private::Route::new(
                        3u16,
                        __private::RouteMethod::Get,
                        "/devices.csv",
                        "/devices.csv",
                        "csv",
                    )
                    .with_docs(
                        ::core::concat!(
                            "Devices as `a|b`.", "\n", "", "\n",
                            include_str!("formats.md"), "\n"
                        ),
                    )
                    .with_role(__private::Role::Viewer),
                __private::Route::new(
                        4u16,
                        __private::RouteMethod::Get,
                        "/names",
                        "/names",
                        "names",
                    )
                    .with_docs("Names of\ndevices | of fans.")
                    .with_role(__private::Role::Viewer)
                    .with_deprecated(""),
            ];
            static TABLE: __private::Table = __private::Table::new(ROUTES);
            &TABLE
        }
        fn answer(&self, __arrived: __private::Arrived<Self>) -> __private::Pending<'_> {
            match __private::number(&__arrived) {
                #[cfg(feature = "delete")]
                0u16 => __private::answer(self, __arrived, Self::__route_0_delete),
                #[cfg(feature = "delete")]
                1u16 => __private::answer(self, __arrived, Self::__route_1_delete),
                2u16 => __private::answer(self, __arrived, Self::__route_2_list),
                #[cfg_attr(feature = "csv", cfg(unix))]
                #[cfg(not(test))]
                3u16 => __private::answer(self, __arrived, Self::__route_3_csv),
                4u16 => __private::answer(self, __arrived, Self::__route_4_names),
                _ => __private::no_such_route(&__arrived),
            }
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
    #[automatically_derived]
    #[allow(dead_code)]
    impl Plugin {
        ///The routes of this plugin, in the order in which they are written.
        ///
        ///| Method | Path | Role | Handler | |
        ///|---|---|---|---|---|
        #[cfg_attr(
            all(feature = "delete"),
            doc = "| `DELETE` | `/devices/{id}` | Admin | `delete` | Deprecated: switch it off. Deletes a device. |"
        )]
        #[cfg_attr(
            all(feature = "delete"),
            doc = "| `POST` | `/devices/{id}/delete` | Viewer | `delete` | Deprecated: switch it off. Deletes a device. |"
        )]
        ///| `ANY` | `/devices` | Viewer | `list` |  |
        #[cfg_attr(
            all(any(not(feature = "csv"), all(unix)), not(test)),
            doc = "| `GET` | `/devices.csv` | Viewer | `csv` | Devices as `a\\|b`. |"
        )]
        ///| `GET` | `/names` | Viewer | `names` | Deprecated. Names of devices \| of fans. |
        #[allow(rustdoc::all)]
        pub fn routes() -> __private::Routes {
            __private::routes_of::<Self>()
        }
    }
};
const _: () = {
    #[allow(unused_imports)]
    use routes::any as _;
};
