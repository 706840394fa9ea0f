//! The comparison is fair only if all peers give the same answers. They do, for a request to each route and for what none matches.

#[allow(dead_code, reason = "each program uses a part")]
mod fixture;
#[allow(dead_code, reason = "each program uses a part")]
mod peers;

use fixture::requests::{MEASURED, OTHERS};

#[test]
fn all_peers_give_the_same_answer() {
    let peers = peers::all();
    for call in MEASURED.iter().chain(&OTHERS) {
        let expected = peers[0].answer(call);
        for peer in &peers[1..] {
            assert_eq!(peer.answer(call), expected, "{}: {} {}", peer.name(), call.method, call.url);
        }
    }
}

#[test]
fn requests_reach_what_their_names_say() {
    for peer in peers::all() {
        let statuses = MEASURED.map(|call| peer.answer(&call).status);
        assert_eq!(statuses, [200, 200, 200, 201, 200, 200, 200, 404, 405], "{}", peer.name());
        for call in &OTHERS {
            assert!(peer.answer(call).status < 300, "{}: {} {}", peer.name(), call.method, call.url);
        }
    }
}

#[test]
fn sizes_are_as_said() {
    let sent = MEASURED[3].message().body.len();
    assert!((900..1200).contains(&sent), "the JSON body has {sent} bytes");
    let received = peers::all()[0].answer(&MEASURED[4]).body.len();
    assert!((3900..4300).contains(&received), "the big reply has {received} bytes");
}
