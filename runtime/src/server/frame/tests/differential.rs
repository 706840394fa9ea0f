//! Hundreds of thousands of changed frames, each read in place, by prost and by the SDK.
//!
//! `FRAME_CASES` says how many, and `FRAME_SEED` which. A frame that is answered differently is printed; once the reader
//! is mended it goes into `frames.txt`.

use std::{env, fmt::Write};

use prost::Message;

use super::{
    compare::{Outcome, compare},
    corpus::corpus,
    mutate::mutate,
    random::Random,
    tree::{Kind, parse},
};

const CASES: u64 = 20_000;

#[test]
fn changed_frames_are_answered_as_prost_answers() {
    let trees: Vec<_> =
        corpus().iter().map(|(_, call)| parse(&call.encode_to_vec(), Kind::Request)).collect();
    let cases = from_env("FRAME_CASES").unwrap_or(CASES);
    let mut random = Random(from_env("FRAME_SEED").unwrap_or(0));
    let mut outcomes = [0_u64; 3];
    for _ in 0..cases {
        let frame = mutate(&trees, &mut random);
        match compare(&frame) {
            Ok(outcome) => outcomes[outcome as usize] += 1,
            Err(difference) => panic!("{difference}\nfor this frame:\n{}", hex(&frame)),
        }
    }
    let [in_place, through_prost, refused] = outcomes;
    println!("{cases} frames: {in_place} in place, {through_prost} through prost, {refused} refused");
    // What is not met is not tested.
    assert!(outcomes.iter().all(|&outcome| outcome >= cases / 20), "{outcomes:?}");
}

#[test]
fn grafanas_frames_are_read_in_place() {
    for (name, call) in corpus() {
        let expected = if name == "many entries" { Outcome::ThroughProst } else { Outcome::InPlace };
        assert_eq!(compare(&call.encode_to_vec()), Ok(expected), "{name}");
    }
}

#[test]
fn truncated_frames_are_answered_as_prost_answers() {
    for (name, call) in corpus() {
        let frame = call.encode_to_vec();
        for end in 0..frame.len() {
            assert!(compare(&frame[..end]).is_ok(), "{name} up to {end}");
        }
    }
}

/// Lines of an expected outcome, a frame in hexadecimal digits, and what it is.
#[test]
fn single_frames_are_answered_as_prost_answers() {
    for line in include_str!("frames.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.splitn(3, ' ');
        let (Some(outcome), Some(digits), Some(what)) = (parts.next(), parts.next(), parts.next()) else {
            panic!("{line}");
        };
        let found = compare(&unhex(digits)).map(|outcome| format!("{outcome:?}"));
        assert_eq!(found.as_deref(), Ok(outcome), "{what}");
    }
}

fn from_env(name: &str) -> Option<u64> {
    env::var(name).ok().map(|value| value.parse().expect("a number"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

fn unhex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal digits")).collect()
}
