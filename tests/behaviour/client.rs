//! What the test client says of a call, and how it writes what is asked for.

use axum::extract::Multipart;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{
    Context, Error, Query, SecureJsonData, Settings, resource_routes,
    testing::{Multipart as Form, Way},
};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use crate::client;

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Secrets {
    basic_auth_password: Option<String>,
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", secure_json_data = "Secrets")]
struct Source;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct App;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource")]
struct Resources;

/// `null` or a number.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app", json_data = "Option<u8>")]
struct Nullable;

#[derive(Debug, Deserialize, Serialize)]
struct Page {
    from: i64,
    text: Option<String>,
    id: Vec<u32>,
}

#[resource_routes]
impl Source {
    #[get("/settings")]
    fn settings(settings: &Settings<Self>, SecureJsonData(secrets): SecureJsonData<'_, Self>) -> String {
        format!("{:?} {:?}", settings.data_source(), secrets.basic_auth_password)
    }

    #[get("/who")]
    fn who(context: &Context<Self>) -> String {
        format!("{} {:?}", context.org_id(), context.user())
    }

    #[any("/headers")]
    fn headers(headers: &HeaderMap) -> String {
        let mut lines: Vec<_> = headers.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        lines.sort();
        lines.join(" ")
    }

    #[get("/query")]
    fn query(Query(page): Query<Page>) -> String {
        format!("{page:?}")
    }

    #[post("/form")]
    fn form(axum::Form(pairs): axum::Form<Vec<(String, String)>>) -> String {
        format!("{pairs:?}")
    }

    #[post("/upload")]
    async fn upload(mut form: Multipart) -> Result<String, Error> {
        let mut parts = Vec::new();
        while let Some(field) = form.next_field().await? {
            let (name, file) = (field.name().map(str::to_owned), field.file_name().map(str::to_owned));
            let content_type = field.content_type().map(str::to_owned);
            parts.push(format!("{name:?} {file:?} {content_type:?} {:?}", field.bytes().await?));
        }
        Ok(parts.join("; "))
    }
}

// Its name is doubtful, and that is what is asked of it.
#[allow(deprecated)]
#[resource_routes]
impl Resources {
    #[get("/resources/{id}")]
    fn resource(id: u32) -> String {
        id.to_string()
    }
}

#[resource_routes]
impl App {
    #[get("/settings")]
    fn settings(settings: &Settings<Self>) -> Result<String, Error> {
        Ok(format!("{:?} {}", settings.data_source(), settings.json_data()?))
    }
}

#[resource_routes]
impl Nullable {
    #[get("/number")]
    fn number(settings: &Settings<Self>) -> Result<String, Error> {
        Ok(format!("{:?}", settings.json_data()?))
    }
}

#[tokio::test]
async fn a_data_source_is_configured() {
    let client = client(Source)
        .uid("u")
        .url("http://db")
        .database("metrics")
        .database_user("reader")
        .basic_auth("ada", "secret");
    assert_eq!(
        client.get("settings").await.text(),
        "Some(DataSource { id: 1, uid: \"u\", name: \"u\", url: \"http://db\", user: \"reader\", database: \"metrics\", \
         basic_auth_enabled: true, basic_auth_user: \"ada\" }) Some(\"secret\")"
    );
}

#[tokio::test]
async fn one_request_may_have_other_settings_than_the_client() {
    let client = client(Source).url("http://a");
    let other = client.get("settings").url("http://b").basic_auth("ada", "other").await;
    assert!(other.text().contains("http://b") && other.text().contains("other"), "{}", other.text());
    let answer = client.get("settings").await;
    assert!(answer.text().contains("http://a") && answer.text().ends_with("None"), "{}", answer.text());
}

#[tokio::test]
async fn the_caller_has_a_name_and_an_address() {
    let client = client(Source).login("ada").user_name("Ada").email("ada@example.org");
    let answer = client.get("who").org_id(7).await;
    assert!(answer.text().starts_with("7 "), "{}", answer.text());
    for part in ["\"ada\"", "\"Ada\"", "\"ada@example.org\""] {
        assert!(answer.text().contains(part), "{part}: {}", answer.text());
    }
    assert!(client.get("who").login("bob").await.text().contains("\"bob\""));
}

#[tokio::test]
async fn parameters_are_written_as_browsers_do() {
    let expected = "Page { from: -1, text: Some(\"a b&c=d+é\"), id: [1, 2] }";
    let page = Page { from: -1, text: Some("a b&c=d+é".to_owned()), id: vec![1, 2] };
    assert_eq!(client(Source).get("query").query(&page).await.text(), expected);
    let pairs = client(Source).get("query?id=1&text=a+b%26c%3Dd%2B%C3%A9").query([("from", -1), ("id", 2)]);
    assert_eq!(pairs.await.text(), expected);
}

#[tokio::test]
async fn no_parameters_leave_the_path_as_it_is() {
    let request = client(Source).get("query?from=1&id=1").query(()).await;
    assert_eq!(request.text(), "Page { from: 1, text: None, id: [1] }");
}

#[tokio::test]
async fn a_form_has_the_type_of_a_form() {
    let answer = client(Source).post("form").form([("a", "1 2"), ("b", "&")]).await;
    assert_eq!(answer.text(), r#"[("a", "1 2"), ("b", "&")]"#);
}

#[tokio::test]
async fn a_form_may_have_files() {
    let form = Form::new().field("unit", "m").file("points", "points.csv", "text/csv", "1,2\r\n");
    assert_eq!(
        client(Source).post("upload").multipart(form).await.text(),
        "Some(\"unit\") None None b\"m\"; Some(\"points\") Some(\"points.csv\") Some(\"text/csv\") b\"1,2\\r\\n\""
    );
}

#[tokio::test]
async fn on_apis_the_path_is_not_cut_at_a_segment_of_the_plugins_own() {
    let client = client(Resources);
    assert_eq!(client.clone().way(Way::Apis).get("resources/7").await.text(), "7");
    assert_eq!(client.clone().way(Way::OlderApis).get("resources/7").await.status(), 404);
}

#[tokio::test]
async fn on_apis_headers_arrive_that_are_replaced_elsewhere() {
    let client = client(Source);
    let referred = || client.get("headers").header("referer", "/d/abc").header("origin", "http://grafana");
    assert_eq!(referred().await.text(), r#"x-grafana-referer="/d/abc""#);
    let by_apis = client.clone().way(Way::Apis).get("headers").header("referer", "/d/abc").await;
    assert_eq!(by_apis.text(), r#"referer="/d/abc""#);
}

#[tokio::test]
async fn an_id_of_the_requests_own_arrives_where_the_caller_has_no_token() {
    let client = client(Source).way(Way::Apis);
    let request = || client.get("headers").header("x-grafana-id", "forged");
    assert_eq!(request().await.text(), r#"x-grafana-id="forged""#);
    assert!(!request().id_token("signed").await.text().contains("forged"));
}

#[tokio::test]
async fn a_data_source_may_keep_cookies_and_tokens() {
    let client = client(Source).way(Way::Apis);
    let request = || client.get("headers").header("cookie", "a=1; b=2").header("authorization", "Bearer t");
    assert_eq!(request().await.text(), "");
    let settings = serde_json::json!({ "keepCookies": ["b"], "oauthPassThru": true });
    assert_eq!(request().json_data(settings).await.text(), r#"authorization="Bearer t" cookie="b=2""#);
}

#[tokio::test]
async fn an_apps_json_data_can_be_null() {
    assert_eq!(client(Nullable).json_data(()).get("number").await.text(), "None");
    assert_eq!(client(Nullable).json_data(7).get("number").await.text(), "Some(7)");
}

#[tokio::test]
async fn what_only_a_data_source_has_an_app_does_not_get() {
    let answer = client(App).url("http://db").json_data(serde_json::json!({ "a": 1 })).get("settings").await;
    assert_eq!(answer.text(), r#"None {"a":1}"#);
}

#[tokio::test]
async fn debug_output_has_no_secret() {
    let client = client(Source).secret("k", "s3cret").basic_auth("u", "s3cret").id_token("s3cret");
    let client = client.metadata("authorization", "s3cret").grafana_config("GF_SECRET", "s3cret");
    let form = Form::new().field("password", "s3cret");
    let request = client.post("upload").query([("q", "s3cret")]).multipart(form);
    assert!(!format!("{client:?} {request:?}").contains("s3cret"));
}
