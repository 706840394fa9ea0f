//! axum's extractors, unchanged.

use axum::extract::{Multipart, OriginalUri, RawQuery, Request};
use axum_extra::{TypedHeader, headers::ContentType};
use bytes::Bytes;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Json, resource_routes};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin;

#[derive(Deserialize)]
struct Page {
    limit: u32,
}

#[resource_routes]
impl Plugin {
    #[get("/typed")]
    async fn typed(&self, TypedHeader(content_type): TypedHeader<ContentType>) -> String {
        content_type.to_string()
    }

    #[get("/typed/option")]
    async fn typed_option(&self, content_type: Option<TypedHeader<ContentType>>) -> String {
        format!("{:?}", content_type.map(|TypedHeader(content_type)| content_type.to_string()))
    }

    #[get("/query")]
    async fn query(&self, axum::extract::Query(page): axum::extract::Query<Page>) -> String {
        page.limit.to_string()
    }

    #[get("/raw-query")]
    async fn raw_query(&self, RawQuery(query): RawQuery) -> String {
        format!("{query:?}")
    }

    #[get("/original/{id}")]
    async fn original(&self, id: &str, OriginalUri(uri): OriginalUri) -> String {
        format!("{id} {uri}")
    }

    #[post("/json")]
    async fn json(&self, axum::Json(number): axum::Json<u32>) -> axum::Json<u32> {
        axum::Json(number + 1)
    }

    #[post("/json/result")]
    async fn json_result(
        &self,
        json: Result<axum::Json<u32>, axum::extract::rejection::JsonRejection>,
    ) -> String {
        json.map_or_else(|rejection| rejection.status().to_string(), |axum::Json(number)| number.to_string())
    }

    #[post("/json/option")]
    async fn json_option(&self, json: Option<axum::Json<u32>>) -> String {
        format!("{:?}", json.map(|axum::Json(number)| number))
    }

    #[post("/form")]
    async fn form(&self, axum::Form(page): axum::Form<Page>) -> String {
        page.limit.to_string()
    }

    #[post("/multipart")]
    async fn multipart(
        &self,
        mut parts: Multipart,
    ) -> Result<String, axum::extract::multipart::MultipartError> {
        let mut seen = String::new();
        while let Some(field) = parts.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().unwrap_or("-").to_owned();
            seen += &format!("{name} {file} {};", field.bytes().await?.len());
        }
        Ok(seen)
    }

    #[post("/request/{id}")]
    async fn request(&self, id: u32, request: Request) -> String {
        let (head, body) = request.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        format!("{id} {} {} {}", head.method, head.headers.contains_key("x-a"), body.len())
    }

    /// Ours before, axum's last.
    #[post("/mixed/{id}")]
    async fn mixed(
        &self,
        id: u32,
        headers: HeaderMap,
        Json(ours): Json<u32>,
        text: &str,
        OriginalUri(uri): OriginalUri,
        axum::Json(theirs): axum::Json<u32>,
    ) -> String {
        format!("{id} {} {ours} {text} {uri} {theirs}", headers.contains_key("x-a"))
    }

    #[post("/large")]
    async fn large(&self, axum::Json(text): axum::Json<String>) -> String {
        text.len().to_string()
    }

    #[post("/large/request")]
    async fn large_request(&self, request: Request) -> Result<String, StatusCode> {
        use axum::RequestExt as _;
        let bytes: Bytes = request.extract().await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        Ok(bytes.len().to_string())
    }
}

#[tokio::test]
async fn typed_headers() {
    let client = crate::client(Plugin);
    assert_eq!(client.get("typed").header("content-type", "text/css").await.text(), "text/css");
    assert_eq!(client.get("typed").await.status(), 400);
    assert_eq!(client.get("typed/option").await.text(), "None");
    assert_eq!(
        client.get("typed/option").header("content-type", "text/css").await.text(),
        "Some(\"text/css\")"
    );
}

#[tokio::test]
async fn queries() {
    let client = crate::client(Plugin);
    assert_eq!(client.get("query?limit=3").await.text(), "3");
    assert_eq!(client.get("query?limit=x").await.status(), 400);
    assert_eq!(client.get("raw-query?a=%20").await.text(), "Some(\"a=%20\")");
    assert_eq!(client.get("raw-query").await.text(), "None");
}

#[tokio::test]
async fn the_original_uri() {
    assert_eq!(crate::client(Plugin).get("original/a%20b?c").await.text(), "a b /original/a%20b?c");
}

#[tokio::test]
async fn json() {
    let client = crate::client(Plugin);
    assert_eq!(client.post("json").json(&1).await.text(), "2");
    assert_eq!(client.post("json").body("1").await.status(), 415);
    assert_eq!(client.post("json/result").json(&1).await.text(), "1");
    assert_eq!(client.post("json/result").json(&"x").await.text(), "422 Unprocessable Entity");
    assert_eq!(client.post("json/option").await.text(), "None");
    assert_eq!(client.post("json/option").json(&1).await.text(), "Some(1)");
}

#[tokio::test]
async fn a_rejection_of_theirs_has_the_shape_of_all_errors() {
    let answer = crate::client(Plugin).post("json").body("1").await;
    assert_eq!(answer.status(), 415);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.message(), "Expected request with `Content-Type: application/json`");
}

#[tokio::test]
async fn a_form() {
    let client = crate::client(Plugin);
    let form = |body: &'static str| {
        client.post("form").header("content-type", "application/x-www-form-urlencoded").body(body)
    };
    assert_eq!(form("limit=3").await.text(), "3");
    assert_eq!(form("limit=x").await.status(), 422);
}

#[tokio::test]
async fn multipart() {
    let body =
        "--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f.txt\"\r\n\r\nabc\r\n--B--\r\n";
    let request = crate::client(Plugin).post("multipart").body(body);
    assert_eq!(request.header("content-type", "multipart/form-data; boundary=B").await.text(), "a f.txt 3;");
}

#[tokio::test]
async fn the_request_itself() {
    let answer = crate::client(Plugin).post("request/7").header("x-a", "1").body("abc").await;
    assert_eq!(answer.text(), "7 POST true 3");
}

#[tokio::test]
async fn ours_and_theirs_in_one_handler() {
    let answer = crate::client(Plugin).post("mixed/7?q").header("x-a", "1").json(&5).await;
    assert_eq!(answer.text(), "7 true 5 5 /mixed/7?q 5");
}

#[tokio::test]
async fn theirs_have_no_limit_of_two_megabytes() {
    let client = crate::client(Plugin);
    let text = "x".repeat(3 << 20);
    assert_eq!(client.post("large").json(&text).await.text(), (3 << 20).to_string());
    assert_eq!(client.post("large/request").body(text).await.text(), (3 << 20).to_string());
}
