//! What follows a match: `requests.json` says it in words, here it is in checks on the `Typed` blocks.

use super::reply::Reply;

/// What the answer must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    Status(i32),
    /// A status, and an error's message with this text in it.
    Refused(i32, &'static str),
    /// The body of the request, sent back.
    Same(&'static [u8]),
    /// A response that has no end comes message by message, with this content type on the first.
    Chunks(&'static str),
    /// A response that has no end is dropped: one message with no body.
    Dropped,
    /// Nothing to check beyond the outcome.
    Nothing,
}

pub(crate) const THEN: &[(&str, Then)] = &[
    ("plain-01-materialize", Then::Status(204)),
    ("plain-06-sdk-example", Then::Same(b"hello")),
    ("plain-07-sdk-example", Then::Chunks("application/x-ndjson")),
    ("plain-09-testdata", Then::Chunks("application/x-ndjson")),
    ("plain-20-elasticsearch", Then::Status(204)),
    ("plain-26-llm-app", Then::Chunks("text/event-stream")),
    ("methods-04-sdk-example", Then::Dropped),
    ("methods-05-cloudwatch", Then::Nothing),
    ("query-04-quotes", Then::Refused(400, "topic")),
    ("query-05-hsds", Then::Refused(400, "domain")),
    ("query-06-hsds", Then::Status(204)),
    ("query-07-hsds", Then::Status(204)),
    ("query-08-hsds", Then::Refused(400, "domain")),
    ("query-17-testdata", Then::Refused(400, "count")),
    ("query-18-testdata", Then::Refused(400, "count")),
    ("query-19-testdata", Then::Refused(400, "count")),
    ("query-20-testdata", Then::Refused(400, "count")),
    ("query-21-testdata", Then::Refused(400, "count")),
    ("query-24-cloudwatch", Then::Refused(400, "UTF-8")),
    ("typed-10-nais-apm", Then::Refused(400, "fingerprint")),
    ("body-02-app-with-backend", Then::Refused(400, "missing")),
    ("body-05-app-with-backend", Then::Status(204)),
    ("body-08-app-with-backend", Then::Refused(415, "application/json")),
    ("body-11-app-with-backend", Then::Refused(422, "")),
    ("body-14-app-with-backend", Then::Refused(422, "")),
    ("body-17-app-with-backend", Then::Refused(400, "")),
    ("body-20-app-with-backend", Then::Refused(422, "")),
    ("body-22-yamcs", Then::Refused(400, "")),
    ("body-26-graphite", Then::Refused(400, "")),
    ("body-28-zabbix", Then::Refused(400, "missing")),
    ("body-30-llm-app", Then::Status(204)),
    ("body-31-sdk-example", Then::Same(b"\x00\xff\x80\x7f\x01")),
    ("body-32-graphite", Then::Refused(415, "application/json")),
    ("body-36-app-with-backend", Then::Refused(400, "")),
    ("headers-01-oncall", Then::Nothing),
    ("headers-05-app-with-backend", Then::Status(204)),
    ("headers-08-app-with-backend", Then::Refused(415, "gzip")),
    ("headers-11-oncall", Then::Nothing),
];

impl Then {
    pub(crate) fn of(id: &str) -> Option<Self> {
        THEN.iter().find(|(of, _)| *of == id).map(|(_, then)| *then)
    }

    /// How many messages of the answer to read.
    pub(crate) fn most(self) -> usize {
        if matches!(self, Self::Chunks(_)) { 3 } else { usize::MAX }
    }

    pub(crate) fn check(self, reply: &Reply) -> Result<(), String> {
        let holds = match self {
            Self::Status(status) => reply.status == status,
            Self::Refused(status, text) => {
                reply.status == status && reply.error_message().is_some_and(|message| message.contains(text))
            }
            Self::Same(bytes) => reply.status == 200 && reply.body() == bytes,
            Self::Chunks(content_type) => {
                reply.header("content-type") == [content_type]
                    && reply.chunks.len() == 3
                    && reply.chunks.iter().all(|chunk| !chunk.is_empty())
            }
            Self::Dropped => reply.status == 200 && reply.chunks == [b""],
            Self::Nothing => true,
        };
        if holds {
            Ok(())
        } else {
            Err(format!("then {self:?}, but: {reply:#?}\n{}", String::from_utf8_lossy(&reply.body())))
        }
    }
}
