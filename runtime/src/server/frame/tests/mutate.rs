//! Changes frames, field by field and byte by byte.

use super::{
    random::Random,
    tree::{Field, Value, write},
};

/// One to four changes in a copy of a frame of the corpus.
pub(super) fn mutate(corpus: &[Vec<Field>], random: &mut Random) -> Vec<u8> {
    let mut fields = random.of(corpus).clone();
    for _ in 0..random.below(4) {
        change_fields(&mut fields, corpus, random);
    }
    let mut bytes = write(&fields);
    if random.one_in(3) {
        for _ in 0..=random.below(3) {
            change_bytes(&mut bytes, random);
        }
    }
    bytes
}

/// Changes a field of the message or of one inside it.
fn change_fields(fields: &mut Vec<Field>, corpus: &[Vec<Field>], random: &mut Random) {
    let inner = fields.iter_mut().filter_map(|field| match &mut field.value {
        Value::Message(inner) | Value::Group(inner, _) => Some(inner),
        _ => None,
    });
    let mut inner: Vec<_> = inner.collect();
    if !inner.is_empty() && !random.one_in(4) {
        let at = random.below(inner.len());
        return change_fields(inner[at], corpus, random);
    }
    let at = random.below(fields.len());
    let to = random.below(fields.len() + 1);
    match random.below(if fields.is_empty() { 2 } else { 11 }) {
        0 => fields.insert(to, unknown(random, 0)),
        1 => fields.insert(to, borrowed(random.of::<Vec<Field>>(corpus), random)),
        2 | 3 => fields.insert(to, fields[at].clone()),
        4 => drop(fields.remove(at)),
        5 => fields[at.min(to)..].reverse(),
        6 => fields[at].number = number(random),
        7 => fields[at].wire_type = random.below(8) as u64,
        8 => fields[at].overlong = 1 + random.below(10),
        9 => fields[at].length_error = *random.of(&[-2, -1, 1, 2, 100, i64::MAX, -1000]),
        _ => change_value(&mut fields[at].value, random),
    }
}

fn change_value(value: &mut Value, random: &mut Random) {
    *value = match random.below(6) {
        0 => Value::Bytes(invalid_text(random)),
        1 => Value::Bytes("Grüße, 世界 🌍".into()),
        2 => Value::Bytes(Vec::new()),
        3 => Value::Number(large(random)),
        4 => Value::Raw(longest_varint(random)),
        _ => match value {
            Value::Bytes(bytes) => {
                change_bytes(bytes, random);
                return;
            }
            Value::Message(_) => Value::Message(Vec::new()),
            Value::Number(number) => Value::Number(number.rotate_left(7)),
            _ => return,
        },
    }
}

/// Bytes that are UTF-8 up to a place.
fn invalid_text(random: &mut Random) -> Vec<u8> {
    let wrong: &[&[u8]] =
        &[b"\xff", b"\xc3", b"\xe4\xb8", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\x80"];
    let mut text = vec![b'a'; random.below(40)];
    text.extend_from_slice(random.of::<&[u8]>(wrong));
    text.resize(text.len() + random.below(20), b'b');
    text
}

/// Ten bytes, of which the last one is often too large.
fn longest_varint(random: &mut Random) -> Vec<u8> {
    let mut bytes = vec![0xFF; 9];
    bytes.push(*random.of(&[0, 1, 2, 0x7F, 0x81]));
    bytes
}

fn number(random: &mut Random) -> u64 {
    match random.below(4) {
        0 => random.below(40) as u64,
        1 => *random.of(&[0, 1 << 28, (1 << 29) - 1, 1 << 29, 1 << 40]),
        _ => random.below(14) as u64,
    }
}

fn large(random: &mut Random) -> u64 {
    let bits = random.below(64);
    random.next() >> bits
}

/// A field of any number and kind.
fn unknown(random: &mut Random, depth: u32) -> Field {
    let number = number(random);
    let len = random.below(20);
    let value = match random.below(if depth < 4 { 6 } else { 4 }) {
        0 => Value::Number(large(random)),
        1 => Value::Bytes(random.bytes(len)),
        2 => Value::Raw(random.bytes(8)),
        3 => Value::Raw(random.bytes(4)),
        _ => {
            let inner = (0..random.below(3)).map(|_| unknown(random, depth + 1)).collect();
            Value::Group(inner, if random.one_in(8) { number + 1 } else { number })
        }
    };
    Field::new(number, value)
}

/// A field from anywhere in a frame.
fn borrowed(fields: &[Field], random: &mut Random) -> Field {
    if fields.is_empty() {
        return unknown(random, 0);
    }
    let field = random.of(fields);
    match &field.value {
        Value::Message(inner) if random.one_in(2) => borrowed(inner, random),
        _ => field.clone(),
    }
}

fn change_bytes(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    let len = 1 + random.below(12);
    match random.below(if bytes.is_empty() { 1 } else { 7 }) {
        0 => {
            let new = random.bytes(len);
            bytes.splice(at..at, new);
        }
        1 => bytes[at] ^= 1 << random.below(8),
        2 => bytes[at] = random.byte(),
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(at..(at + len).min(bytes.len()))),
        5 => bytes[at] = *random.of(&[0x00, 0x7F, 0x80, 0xFF, 0x0A, 0x12, 0x2A, 0x0B, 0x0C]),
        _ => {
            let from = random.below(bytes.len());
            let part = bytes[from..(from + len).min(bytes.len())].to_vec();
            bytes.splice(at..at, part);
        }
    }
}
