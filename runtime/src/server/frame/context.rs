//! The plugin context of a call: who calls, and with which settings.
//!
//! The small messages are read whole, first for the check, then for those who ask: what passed once passes again.

use super::{
    CallFrame,
    map::{Entries, Pairs, is_string},
    wire::{Cursor, LENGTH, NUMBER, Span, checked_text},
};

const GRAFANA_CONFIG: u32 = 6;
const APP_SECURE: u32 = 4;
const DATA_SOURCE_SECURE: u32 = 9;

/// Where the fields of a `PluginContext` lie.
#[derive(Clone, Default)]
pub(super) struct ContextSpans {
    org_id: i64,
    plugin_id: Span,
    user: Span,
    app: Span,
    data_source: Span,
    grafana_config: Span,
    plugin_version: Span,
    user_agent: Span,
    api_version: Span,
    namespace: Span,
}

impl ContextSpans {
    /// Checks a context. `None` where it is unusual or malformed.
    pub(super) fn read(mut cursor: Cursor<'_>, canonical: bool) -> Option<Self> {
        let mut spans = Self::default();
        let mut config = Entries::default();
        while !cursor.is_at_end() {
            let start = cursor.at();
            match cursor.key()? {
                (1, NUMBER) => spans.org_id = cursor.int64()?,
                (2, LENGTH) => spans.plugin_id = cursor.text_span()?,
                (3, LENGTH) => UserFrame::read(spans.user.set_once(&mut cursor)?).map(drop)?,
                (4, LENGTH) => AppFrame::read(spans.app.set_once(&mut cursor)?, canonical).map(drop)?,
                (5, LENGTH) => {
                    DataSourceFrame::read(spans.data_source.set_once(&mut cursor)?, canonical).map(drop)?;
                }
                (GRAFANA_CONFIG, LENGTH) => {
                    config.add((start, GRAFANA_CONFIG), &mut cursor, is_string, canonical)?;
                }
                (7, LENGTH) => spans.plugin_version = cursor.text_span()?,
                (8, LENGTH) => spans.user_agent = cursor.text_span()?,
                (9, LENGTH) => spans.api_version = cursor.text_span()?,
                (10, LENGTH) => spans.namespace = cursor.text_span()?,
                key => cursor.skip_unknown(key, 10)?,
            }
        }
        spans.grafana_config = config.span;
        Some(spans)
    }
}

/// A `PluginContext` in a frame.
#[derive(Clone, Copy)]
pub(crate) struct ContextFrame<'a>(pub(super) &'a CallFrame);

impl<'a> ContextFrame<'a> {
    pub(crate) fn org_id(self) -> i64 {
        self.0.spans.context_fields.org_id
    }

    pub(crate) fn plugin_id(self) -> &'a str {
        self.text(|fields| fields.plugin_id)
    }

    pub(crate) fn user(self) -> Option<UserFrame<'a>> {
        self.message(|fields| fields.user).and_then(UserFrame::read)
    }

    pub(crate) fn app(self) -> Option<AppFrame<'a>> {
        self.message(|fields| fields.app).and_then(|cursor| AppFrame::read(cursor, true))
    }

    pub(crate) fn data_source(self) -> Option<DataSourceFrame<'a>> {
        self.message(|fields| fields.data_source).and_then(|cursor| DataSourceFrame::read(cursor, true))
    }

    pub(crate) fn grafana_config(self) -> Pairs<'a> {
        let span = self.0.spans.context_fields.grafana_config;
        Pairs::new(Cursor::within(&self.0.bytes, span), GRAFANA_CONFIG)
    }

    pub(crate) fn plugin_version(self) -> &'a str {
        self.text(|fields| fields.plugin_version)
    }

    pub(crate) fn user_agent(self) -> &'a str {
        self.text(|fields| fields.user_agent)
    }

    pub(crate) fn api_version(self) -> &'a str {
        self.text(|fields| fields.api_version)
    }

    pub(crate) fn namespace(self) -> &'a str {
        self.text(|fields| fields.namespace)
    }

    fn text(self, span: impl FnOnce(&ContextSpans) -> Span) -> &'a str {
        checked_text(span(&self.0.spans.context_fields).of(&self.0.bytes))
    }

    fn message(self, span: impl FnOnce(&ContextSpans) -> Span) -> Option<Cursor<'a>> {
        let span = span(&self.0.spans.context_fields);
        (!span.is_absent()).then(|| Cursor::within(&self.0.bytes, span))
    }
}

/// A `User` in a frame.
#[derive(Clone, Copy, Default)]
pub(crate) struct UserFrame<'a> {
    pub(crate) login: &'a str,
    pub(crate) name: &'a str,
    pub(crate) email: &'a str,
    pub(crate) role: &'a str,
}

impl<'a> UserFrame<'a> {
    fn read(mut cursor: Cursor<'a>) -> Option<Self> {
        let mut user = Self::default();
        while !cursor.is_at_end() {
            match cursor.key()? {
                (1, LENGTH) => user.login = cursor.text()?,
                (2, LENGTH) => user.name = cursor.text()?,
                (3, LENGTH) => user.email = cursor.text()?,
                (4, LENGTH) => user.role = cursor.text()?,
                key => cursor.skip_unknown(key, 4)?,
            }
        }
        Some(user)
    }
}

/// `AppInstanceSettings` in a frame.
#[derive(Clone)]
pub(crate) struct AppFrame<'a> {
    pub(crate) json_data: &'a [u8],
    pub(crate) updated_ms: i64,
    pub(crate) api_version: &'a str,
    secure: Pairs<'a>,
}

impl<'a> AppFrame<'a> {
    /// `checked`: that no key of the map occurs twice is known.
    fn read(mut cursor: Cursor<'a>, checked: bool) -> Option<Self> {
        let mut secure = Entries::default();
        let mut app =
            Self { json_data: &[], updated_ms: 0, api_version: "", secure: Pairs::new(cursor, APP_SECURE) };
        while !cursor.is_at_end() {
            let start = cursor.at();
            match cursor.key()? {
                (3, LENGTH) => app.json_data = cursor.bytes()?,
                (APP_SECURE, LENGTH) => secure.add((start, APP_SECURE), &mut cursor, is_string, checked)?,
                (5, NUMBER) => app.updated_ms = cursor.int64()?,
                (6, LENGTH) => app.api_version = cursor.text()?,
                key => cursor.skip_unknown(key, 6)?,
            }
        }
        app.secure = Pairs::new(cursor.back_to(secure.span), APP_SECURE);
        Some(app)
    }

    pub(crate) fn secure(&self) -> Pairs<'a> {
        self.secure.clone()
    }
}

/// `DataSourceInstanceSettings` in a frame.
#[derive(Clone)]
pub(crate) struct DataSourceFrame<'a> {
    pub(crate) id: i64,
    pub(crate) uid: &'a str,
    pub(crate) name: &'a str,
    pub(crate) url: &'a str,
    pub(crate) user: &'a str,
    pub(crate) database: &'a str,
    pub(crate) basic_auth_enabled: bool,
    pub(crate) basic_auth_user: &'a str,
    pub(crate) json_data: &'a [u8],
    pub(crate) updated_ms: i64,
    pub(crate) api_version: &'a str,
    secure: Pairs<'a>,
}

impl<'a> DataSourceFrame<'a> {
    /// `checked`: that no key of the map occurs twice is known.
    fn read(mut cursor: Cursor<'a>, checked: bool) -> Option<Self> {
        let mut secure = Entries::default();
        let mut settings = Self::empty(cursor);
        while !cursor.is_at_end() {
            let start = cursor.at();
            match cursor.key()? {
                (1, NUMBER) => settings.id = cursor.int64()?,
                (2, LENGTH) => settings.name = cursor.text()?,
                (3, LENGTH) => settings.url = cursor.text()?,
                (4, LENGTH) => settings.user = cursor.text()?,
                (5, LENGTH) => settings.database = cursor.text()?,
                (6, NUMBER) => settings.basic_auth_enabled = cursor.varint()? != 0,
                (7, LENGTH) => settings.basic_auth_user = cursor.text()?,
                (8, LENGTH) => settings.json_data = cursor.bytes()?,
                (DATA_SOURCE_SECURE, LENGTH) => {
                    secure.add((start, DATA_SOURCE_SECURE), &mut cursor, is_string, checked)?;
                }
                (10, NUMBER) => settings.updated_ms = cursor.int64()?,
                (11, LENGTH) => settings.uid = cursor.text()?,
                (12, LENGTH) => settings.api_version = cursor.text()?,
                key => cursor.skip_unknown(key, 12)?,
            }
        }
        settings.secure = Pairs::new(cursor.back_to(secure.span), DATA_SOURCE_SECURE);
        Some(settings)
    }

    fn empty(cursor: Cursor<'a>) -> Self {
        Self {
            id: 0,
            uid: "",
            name: "",
            url: "",
            user: "",
            database: "",
            basic_auth_enabled: false,
            basic_auth_user: "",
            json_data: &[],
            updated_ms: 0,
            api_version: "",
            secure: Pairs::new(cursor, DATA_SOURCE_SECURE),
        }
    }

    pub(crate) fn secure(&self) -> Pairs<'a> {
        self.secure.clone()
    }
}
