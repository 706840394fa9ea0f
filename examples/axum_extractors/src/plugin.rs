//! The plugin: its routes, with the extractors and responses of axum.

use std::convert::Infallible;
use std::time::Duration;

use axum::Form;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, ETAG};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{AppendHeaders, IntoResponse};
use axum_extra::TypedHeader;
use axum_extra::headers::{self, IfNoneMatch};
use futures_core::Stream;
use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Error, Json, resource_routes};
use serde::{Deserialize, Serialize};
use tokio_stream::StreamExt;

/// The app.
#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
pub struct Reports;

/// A report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What it is about.
    pub title: String,
}

/// What a search form sends.
#[derive(Clone, Debug, Deserialize)]
pub struct Search {
    /// What is looked for.
    pub text: String,
}

/// A file that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub bytes: usize,
}

const VERSION: &str = "\"v1\"";

#[resource_routes]
impl Reports {
    /// A report, unless the browser has it already: a typed header.
    #[get("/report")]
    fn report(known: Option<TypedHeader<IfNoneMatch>>) -> impl IntoResponse {
        let current: headers::ETag = VERSION.parse().expect("a quoted text is an entity tag");
        let tags = [(ETAG, VERSION), (CACHE_CONTROL, "private")];
        // `precondition_passes` says whether to send it.
        if known.is_none_or(|TypedHeader(known)| known.precondition_passes(&current)) {
            (tags, Json(Report { title: "Weekly".to_owned() })).into_response()
        } else {
            (StatusCode::NOT_MODIFIED, tags).into_response()
        }
    }

    /// Create a report: axum's own JSON, and a tuple with a status and headers.
    // `Result` leaves the answer to the handler. axum would answer in plain text, of which Grafana's front end shows
    // nothing; the library's own `Json` answers in JSON by itself.
    #[post("/reports", role = Editor)]
    fn create(body: Result<axum::Json<Report>, JsonRejection>) -> Result<impl IntoResponse, Error> {
        let axum::Json(report) = body.map_err(|refused| Error::new(refused.status(), refused.body_text()))?;
        Ok((StatusCode::CREATED, AppendHeaders([(ETAG, VERSION)]), Json(report)))
    }

    /// Search for reports: a form.
    #[post("/search")]
    fn search(Form(search): Form<Search>) -> String {
        format!("no report is about {}", search.text)
    }

    /// Send files: a multipart body.
    // It reads the body, so it is the last argument.
    #[post("/files", role = Editor)]
    async fn upload(mut files: Multipart) -> Result<Json<Vec<Uploaded>>, MultipartError> {
        let mut uploaded = Vec::new();
        while let Some(file) = files.next_field().await? {
            let name = file.file_name().unwrap_or("unnamed").to_owned();
            uploaded.push(Uploaded { name, bytes: file.bytes().await?.len() });
        }
        Ok(Json(uploaded))
    }

    /// Count down: server-sent events.
    #[get("/countdown")]
    fn countdown() -> Sse<impl Stream<Item = Result<Event, Infallible>> + Send + 'static> {
        let events = tokio_stream::iter((0..=3).rev());
        let events = events.map(|number: u32| Ok(Event::default().event("tick").data(number.to_string())));
        Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
    }
}
