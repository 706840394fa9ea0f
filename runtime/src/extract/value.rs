//! One text read as a value: of a path parameter, of a query or form field.

use std::{fmt, iter};

use serde::{
    Deserializer, de,
    de::{
        DeserializeSeed, EnumAccess, Expected, IntoDeserializer, Unexpected, VariantAccess, Visitor,
        value::{Error as Plain, MapDeserializer, SeqDeserializer},
    },
};

use super::{
    mismatch::{self, Found},
    typing::{Scalar, Typing, words},
};

/// Why a text is not the value wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValueError(pub(crate) Box<str>);

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}

impl ValueError {
    /// What serde says where no variant of an enum is found. A variant that did not fit has said so before.
    pub(super) fn is_no_variant(&self) -> bool {
        self.0.contains("data did not match any variant of untagged enum ")
            || self.0.starts_with("no variant of enum ")
    }

    /// An error that is about a value, by what the value is.
    fn met(self, found: Found, expected: Option<&dyn Expected>) -> Self {
        mismatch::met(found, expected, &self.0);
        self
    }
}

/// Serde's own words, all of them. What is absent is no mismatch.
impl de::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let error = Self(message.to_string().into());
        if error.is_no_variant() { error } else { error.met(Found::Unknown, None) }
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(Plain::invalid_type(unexpected, expected).to_string().into())
            .met(unexpected.into(), Some(expected))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(Plain::invalid_value(unexpected, expected).to_string().into())
            .met(unexpected.into(), Some(expected))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self(Plain::unknown_variant(variant, expected).to_string().into())
            .met(Found::Text(mismatch::place_of(variant)), None)
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self(Plain::unknown_field(field, expected).to_string().into())
    }

    fn missing_field(field: &'static str) -> Self {
        Self(Plain::missing_field(field).to_string().into())
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self(Plain::duplicate_field(field).to_string().into())
    }
}

/// A text that serde may read as any scalar: a string, a number, a bool, a char, a unit enum, or a newtype of one.
///
/// Borrowed from the call, so that whatever reads it may borrow as well.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'de> {
    text: &'de str,
    /// Nothing for a key, which is always text.
    typing: Option<Typing>,
}

impl<'de> Text<'de> {
    pub(super) const fn key(text: &'de str) -> Self {
        Self { text, typing: None }
    }

    pub(super) const fn value(text: &'de str, typing: Typing) -> Self {
        Self { text, typing: Some(typing) }
    }

    pub(super) const fn typing(self) -> Option<Typing> {
        self.typing
    }

    /// This text as one of several values of a key.
    pub(super) fn of_several(self) -> Self {
        Self { typing: self.typing.map(Typing::of_each), ..self }
    }
}

impl<'de> IntoDeserializer<'de, ValueError> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parse {
    ($($method:ident $visit:ident $ty:ident),* $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
            match self.text.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(unfit(self.text, words(stringify!($ty)).unwrap_or_default())),
            }
        }
    )*};
}

macro_rules! text {
    ($($method:ident ($($name:ident: $ty:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $ty,)* visitor: V) -> Result<V::Value, ValueError> {
            $(let _ = $name;)*
            visitor.visit_borrowed_str(self.text)
        }
    )*};
}

/// What is said of a text that is not what was wanted.
#[cold]
pub(super) fn unfit(text: &str, what: &str) -> ValueError {
    let shown: String = text.chars().take(60).collect();
    let dots = if shown.len() < text.len() { "…" } else { "" };
    ValueError(format!("`{shown}{dots}` is not {what}").into())
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = ValueError;

    /// A buffer asks this way: it gets what this text is taken for.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        let Some(typing) = self.typing else { return visitor.visit_borrowed_str(self.text) };
        mismatch::buffered();
        match (typing, Scalar::of(self.text).filter(|_| typing == Typing::Scalar)) {
            (Typing::Scalar, Some(Scalar::Bool(value))) => visitor.visit_bool(value),
            (Typing::Scalar, Some(Scalar::Unsigned(value))) => visitor.visit_u64(value),
            (Typing::Scalar, Some(Scalar::Signed(value))) => visitor.visit_i64(value),
            (Typing::Scalar, Some(Scalar::Float(value))) => visitor.visit_f64(value),
            (Typing::Texts | Typing::Scalars, _) => self.of_several().deserialize_seq(visitor),
            (Typing::Untakeable, _) => visitor.visit_map(MapDeserializer::new(iter::empty::<(Self, Self)>())),
            _ => visitor.visit_borrowed_str(self.text),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.typing.is_some() {
            mismatch::tagged(self.text);
        }
        visitor.visit_borrowed_str(self.text)
    }

    parse! {
        deserialize_bool visit_bool bool,
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_u128 visit_u128 u128,
        deserialize_f32 visit_f32 f32,
        deserialize_f64 visit_f64 f64,
        deserialize_char visit_char char,
    }

    text! {
        deserialize_str() deserialize_string() deserialize_unit() deserialize_map() deserialize_ignored_any()
        deserialize_unit_struct(name: &'static str) deserialize_tuple(len: usize)
        deserialize_tuple_struct(name: &'static str, len: usize)
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
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
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_enum(self)
    }

    /// A single text is a list of one.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_seq(SeqDeserializer::new(iter::once(self)))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_borrowed_bytes(self.text.as_bytes())
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_bytes(visitor)
    }
}

impl<'de> EnumAccess<'de> for Text<'de> {
    type Error = ValueError;
    type Variant = Unit;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Unit), ValueError> {
        Ok((seed.deserialize(Text::key(self.text))?, Unit))
    }
}

/// A variant without fields: all that one text can be.
pub(crate) struct Unit;

fn not_a_unit<T>() -> Result<T, ValueError> {
    Err(ValueError("one text can only be a variant without fields".into()))
}

impl<'de> VariantAccess<'de> for Unit {
    type Error = ValueError;

    fn unit_variant(self) -> Result<(), ValueError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, ValueError> {
        not_a_unit()
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, ValueError> {
        not_a_unit()
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, ValueError> {
        not_a_unit()
    }
}
