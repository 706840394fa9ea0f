//! What a plugin keeps for an instance: one process answers for all instances of all organisations.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use grafana_plugin_sdk::prelude::*;
use grafana_resource_routes::{Context, Rejection, context::InstanceKey, resource_routes, testing::Client};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
struct Secrets {
    #[serde(default)]
    token: String,
}

/// Keeps the token that it has read once.
#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "datasource", secure_json_data = "Secrets")]
struct Source {
    tokens: Arc<Mutex<HashMap<InstanceKey, String>>>,
}

#[derive(Clone, Debug, Default, GrafanaPlugin)]
#[grafana_plugin(plugin_type = "app", secure_json_data = "Secrets")]
struct App {
    tokens: Arc<Mutex<HashMap<InstanceKey, String>>>,
}

macro_rules! routes {
    ($($plugin:ident),*) => {$(
        #[resource_routes]
        impl $plugin {
            #[get("/token")]
            fn token(&self, context: &Context<Self>) -> Result<String, Rejection> {
                let key = context.instance_key()?;
                let mut tokens = self.tokens.lock().unwrap();
                tokens.retain(|kept, _| !kept.is_older_than(&key));
                if !tokens.contains_key(&key) {
                    tokens.insert(key.clone(), context.secure_json_data()?.token.clone());
                }
                Ok(tokens[&key].clone())
            }

            #[get("/updated")]
            fn updated(context: &Context<Self>) -> Result<String, Rejection> {
                let updated = context.settings()?.updated();
                assert_eq!(context.instance_key()?.updated(), updated);
                Ok(match updated.duration_since(SystemTime::UNIX_EPOCH) {
                    Ok(since) => since.as_millis().to_string(),
                    Err(before) => format!("-{}", before.duration().as_millis()),
                })
            }

            #[get("/key")]
            fn key(context: &Context<Self>) -> Result<String, Rejection> {
                let key = context.instance_key()?;
                Ok(format!("{} {:?} {:?}", key.org_id(), key.namespace(), key.uid()))
            }
        }
    )*};
}

routes!(Source, App);

fn source() -> Client<Source> {
    crate::client(Source::default()).uid("one")
}

fn saved(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

#[tokio::test]
async fn two_organisations_with_one_uid_have_a_secret_each() {
    let client = source().updated(saved(7));
    for (org_id, token) in [(1, "of one"), (2, "of two"), (1, "not read"), (2, "not read")] {
        let answer = client.get("token").org_id(org_id).secret("token", token).await;
        assert_eq!(answer.text(), if org_id == 1 { "of one" } else { "of two" });
    }
}

#[tokio::test]
async fn an_app_has_a_secret_in_each_organisation() {
    let client = crate::client(App::default()).updated(saved(7));
    for (org_id, token) in [(1, "of one"), (2, "of two")] {
        assert_eq!(client.get("token").org_id(org_id).secret("token", token).await.text(), token);
    }
}

#[tokio::test]
async fn two_data_sources_of_an_organisation_have_a_secret_each() {
    let client = source().updated(saved(7));
    for uid in ["one", "two"] {
        assert_eq!(client.get("token").uid(uid).secret("token", uid).await.text(), uid);
    }
}

#[tokio::test]
async fn settings_that_were_saved_anew_are_read_anew() {
    let client = source();
    for token in ["old", "new"] {
        assert_eq!(client.get("token").secret("token", token).await.text(), token);
    }
    assert_eq!(client.service().tokens.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn only_older_settings_of_one_instance_are_older() {
    let client = source();
    for (org_id, uid, seconds) in [(1, "a", 5), (2, "a", 1), (1, "b", 1), (1, "a", 5), (1, "a", 4)] {
        let request = client.get("token").org_id(org_id).uid(uid).secret("token", "t");
        request.updated(saved(seconds)).await;
    }
    assert_eq!(client.service().tokens.lock().unwrap().len(), 4);
    client.get("token").uid("a").secret("token", "t").updated(saved(6)).await;
    let kept: HashSet<_> = client.service().tokens.lock().unwrap().keys().map(InstanceKey::updated).collect();
    assert_eq!(kept, HashSet::from([saved(6), saved(1)]));
}

#[tokio::test]
async fn a_key_says_of_what() {
    assert_eq!(source().org_id(3).get("key").await.text(), "3 None \"one\"");
    assert_eq!(crate::client(App::default()).get("key").await.text(), "1 None \"\"");
}

#[tokio::test]
async fn without_an_instance_there_is_no_key() {
    assert_eq!(source().without_settings().get("key").await.status(), 400);
}

#[tokio::test]
async fn a_key_shows_no_secret() {
    let client = source().secret("token", "canary");
    client.get("token").await;
    let keys = format!("{:?}", client.service().tokens.lock().unwrap().keys());
    assert!(keys.contains("\"one\"") && !keys.contains("canary"), "{keys}");
}

#[tokio::test]
async fn a_test_says_when_settings_were_saved() {
    let app = crate::client(App::default());
    for (updated, shown) in [
        (saved(1_700_000_000) + Duration::from_millis(123), "1700000000123"),
        (SystemTime::UNIX_EPOCH, "0"),
        (SystemTime::UNIX_EPOCH - Duration::from_secs(1), "-1000"),
    ] {
        // Said before or after the settings themselves.
        assert_eq!(source().updated(updated).secret("token", "t").get("updated").await.text(), shown);
        assert_eq!(source().secret("token", "t").get("updated").updated(updated).await.text(), shown);
        assert_eq!(app.get("updated").updated(updated).await.text(), shown);
    }
}

#[tokio::test]
async fn settings_of_which_a_test_says_nothing_were_saved_at_one_time() {
    let (first, second) = (source().get("updated").await, source().get("updated").await);
    assert_eq!((first.text(), second.text()), ("1704067200000", "1704067200000"));
}

#[tokio::test]
async fn other_settings_were_saved_later() {
    let client = source();
    let mut times: Vec<u64> = Vec::new();
    for client in [
        client.clone(),
        client.clone().secret("token", "a"),
        client.clone().secret("token", "b"),
        client.json_data(serde_json::json!({})),
    ] {
        times.push(client.get("updated").await.text().parse().unwrap());
    }
    assert!(times.is_sorted_by(|earlier, later| earlier < later), "{times:?}");
}
