//! A stream of lines: its query, and its chunks. Called by [`crate::plugin`].

use std::convert::Infallible;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use futures_util::{Stream, stream};
use grafana_resource_routes::Error;
use serde::Deserialize;

use crate::GoDuration;

/// What may be asked of `/stream`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default)]
pub struct StreamQuery {
    /// The number of the last line.
    pub count: i64,
    /// The number of the first line.
    pub start: i64,
    /// How often what is there is sent: after each line (100) down to at the end only (0).
    pub flush: u8,
    /// How long to wait after each line.
    pub sleep: GoDuration,
    /// What a line looks like.
    pub format: Format,
}

impl Default for StreamQuery {
    fn default() -> Self {
        Self {
            count: 10,
            start: 1,
            flush: 100,
            sleep: GoDuration(Duration::from_millis(10)),
            format: Format::Text,
        }
    }
}

impl StreamQuery {
    /// What serde's types do not say.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        if self.flush > 100 {
            return Err(Error::bad_request("query: `flush` is a percentage, from 0 to 100"));
        }
        Ok(self)
    }
}

/// What a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Format {
    /// `Message #1`
    #[serde(rename = "")]
    Text,
    /// A JSON object.
    #[serde(rename = "json")]
    Json,
    /// A line as `InfluxDB` takes them.
    #[serde(rename = "influx")]
    Influx,
}

/// The lines in the pieces in which they are sent.
pub(crate) fn chunks(query: StreamQuery) -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream::unfold(Lines { next: query.start, saved: 0, query }, |mut lines| async {
        let chunk = lines.chunk().await?;
        Some((Ok(chunk), lines))
    })
}

struct Lines {
    query: StreamQuery,
    next: i64,
    /// Percent of a flush that earlier lines have saved up.
    saved: u8,
}

impl Lines {
    /// The lines up to the next flush; `None` after the last one.
    async fn chunk(&mut self) -> Option<Bytes> {
        let mut chunk = String::new();
        while self.next <= self.query.count {
            chunk += &line(self.next, self.query.format);
            self.next += 1;
            tokio::time::sleep(self.query.sleep.0).await;
            // 40 % of all lines, and every time the same ones.
            self.saved += self.query.flush;
            if self.saved >= 100 {
                self.saved -= 100;
                break;
            }
        }
        (!chunk.is_empty()).then(|| chunk.into())
    }
}

fn line(number: i64, format: Format) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    match format {
        Format::Text => format!("Message #{number}\n"),
        Format::Json => {
            let line = serde_json::json!({
                "message": format!("Message #{number}"),
                "value": value(number),
                "time": u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
            });
            format!("{line}\n")
        }
        Format::Influx => format!("testdata,source=stream value={} {}\n", value(number), now.as_nanos()),
    }
}

/// A wave of a hundred lines.
fn value(number: i64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "from 0 to 99")]
    let place = number.rem_euclid(100) as f64;
    (place / 100.0 * std::f64::consts::TAU).sin()
}
