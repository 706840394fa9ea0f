//! A plugin with everything in it, without a single name in scope.
#![deny(warnings)]
#![forbid(unsafe_code)]
#![no_implicit_prelude]

#[derive(::std::clone::Clone, ::std::fmt::Debug, ::grafana_plugin_sdk::prelude::GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app", json_data = "Data")]
struct Plugin;

#[derive(::std::clone::Clone, ::std::fmt::Debug, ::serde::Deserialize, ::serde::Serialize)]
struct Data {
    name: ::std::string::String,
}

fn shape(error: &::grafana_resource_routes::Error) -> ::axum_core::response::Response {
    ::axum_core::response::IntoResponse::into_response(error.status())
}

/// Routes.
#[::grafana_resource_routes::resource_routes(errors = shape, role = Viewer)]
impl Plugin {
    /// One.
    #[::grafana_resource_routes::get("/one/{id}", role = Admin, id = "first")]
    async fn one(
        &self,
        id: u32,
        query: ::grafana_resource_routes::Query<Data>,
        body: ::grafana_resource_routes::Json<Data>,
    ) -> ::std::result::Result<::grafana_resource_routes::Json<Data>, ::grafana_resource_routes::Error> {
        let _ = (id, query);
        ::std::result::Result::Ok(body)
    }

    #[get("/two/{id}")]
    fn two(
        &self,
        context: &::grafana_resource_routes::Context<Self>,
        data: ::std::option::Option<::grafana_resource_routes::JsonData<Self>>,
        all: ::std::result::Result<
            ::grafana_resource_routes::Path<u32>,
            ::grafana_resource_routes::Rejection,
        >,
    ) -> ::std::option::Option<::std::string::String> {
        let _ = (context, data, all);
        ::std::option::Option::None
    }

    #[any("/three")]
    #[deprecated]
    async fn three(body: ::axum::Json<Data>) -> ::axum::response::Response {
        ::axum::response::IntoResponse::into_response(body)
    }

    #[get("/four")]
    fn four(&self) -> impl ::std::future::Future<Output = &'static str> + ::std::marker::Send {
        async { "" }
    }
}

fn main() {
    let _ = Plugin::routes();
}
