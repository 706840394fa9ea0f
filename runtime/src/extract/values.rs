//! The values that a query or a form has for one key.

use serde::{
    Deserializer,
    de::{Visitor, value::SeqDeserializer},
    forward_to_deserialize_any,
};

use super::{
    mismatch,
    typing::Typing,
    value::{Text, ValueError},
};

/// The values of one key.
pub(super) struct Values<'de> {
    first: Text<'de>,
    more: Vec<Text<'de>>,
}

impl<'de> Values<'de> {
    pub(super) const fn new(first: Text<'de>) -> Self {
        Self { first, more: Vec::new() }
    }

    pub(super) fn push(&mut self, value: Text<'de>) {
        self.more.push(value);
    }

    fn all(self) -> impl Iterator<Item = Text<'de>> {
        std::iter::once(self.first).chain(self.more)
    }

    fn single(self) -> Result<Text<'de>, ValueError> {
        if self.more.is_empty() {
            return Ok(self.first);
        }
        Err(ValueError(format!("given {} times", self.more.len() + 1).into()))
    }
}

macro_rules! scalar {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
            self.single()?.$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Values<'de> {
    type Error = ValueError;

    /// Serde's `flatten` asks this way: it gets the text, or the list where there are several.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.more.is_empty() || self.first.typing() == Some(Typing::Untakeable) {
            return self.first.deserialize_any(visitor);
        }
        mismatch::buffered();
        self.deserialize_seq(visitor)
    }

    scalar! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32
        deserialize_f64 deserialize_char deserialize_str deserialize_string deserialize_bytes
        deserialize_byte_buf deserialize_unit deserialize_identifier
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_seq(SeqDeserializer::new(self.all()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.single()?.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { unit_struct map struct }
}
