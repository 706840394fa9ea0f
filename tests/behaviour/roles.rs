//! Who may call what.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use grafana_plugin_sdk::{pluginv2::User, prelude::*};
use grafana_resource_routes::{Call, FromCall, Role, resource_routes};

use crate::{send, support::message};

#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Plugin {
    extracted: Arc<AtomicUsize>,
}

/// Notes that it was asked.
struct Noted;

impl<'a> FromCall<'a, Plugin> for Noted {
    type Rejection = std::convert::Infallible;

    fn from_call(call: &Call<'a, Plugin>) -> Result<Self, Self::Rejection> {
        call.plugin().extracted.fetch_add(1, Ordering::Relaxed);
        Ok(Self)
    }
}

#[resource_routes(role = Editor)]
impl Plugin {
    #[get("/default")]
    fn default_role(&self, _noted: Noted) {}

    #[get("/viewer", role = Viewer)]
    fn viewer(&self) {}

    #[get("/editor", role = Editor)]
    fn editor(&self) {}

    #[get("/admin", role = Admin)]
    #[any("/any-admin", role = Admin)]
    fn admin(&self) {}
}

#[derive(Clone, Debug, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app")]
struct Open;

#[resource_routes]
impl Open {
    #[get("/open")]
    fn open(&self) {}
}

#[tokio::test]
async fn a_role_includes_those_below_it() {
    let client = crate::client(Plugin::default());
    for (role, allowed) in [
        (Role::Viewer, vec!["viewer"]),
        (Role::Editor, vec!["viewer", "editor", "default"]),
        (Role::Admin, vec!["viewer", "editor", "default", "admin"]),
    ] {
        for path in ["viewer", "editor", "default", "admin"] {
            let expected = if allowed.contains(&path) { 204 } else { 403 };
            assert_eq!(client.get(path).role(role).await.status(), expected, "{role} {path}");
        }
    }
}

#[tokio::test]
async fn a_call_without_a_user_is_refused_where_a_role_is_asked_for() {
    let client = crate::client(Plugin::default()).without_user();
    for path in ["viewer", "editor", "default", "admin"] {
        assert_eq!(client.get(path).await.status(), 403, "{path}");
    }
    assert_eq!(crate::client(Open).without_user().get("open").await.status(), 204);
}

#[tokio::test]
async fn what_is_refused_is_said_in_json() {
    let answer = crate::client(Plugin::default()).get("admin").role(Role::Viewer).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(
        answer.text(),
        r#"{"message":"this needs the role Admin, and yours is Viewer","error":"Forbidden"}"#
    );
    let answer = crate::client(Plugin::default()).get("viewer").without_user().await;
    assert_eq!(answer.text(), r#"{"message":"this needs a user with the role Viewer","error":"Forbidden"}"#);
}

#[tokio::test]
async fn nothing_is_extracted_before_the_role_is_known() {
    let plugin = Plugin::default();
    let client = crate::client(plugin.clone());
    client.get("default").role(Role::Viewer).await;
    assert_eq!(plugin.extracted.load(Ordering::Relaxed), 0);
    client.get("default").role(Role::Editor).await;
    assert_eq!(plugin.extracted.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn head_needs_the_role_and_options_does_not() {
    let client = crate::client(Plugin::default()).role(Role::Viewer);
    assert_eq!(client.head("admin").await.status(), 403);
    assert!(client.head("admin").await.body().is_empty());
    assert_eq!(client.options("admin").await.status(), 204);
    assert_eq!(client.post("admin").await.status(), 405);
    assert_eq!(client.options("any-admin").await.status(), 403);
}

#[tokio::test]
async fn headers_that_claim_a_user_are_no_proof() {
    let answer = crate::client(Plugin::default()).without_user().get("viewer");
    assert_eq!(
        answer.header("x-grafana-user", "admin").header("x-grafana-role", "Admin").await.status(),
        403
    );
}

#[tokio::test]
async fn the_role_is_the_one_in_the_message() {
    for (role, code) in [("Viewer", 403), ("Editor", 204), ("Admin", 204)] {
        let mut message = message("GET", "/editor");
        let user = User { login: "a".to_owned(), role: role.to_owned(), ..Default::default() };
        message.plugin_context.as_mut().unwrap().user = Some(user);
        assert_eq!(send(&Plugin::default(), message).await.code, code, "{role}");
    }
}
