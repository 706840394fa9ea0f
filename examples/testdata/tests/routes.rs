//! What the routes answer, and that the documents show what there is.

use grafana_resource_routes::testing::Client;
use serde_json::{Value, json};
use testdata::{Echo, Snapshot, TestData};

fn client() -> Client<TestData> {
    Client::new(TestData::default())
}

#[tokio::test]
async fn every_unmatched_path_is_greeted() {
    for path in ["", "/", "anything", "anything/at/all"] {
        assert_eq!(client().get(path).await.text(), "Hello world from test datasource!", "{path:?}");
    }
}

#[tokio::test]
async fn a_greeting_cannot_be_posted_to() {
    let answer = client().post("/").await;
    assert_eq!((answer.status().as_u16(), answer.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
}

#[tokio::test]
async fn scenarios_are_sorted() {
    let scenarios: Vec<Value> = client().get("/scenarios").await.json();
    let ids: Vec<&str> = scenarios.iter().filter_map(|scenario| scenario["id"].as_str()).collect();
    assert!(!ids.is_empty() && ids.is_sorted(), "{ids:?}");
}

#[tokio::test]
async fn scenarios_answer_any_method() {
    assert_eq!(client().post("/scenarios").await.status(), 200);
}

#[tokio::test]
async fn the_echo_shows_method_url_and_body() {
    let echo: Echo = client().put("/test/json?a=1").json(&json!({ "b": [2] })).await.json();
    let request = echo.request;
    assert_eq!((&*request.method, &*request.url), ("PUT", "/test/json?a=1"));
    assert_eq!(request.body, json!({ "b": [2] }));
}

#[tokio::test]
async fn the_echo_shows_every_value_of_a_header() {
    let echo: Echo = client().get("/test").header("x-two", "1").header("x-two", "2").await.json();
    assert_eq!(echo.request.headers["x-two"], ["1", "2"]);
}

#[tokio::test]
async fn a_body_that_is_no_json_is_shown_as_null() {
    let echo: Echo = client().post("/test").body("{").await.json();
    assert_eq!(echo.request.body, Value::Null);
}

#[tokio::test]
async fn a_panic_is_a_500_for_this_call_only() {
    let client = client();
    assert_eq!(client.get("/boom").await.status(), 500);
    assert_eq!(client.get("/").await.status(), 200);
}

#[tokio::test]
async fn simulations_are_listed_with_a_frame() {
    let sims: Vec<Value> = client().get("/sims").await.json();
    assert_eq!(sims[0]["type"], "sine");
    assert_eq!(sims[0]["config"]["schema"]["fields"][0]["name"], "period");
}

#[tokio::test]
async fn a_simulation_runs_with_its_defaults() {
    let answer = client().get("/sim/tank/1.5hz/cellar").await;
    let expected = json!({
        "key": { "type": "tank", "tick": 1.5, "uid": "cellar" },
        "config": { "capacity": 100.0, "inflow": 2.0, "outflow": 1.5 },
    });
    assert_eq!(answer.json::<Value>(), expected);
}

#[tokio::test]
async fn a_changed_value_stays() {
    let client = client();
    client.post("/sim/sine/1hz").json(&json!({ "period": 3 })).await;
    let snapshot: Snapshot = client.get("/sim/sine/1hz").await.json();
    assert!((snapshot.config["period"] - 3.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn of_a_bad_change_nothing_is_done() {
    let client = client();
    let answer = client.post("/sim/sine/1hz").json(&json!({ "amplitude": 7, "period": "long" })).await;
    assert_eq!(answer.status(), 400);
    let snapshot: Snapshot = client.get("/sim/sine/1hz").await.json();
    assert!((snapshot.config["amplitude"] - 1.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn a_bad_name_of_a_simulation_is_not_found() {
    for path in ["/sim/sine", "/sim/sine/1.50hz", "/sim/sine/60hz", "/sim/cosine/1hz"] {
        assert_eq!(client().get(path).await.status(), 404, "{path}");
    }
}

#[test]
fn readme_shows_the_routes() {
    TestData::routes().assert_markdown("README.md");
}

#[test]
fn routes_json_lists_the_routes() {
    TestData::routes().assert_json("routes.json");
}
