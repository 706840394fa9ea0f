//! A frame as a tree of fields: what the mutations work on. It can be written in every form that the wire format has,
//! usual or not, right or wrong.

use super::super::wire::Cursor;

/// A message, as far as its fields can be messages.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Request,
    Context,
    User,
    App,
    DataSource,
    Pair,
    Header,
    StringList,
}

impl Kind {
    fn inner(self, field: u32) -> Option<Self> {
        Some(match (self, field) {
            (Self::Request, 1) => Self::Context,
            (Self::Request, 5) => Self::Header,
            (Self::Context, 3) => Self::User,
            (Self::Context, 4) => Self::App,
            (Self::Context, 5) => Self::DataSource,
            (Self::Context, 6) | (Self::App, 4) | (Self::DataSource, 9) => Self::Pair,
            (Self::Header, 2) => Self::StringList,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) number: u64,
    /// Written as it is, though it may not be that of the value.
    pub(super) wire_type: u64,
    pub(super) value: Value,
    /// So many bytes more than needed for each varint.
    pub(super) overlong: usize,
    /// Added to the length that is written.
    pub(super) length_error: i64,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Number(u64),
    Bytes(Vec<u8>),
    Message(Vec<Field>),
    /// With its end, whose number may be another.
    Group(Vec<Field>, u64),
    /// As they are, without a length.
    Raw(Vec<u8>),
}

impl Field {
    pub(super) fn new(number: u64, value: Value) -> Self {
        let wire_type = match &value {
            Value::Number(_) => 0,
            Value::Bytes(_) | Value::Message(_) => 2,
            Value::Group(..) => 3,
            Value::Raw(bytes) => {
                if bytes.len() == 8 {
                    1
                } else {
                    5
                }
            }
        };
        Self { number, wire_type, value, overlong: 0, length_error: 0 }
    }

    fn write(&self, out: &mut Vec<u8>) {
        put_varint(out, self.number << 3 | self.wire_type, self.overlong);
        match &self.value {
            Value::Number(number) => put_varint(out, *number, self.overlong),
            Value::Bytes(bytes) => self.write_bytes(out, bytes),
            Value::Message(fields) => self.write_bytes(out, &write(fields)),
            Value::Group(fields, end) => {
                out.extend(write(fields));
                put_varint(out, end << 3 | 4, self.overlong);
            }
            Value::Raw(bytes) => out.extend_from_slice(bytes),
        }
    }

    fn write_bytes(&self, out: &mut Vec<u8>, bytes: &[u8]) {
        put_varint(out, (bytes.len() as u64).wrapping_add_signed(self.length_error), self.overlong);
        out.extend_from_slice(bytes);
    }
}

pub(super) fn write(fields: &[Field]) -> Vec<u8> {
    let mut out = Vec::new();
    for field in fields {
        field.write(&mut out);
    }
    out
}

fn put_varint(out: &mut Vec<u8>, mut value: u64, overlong: usize) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    if overlong == 0 {
        return out.push(value.to_le_bytes()[0]);
    }
    out.push(value.to_le_bytes()[0] | 0x80);
    out.resize(out.len() + overlong - 1, 0x80);
    out.push(0);
}

/// The tree of a frame of the corpus.
pub(super) fn parse(bytes: &[u8], kind: Kind) -> Vec<Field> {
    let mut cursor = Cursor::new(bytes);
    let mut fields = Vec::new();
    while !cursor.is_at_end() {
        let (number, wire_type) = cursor.key().expect("a key");
        let value = if wire_type == 0 {
            Value::Number(cursor.varint().expect("a number"))
        } else {
            let bytes = cursor.bytes().expect("bytes");
            match kind.inner(number) {
                Some(inner) => Value::Message(parse(bytes, inner)),
                None => Value::Bytes(bytes.to_vec()),
            }
        };
        fields.push(Field::new(number.into(), value));
    }
    fields
}
