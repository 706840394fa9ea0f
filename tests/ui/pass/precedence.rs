//! Paths that match one call stand together where one of them says more, in whatever order they are written.
#![deny(warnings)]

use grafana_plugin_sdk::prelude::GrafanaPlugin;
use grafana_resource_routes::{resource_routes, testing::Client};

macro_rules! plugin {
    ($name:ident, $(#[$attribute:meta] $handler:ident)*) => {
        #[derive(Clone, Debug, GrafanaPlugin)]
        #[grafana_plugin(plugin_type = "app")]
        struct $name;

        #[resource_routes]
        impl $name {
            $(
                #[$attribute]
                fn $handler() -> &'static str {
                    stringify!($handler)
                }
            )*
        }
    };
}

plugin! { Forth,
    #[get("/{_name}")] parameter
    #[get("/{*_rest}")] catch_all
    #[get("/icon-{_name}.png")] icon_png
    #[get("/icon-{_name}.jpg")] icon_jpg
    #[get("/{_name}.png")] png
    #[get("/icon")] text
    #[get("/{_name}/icon")] below
}

plugin! { Back,
    #[get("/{_name}/icon")] below
    #[get("/icon")] text
    #[get("/{_name}.png")] png
    #[get("/icon-{_name}.jpg")] icon_jpg
    #[get("/icon-{_name}.png")] icon_png
    #[get("/{*_rest}")] catch_all
    #[get("/{_name}")] parameter
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (forth, back) = (Client::new(Forth), Client::new(Back));
    for (path, handler) in [
        ("/icon", "text"),
        ("/icon-x.png", "icon_png"),
        ("/icon-x.jpg", "icon_jpg"),
        ("/x.png", "png"),
        ("/x.jpg", "parameter"),
        ("/x", "parameter"),
        ("/x/icon", "below"),
        ("/x/y", "catch_all"),
        ("/x.png/y", "catch_all"),
    ] {
        assert_eq!(forth.get(path).await.text(), handler, "{path}");
        assert_eq!(back.get(path).await.text(), handler, "{path}");
    }
}
