//! The comparison is fair only if all peers give the same answers. They do, for a request to each route and for what none matches.

mod fixture;
mod peers;

use fixture::{drive::answer, requests};

#[test]
fn all_peers_give_the_same_answer() {
    let (hand, lean, axum) = (peers::hand::Hand::new(), peers::lean::Lean::new(), peers::axum::Axum::new());
    for call in requests::MEASURED.iter().chain(&requests::OTHERS) {
        let expected = answer(&hand, call);
        assert_eq!(answer(&lean, call), expected, "lean: {} {}", call.method, call.url);
        assert_eq!(answer(&axum, call), expected, "axum: {} {}", call.method, call.url);
    }
}

#[test]
fn requests_reach_what_their_names_say() {
    let hand = peers::hand::Hand::new();
    let statuses = requests::MEASURED.map(|call| answer(&hand, &call).status);
    assert_eq!(statuses, [200, 200, 200, 201, 200, 200, 200, 404, 405]);
    for call in &requests::OTHERS {
        assert!(answer(&hand, call).status < 300, "{} {}", call.method, call.url);
    }
    let sizes = requests::MEASURED.map(|call| call.message().body.len());
    assert!((900..1200).contains(&sizes[3]), "the JSON body has {} bytes", sizes[3]);
    let big = answer(&hand, &requests::MEASURED[4]).body.len();
    assert!((3900..4300).contains(&big), "the big reply has {big} bytes");
}
