//! The parameters of a path as serde sees them: a map, a list, or the only one.

use std::{cell::Cell, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

use super::{
    mismatch,
    typing::Typing,
    value::{Text, ValueError},
};

/// What all parameters are together, for a type that does not say what it wants.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Map,
    /// The only one by itself.
    Single,
    List,
}

/// The parameters of a path, read once.
pub(super) struct Parameters<'a, 'g> {
    pub(super) names: &'static [&'static str],
    pub(super) values: &'g [&'a str],
    /// What the values are, or nothing where all are text.
    pub(super) typings: &'g [Typing],
    pub(super) shape: Shape,
    /// The parameter whose value is being read, which an error then is about.
    pub(super) guilty: &'g Cell<Option<&'static str>>,
    /// Whether the type as a whole does not say what it wants.
    pub(super) is_whole: &'g Cell<bool>,
}

impl<'a, 'g> Parameters<'a, 'g> {
    fn each(self) -> Each<'a, 'g> {
        Each { parameters: self, next: 0, value: None }
    }

    fn value(&self, place: usize) -> Text<'a> {
        Text::value(self.values[place], self.typings.get(place).copied().unwrap_or_default())
    }

    fn single(self) -> Result<Text<'a>, ValueError> {
        if self.values.len() == 1 {
            self.guilty.set(self.names.first().copied());
            return Ok(self.value(0));
        }
        Err(ValueError(format!("the path has {} parameters, not one", self.values.len()).into()))
    }
}

/// The parameters one after the other.
struct Each<'a, 'g> {
    parameters: Parameters<'a, 'g>,
    next: usize,
    value: Option<(&'static str, Text<'a>)>,
}

impl<'a> Each<'a, '_> {
    fn next(&mut self) -> Option<(&'static str, Text<'a>)> {
        loop {
            let place = self.next;
            let name = self.parameters.names.get(place)?;
            self.next += 1;
            let value = self.parameters.value(place);
            if value.typing() != Some(Typing::Absent) {
                return Some((name, value));
            }
        }
    }

    fn read<S: DeserializeSeed<'a>>(
        &self,
        (name, value): (&'static str, Text<'a>),
        seed: S,
    ) -> Result<S::Value, ValueError> {
        self.parameters.guilty.set(Some(name));
        let value = mismatch::field(|| seed.deserialize(value))?;
        self.parameters.guilty.set(None);
        Ok(value)
    }
}

impl<'de> SeqAccess<'de> for Each<'de, '_> {
    type Error = ValueError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ValueError> {
        let next = self.next();
        next.map(|pair| self.read(pair, seed)).transpose()
    }
}

impl<'de> MapAccess<'de> for Each<'de, '_> {
    type Error = ValueError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ValueError> {
        self.value = self.next();
        self.value.map(|(name, _)| seed.deserialize(Text::key(name))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, ValueError> {
        let Some(pair) = self.value.take() else {
            return Err(ValueError("a value is asked for before its key".into()));
        };
        self.read(pair, seed)
    }
}

macro_rules! single {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
            self.single()?.$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Parameters<'de, '_> {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.is_whole.set(true);
        match self.shape {
            Shape::Map => visitor.visit_map(self.each()),
            Shape::Single => self.single()?.deserialize_any(visitor),
            Shape::List => visitor.visit_seq(self.each()),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_map(self.each())
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_map(self.each())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_seq(self.each())
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, ValueError> {
        if len != self.values.len() {
            let have = self.values.len();
            return Err(ValueError(format!("the path has {have} parameters, the tuple {len}").into()));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.deserialize_tuple(len, visitor)
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

    single! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32
        deserialize_f64 deserialize_char deserialize_str deserialize_string deserialize_bytes
        deserialize_byte_buf deserialize_option
    }

    forward_to_deserialize_any! { unit unit_struct identifier ignored_any }
}

impl fmt::Debug for Parameters<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameters").field("names", &self.names).finish_non_exhaustive()
    }
}
