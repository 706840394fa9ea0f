//! The pairs of a query or a form, and serde's view of them.
//!
//! As the URL standard has it (`application/x-www-form-urlencoded`), but strict: `+` is a space, keys and values are
//! decoded, empty pairs are skipped, a semicolon is text, and a broken escape or text that is not UTF-8 is refused
//! instead of mended.

use std::{collections::HashMap, str, vec};

use percent_encoding::percent_decode_str;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IntoDeserializer, MapAccess, Visitor, value::SeqDeserializer},
    forward_to_deserialize_any,
};

use super::{
    arena::Arena,
    buffered::{Answer, Search},
    mismatch,
    typing::Typing,
    value::{Text, ValueError},
    values::Values,
};

/// Why a text is no list of pairs.
pub(crate) type Invalid = &'static str;

/// Decoded keys and values, in the order in which they stand.
pub(crate) struct Pairs<'de>(Vec<(&'de str, &'de str)>);

impl<'de> Pairs<'de> {
    /// A form of two bytes a field would take some forty times its size. A query is too short for so many.
    const MOST: usize = 100_000;

    /// No pairs at all.
    pub(crate) const NONE: Self = Self(Vec::new());

    /// Reads the pairs. What is encoded of them is decoded in the arena, which belongs to `raw`.
    pub(crate) fn parse(raw: &'de str, arena: &'de Arena) -> Result<Self, Invalid> {
        let mut pairs = Vec::with_capacity(4);
        let mut decoded = None;
        for pair in RawPairs(raw) {
            if pairs.len() == Self::MOST {
                return Err("more than 100000 fields");
            }
            let mut text = |piece: Raw<'de>| -> Result<&'de str, Invalid> {
                if !piece.is_encoded {
                    return Ok(piece.text);
                }
                if decoded.is_none() {
                    decoded = Some(arena.pieces(raw)?);
                }
                Ok(decoded.as_mut().map_or("", super::arena::Pieces::next))
            };
            pairs.push((text(pair.key)?, text(pair.value)?));
        }
        Ok(Self(pairs))
    }

    pub(crate) fn read<T: Deserialize<'de>>(self) -> Result<T, Box<str>> {
        let run = |typings: &[Typing]| T::deserialize(Run { pairs: &self.0, typings });
        let (read, is_wrong) = mismatch::watch(|| run(&[]));
        if is_wrong { self.search(&run) } else { read.map_err(|error| error.0) }
    }

    /// Reads what serde buffers as what the type asks for.
    #[cold]
    fn search<T>(&self, run: &dyn Fn(&[Typing]) -> Result<T, ValueError>) -> Result<T, Box<str>> {
        match Search::new(self.0.iter().copied(), &|typings| run(typings).map(drop)).answer() {
            Answer::Run(typings) => run(&typings).map_err(|error| error.0),
            Answer::Refuse { place, reason } => Err(format!("`{}`: {reason}", self.0[place].0).into()),
        }
    }
}

/// The pairs, read once.
#[derive(Clone, Copy)]
struct Run<'r, 'de> {
    pairs: &'r [(&'de str, &'de str)],
    /// What the values are, or nothing where all are text.
    typings: &'r [Typing],
}

impl<'r, 'de> Run<'r, 'de> {
    fn values(self) -> impl Iterator<Item = (&'de str, Text<'de>)> + use<'r, 'de> {
        let typed = self.pairs.iter().enumerate().map(move |(place, (key, text))| {
            (*key, Text::value(text, self.typings.get(place).copied().unwrap_or_default()))
        });
        typed.filter(|(_, value)| value.typing() != Some(Typing::Absent))
    }

    /// Each key with all of its values.
    fn grouped(self) -> Vec<(&'de str, Values<'de>)> {
        /// Up to so many keys, looking at all of them is faster than hashing.
        const FEW: usize = 16;
        let mut groups: Vec<(&'de str, Values<'de>)> = Vec::new();
        let mut places: HashMap<&'de str, usize> = HashMap::new();
        for (key, value) in self.values() {
            let known = if groups.len() <= FEW {
                groups.iter().position(|(known, _)| *known == key)
            } else {
                if places.is_empty() {
                    places.extend(groups.iter().enumerate().map(|(place, (key, _))| (*key, place)));
                }
                places.get(key).copied()
            };
            if let Some(place) = known {
                groups[place].1.push(value);
                continue;
            }
            if !places.is_empty() {
                places.insert(key, groups.len());
            }
            groups.push((key, Values::new(value)));
        }
        groups
    }
}

/// A key or a value as it was sent, and whether any of it is encoded.
#[derive(Clone, Copy, Default)]
struct Raw<'de> {
    text: &'de str,
    is_encoded: bool,
}

#[derive(Clone, Copy, Default)]
struct RawPair<'de> {
    key: Raw<'de>,
    value: Raw<'de>,
}

impl<'de> RawPair<'de> {
    /// The first pair, unless it is empty, and what follows after its `&`. One pass over the bytes: a query is short.
    fn first_of(raw: &'de str) -> (Option<Self>, &'de str) {
        let (mut pair, mut start, mut has_key, mut is_encoded) = (Self::default(), 0, false, false);
        let mut end = raw.len();
        for (place, byte) in raw.bytes().enumerate() {
            match byte {
                b'&' => {
                    end = place;
                    break;
                }
                b'=' if !has_key => {
                    pair.key = Raw { text: &raw[..place], is_encoded };
                    (start, has_key, is_encoded) = (place + 1, true, false);
                }
                b'%' | b'+' => is_encoded = true,
                _ => {}
            }
        }
        let last = Raw { text: &raw[start..end], is_encoded };
        *(if has_key { &mut pair.value } else { &mut pair.key }) = last;
        ((end > 0).then_some(pair), raw.get(end + 1..).unwrap_or_default())
    }
}

/// The pairs of a text, the empty ones left out.
struct RawPairs<'de>(&'de str);

impl<'de> Iterator for RawPairs<'de> {
    type Item = RawPair<'de>;

    fn next(&mut self) -> Option<RawPair<'de>> {
        while !self.0.is_empty() {
            let (pair, after) = RawPair::first_of(self.0);
            self.0 = after;
            if pair.is_some() {
                return pair;
            }
        }
        None
    }
}

/// The keys and values that are encoded, in the order in which [`Pairs::parse`] asks for them.
pub(super) fn encoded_pieces(raw: &str) -> impl Iterator<Item = &str> {
    let pieces = RawPairs(raw).take(Pairs::MOST).flat_map(|pair| [pair.key, pair.value]);
    pieces.filter(|piece| piece.is_encoded).map(|piece| piece.text)
}

/// Appends the decoded form of a key or a value to `text`.
pub(super) fn unescape(raw: &str, text: &mut String) -> Result<(), Invalid> {
    let is_escape = |rest: &[u8]| rest.len() >= 2 && rest[..2].iter().all(u8::is_ascii_hexdigit);
    if !raw.as_bytes().split(|byte| *byte == b'%').skip(1).all(is_escape) {
        return Err("broken percent escape");
    }
    for (place, piece) in raw.split('+').enumerate() {
        if place > 0 {
            text.push(' ');
        }
        // A plus is no part of any other character, so each piece is text by itself.
        text.push_str(&percent_decode_str(piece).decode_utf8().map_err(|_| NOT_UTF8)?);
    }
    Ok(())
}

/// Also for a form whose bytes are not text to begin with.
pub(crate) const NOT_UTF8: Invalid = "not UTF-8";

impl<'de> Deserializer<'de> for Run<'_, 'de> {
    type Error = ValueError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_map(Groups { groups: self.grouped().into_iter(), value: None })
    }

    /// A list of pairs, each as it stands.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        let pairs = self.values().map(|(key, value)| Pair(Text::key(key), value));
        visitor.visit_seq(SeqDeserializer::new(pairs))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.pairs.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit_struct tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Pair<'de>(Text<'de>, Text<'de>);

impl<'de> IntoDeserializer<'de, ValueError> for Pair<'de> {
    type Deserializer = SeqDeserializer<std::array::IntoIter<Text<'de>, 2>, ValueError>;

    fn into_deserializer(self) -> Self::Deserializer {
        SeqDeserializer::new([self.0, self.1].into_iter())
    }
}

/// Each key with its values; what is wrong with a value is said with its key.
struct Groups<'de> {
    groups: vec::IntoIter<(&'de str, Values<'de>)>,
    value: Option<(&'de str, Values<'de>)>,
}

impl<'de> MapAccess<'de> for Groups<'de> {
    type Error = ValueError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ValueError> {
        self.value = self.groups.next();
        self.value.as_ref().map(|(key, _)| seed.deserialize(Text::key(key))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, ValueError> {
        let Some((key, values)) = self.value.take() else {
            return Err(ValueError("a value is asked for before its key".into()));
        };
        let read = mismatch::field(|| seed.deserialize(values));
        read.map_err(|error| ValueError(format!("`{key}`: {error}").into()))
    }
}
