//! Writes `CallResourceResponse`, with the prefix that gRPC puts before each message.
//!
//! The fields: `{ 1: code, 2: map of headers, 3: body }`.

use bytes::Bytes;
use smallvec::SmallVec;

use super::PREFIX;

const CODE: u8 = 1 << 3;
const HEADERS: u8 = 2 << 3 | 2;
const BODY: u8 = 3 << 3 | 2;
/// In an entry of the header map, and in the list of values, which has the values only.
const NAME: u8 = 1 << 3 | 2;
const VALUES: u8 = 2 << 3 | 2;
const VALUE: u8 = 1 << 3 | 2;

/// A longer body is not copied. To copy this much costs about what a second part costs.
const LONGEST_COPIED: usize = 8 * 1024;
/// So many headers are compared each with each.
const FEW: usize = 32;

type Header<'h> = (&'h str, &'h [u8]);

/// The first message of an answer. The second part, if any, is the body, and the rest of the same message.
///
/// Values of one header may stand apart. They must be UTF-8, since the receiver refuses the whole message otherwise.
///
/// # Panics
///
/// When the answer is longer than the 4 GiB that a gRPC message can have.
pub(crate) fn response<'h>(
    code: u16,
    headers: impl Iterator<Item = Header<'h>> + Clone,
    body: &Bytes,
) -> (Bytes, Option<Bytes>) {
    let mut headers: SmallVec<[Header<'h>; 16]> = headers.collect();
    debug_assert!(headers.iter().all(|(_, value)| std::str::from_utf8(value).is_ok()));
    if !is_grouped(&headers) {
        // Keeps the order of the values.
        headers.sort_by_key(|&(name, _)| name);
    }
    message(code, &headers, body)
}

/// A later message of an answer, of which the receiver reads the body only.
///
/// # Panics
///
/// When the body is longer than the 4 GiB that a gRPC message can have.
pub(crate) fn chunk(body: &Bytes) -> (Bytes, Option<Bytes>) {
    message(200, &[], body)
}

/// Whether equal names stand together.
fn is_grouped(headers: &[Header<'_>]) -> bool {
    headers.len() <= FEW
        && headers.iter().enumerate().all(|(at, (name, _))| {
            let (before, follows) = (&headers[..at], at > 0 && headers[at - 1].0 == *name);
            follows || before.iter().all(|(other, _)| other != name)
        })
}

/// The values of each header; a key must not occur twice in a map.
fn groups<'a, 'h>(headers: &'a [Header<'h>]) -> impl Iterator<Item = &'a [Header<'h>]> {
    headers.chunk_by(|(one, _), (other, _)| one == other)
}

fn message(code: u16, headers: &[Header<'_>], body: &Bytes) -> (Bytes, Option<Bytes>) {
    let headers_len: usize = groups(headers).map(|group| field_len(entry_len(group))).sum();
    let body_len = if body.is_empty() { 0 } else { field_len(body.len()) };
    let len = 1 + varint_len(code.into()) + headers_len + body_len;
    let apart = if body.len() > LONGEST_COPIED { body.len() } else { 0 };

    let mut out = Vec::with_capacity(PREFIX + len - apart);
    out.push(0);
    out.extend_from_slice(&u32::try_from(len).expect("an answer of 4 GiB cannot be sent").to_be_bytes());
    out.push(CODE);
    put_varint(&mut out, code.into());
    for group in groups(headers) {
        put_entry(&mut out, group);
    }
    if !body.is_empty() {
        put_key(&mut out, BODY, body.len());
    }
    if apart == 0 {
        out.extend_from_slice(body);
    }
    debug_assert_eq!(out.len(), PREFIX + len - apart);
    (out.into(), (apart > 0).then(|| body.clone()))
}

fn put_entry(out: &mut Vec<u8>, group: &[Header<'_>]) {
    let name = group.first().map_or("", |(name, _)| name);
    put_key(out, HEADERS, entry_len(group));
    put_bytes(out, NAME, name.as_bytes());
    put_key(out, VALUES, values_len(group));
    for (_, value) in group {
        put_bytes(out, VALUE, value);
    }
}

fn entry_len(group: &[Header<'_>]) -> usize {
    let name = group.first().map_or("", |(name, _)| name);
    field_len(name.len()) + field_len(values_len(group))
}

fn values_len(group: &[Header<'_>]) -> usize {
    group.iter().map(|(_, value)| field_len(value.len())).sum()
}

/// What a field takes: its key, its length, and `len` bytes.
fn field_len(len: usize) -> usize {
    1 + varint_len(len as u64) + len
}

fn put_bytes(out: &mut Vec<u8>, key: u8, value: &[u8]) {
    put_key(out, key, value.len());
    out.extend_from_slice(value);
}

fn put_key(out: &mut Vec<u8>, key: u8, len: usize) {
    out.push(key);
    put_varint(out, len as u64);
}

fn varint_len(value: u64) -> usize {
    match value {
        0..0x80 => 1,
        _ => 1 + varint_len(value >> 7),
    }
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        // The low seven bits, and that more follow.
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}
