//! What the extractors give, and how each refuses.

use grafana_resource_routes::testing::{Client, Request};
use own_extractor::{Rule, Rules};
use serde_json::{Value, json};

fn client() -> Client<Rules> {
    Client::new(Rules::default())
}

fn add(client: &Client<Rules>, rule: &Value) -> Request<Rules> {
    client.post("/rules").json(rule)
}

#[tokio::test]
async fn the_tenant_is_read_from_its_header() {
    assert_eq!(client().get("/").header("X-Scope-OrgID", "tall").await.text(), "Hello, tall!");
}

#[tokio::test]
async fn an_optional_tenant_may_be_absent() {
    assert_eq!(client().get("/").await.text(), "Hello, nobody in particular!");
}

#[tokio::test]
async fn an_optional_tenant_may_not_be_wrong() {
    assert_eq!(client().get("/").header("X-Scope-OrgID", "a b").await.status(), 400);
}

#[tokio::test]
async fn a_tenant_that_is_needed_is_asked_for() {
    let answer = client().get("/rules").await;
    assert_eq!(
        (answer.status().as_u16(), answer.message()),
        (400, "name a tenant in `X-Scope-OrgID`".to_owned())
    );
}

#[tokio::test]
async fn an_account_is_looked_up() {
    let answer = add(&client(), &json!({ "name": "hot", "above": 30 })).header("X-Scope-OrgID", "tall").await;
    assert_eq!((answer.status().as_u16(), answer.json::<Rule>().name), (201, "hot".to_owned()));
}

#[tokio::test]
async fn an_account_that_is_not_there_is_not_found() {
    let answer =
        add(&client(), &json!({ "name": "hot", "above": 30 })).header("X-Scope-OrgID", "nobody").await;
    assert_eq!((answer.status().as_u16(), answer.message()), (404, "there is no tenant nobody".to_owned()));
}

#[tokio::test]
async fn another_organisation_has_rules_of_its_own() {
    let client = client();
    add(&client, &json!({ "name": "hot", "above": 30 })).header("X-Scope-OrgID", "tall").await;
    let answer = client.get("/rules").header("X-Scope-OrgID", "tall").org_id(2).await;
    assert_eq!(answer.json::<Vec<Rule>>(), []);
}

#[tokio::test]
async fn the_account_limits_the_rules() {
    let client = client();
    let rule = json!({ "name": "hot", "above": 30 });
    add(&client, &rule).header("X-Scope-OrgID", "small").await;
    assert_eq!(add(&client, &rule).header("X-Scope-OrgID", "small").await.status(), 409);
}

#[tokio::test]
async fn an_invalid_rule_is_refused_in_its_own_words() {
    let answer = add(&client(), &json!({ "name": " ", "above": 30 })).header("X-Scope-OrgID", "tall").await;
    assert_eq!((answer.status().as_u16(), answer.message()), (422, "`name` must not be empty".to_owned()));
}

#[tokio::test]
async fn the_inner_extractor_keeps_its_statuses() {
    let client = client();
    let request = || client.post("/rules").header("X-Scope-OrgID", "tall");
    assert_eq!(request().body("{").await.status(), 400);
    assert_eq!(request().body("{}").header("content-type", "text/plain").await.status(), 415);
    assert_eq!(request().body("{}").await.status(), 422);
}

#[tokio::test]
async fn tenants_do_not_see_the_rules_of_others() {
    let client = client();
    add(&client, &json!({ "name": "hot", "above": 30 })).header("X-Scope-OrgID", "tall").await;
    let rules = client.get("/rules").header("X-Scope-OrgID", "small").await;
    assert_eq!(rules.json::<Vec<Rule>>(), []);
}

#[test]
fn readme_shows_the_routes() {
    Rules::routes().assert_markdown("README.md");
}

#[test]
fn routes_json_lists_the_routes() {
    Rules::routes().assert_json("routes.json");
}
