//! Path parameters: one by name, or all of them.

use std::{cell::Cell, fmt, iter};

use grafana_plugin_sdk::backend::GrafanaPlugin;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use smallvec::SmallVec;

use super::{
    FromCall,
    argument::{Failed, Ours},
    buffered::{Answer, Search},
    mismatch,
    typing::Typing,
    value::{Text, ValueError},
};
use crate::{Call, Rejection};

/// What a path parameter may be read as.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a path parameter",
    label = "not a type that serde reads from one text",
    note = "use `&str`, `String`, a number, `bool`, or derive `serde::Deserialize` for a newtype or an enum"
)]
pub trait PathParameter<'a>: Sized {
    #[doc(hidden)]
    fn from_text(text: &'a str) -> Result<Self, Box<str>>;
}

#[diagnostic::do_not_recommend]
impl<'a, T: Deserialize<'a>> PathParameter<'a> for T {
    fn from_text(text: &'a str) -> Result<Self, Box<str>> {
        let run = |typings: &[Typing]| {
            T::deserialize(Text::value(text, typings.first().copied().unwrap_or_default()))
        };
        let (read, is_wrong) = mismatch::watch(|| run(&[]));
        if is_wrong { search_one(text, &run) } else { read.map_err(|error| error.0) }
    }
}

/// Reads one value that serde buffers as what the type asks for.
#[cold]
fn search_one<T>(text: &str, run: &dyn Fn(&[Typing]) -> Result<T, ValueError>) -> Result<T, Box<str>> {
    match Search::new(iter::once(("", text)), &|typings| run(typings).map(drop)).answer() {
        Answer::Run(typings) => run(&typings).map_err(|error| error.0),
        Answer::Refuse { reason, .. } => Err(reason),
    }
}

/// The parameter in this place of the path, for an argument of its name.
pub(crate) fn parameter<'a, P: GrafanaPlugin, T: PathParameter<'a>>(
    call: &Call<'a, P>,
    place: usize,
) -> Result<T, Failed> {
    parameter_by(call, place, T::from_text)
}

/// The parameter in this place of the path, read by `read`.
pub(crate) fn parameter_by<'a, P: GrafanaPlugin, T>(
    call: &Call<'a, P>,
    place: usize,
    read: impl FnOnce(&'a str) -> Result<T, Box<str>>,
) -> Result<T, Failed> {
    read(call.captured(place)).map_err(|reason| refuse(call, place, reason))
}

#[cold]
fn refuse<P: GrafanaPlugin>(call: &Call<'_, P>, place: usize, reason: Box<str>) -> Failed {
    let name = call.route().path_parameters().get(place).copied().unwrap_or_default();
    Failed::new(Rejection::InvalidParameter { name, reason })
}

/// All parameters of the route's path: `Path<(String, u32)>` in their order, `Path<T>` for a struct by name,
/// `Path<u32>` where there is one.
///
/// Mostly an argument for each parameter is simpler. This is for types that are shared between routes.
///
/// ```
/// # use grafana_plugin_sdk::prelude::*;
/// use grafana_resource_routes::{Path, resource_routes};
/// # #[derive(Clone, Debug, GrafanaPlugin)]
/// # #[grafana_plugin(plugin_type = "app")]
/// # struct Plugin;
///
/// #[derive(serde::Deserialize)]
/// struct Place<'a> {
///     namespace: &'a str,
///     pod: &'a str,
/// }
///
/// #[resource_routes]
/// impl Plugin {
///     #[get("/namespaces/{namespace}/pods/{pod}")]
///     fn pod(&self, Path(place): Path<Place<'_>>) -> String {
///         format!("{}/{}", place.namespace, place.pod)
///     }
/// }
/// ```
///
/// # Rejections
///
/// [`InvalidParameter`](Rejection::InvalidParameter); [`WrongPathType`](Rejection::WrongPathType) where `T` asks for
/// other parameters than the path has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Path<T>(pub T);

impl<T> Ours for Path<T> {}

impl<'a, P: GrafanaPlugin, T: Deserialize<'a>> FromCall<'a, P> for Path<T> {
    type Rejection = Rejection;

    fn from_call(call: &Call<'a, P>) -> Result<Self, Rejection> {
        let names = call.route().path_parameters();
        let values: SmallVec<[&'a str; 8]> = (0..names.len()).map(|place| call.captured(place)).collect();
        let (guilty, is_whole) = (Cell::new(None), Cell::new(false));
        let run = |shape, typings: &[Typing]| {
            guilty.set(None);
            T::deserialize(Parameters {
                names,
                values: &values,
                typings,
                shape,
                guilty: &guilty,
                is_whole: &is_whole,
            })
        };
        let (read, is_wrong) = mismatch::watch(|| run(Shape::Map, &[]));
        match read {
            Ok(read) if !is_wrong => Ok(Self(read)),
            Err(error) if !is_wrong => Err(rejection(guilty.get().or_else(|| tag(names, &values)), error)),
            _ => search(names, &values, &run, &guilty, &is_whole).map(Self),
        }
    }
}

/// Tells a value that the caller got wrong from a type that the author got wrong.
#[cold]
fn rejection(guilty: Option<&'static str>, error: ValueError) -> Rejection {
    match guilty {
        Some(name) => Rejection::InvalidParameter { name, reason: error.0 },
        None => Rejection::WrongPathType { reason: error.0 },
    }
}

/// The parameter that a tagged enum took its variant from, and with the variant what else it asks for.
#[cold]
fn tag(names: &[&'static str], values: &[&str]) -> Option<&'static str> {
    let tag = mismatch::tag()?;
    let place = values.iter().position(|value| mismatch::place_of(value) == tag)?;
    names.get(place).copied()
}

/// Reads what serde buffers as what the type asks for, in each shape that the parameters may have for it.
#[cold]
fn search<T>(
    names: &'static [&'static str],
    values: &[&str],
    run: &Run<'_, T>,
    guilty: &Cell<Option<&'static str>>,
    is_whole: &Cell<bool>,
) -> Result<T, Rejection> {
    let other = if names.len() == 1 { Shape::Single } else { Shape::List };
    let mut refused = None;
    for shape in [Shape::Map, other] {
        let pairs = names.iter().copied().zip(values.iter().copied());
        let rejected = match Search::new(pairs, &|typings| run(shape, typings).map(drop)).answer() {
            Answer::Run(typings) => match run(shape, &typings) {
                Ok(read) => return Ok(read),
                Err(error) => rejection(guilty.get().or_else(|| tag(names, values)), error),
            },
            Answer::Refuse { place, reason } => Rejection::InvalidParameter { name: names[place], reason },
        };
        // Nobody but the author is to blame only if this is so in each shape.
        if !matches!(refused, Some(Rejection::InvalidParameter { .. })) {
            refused = Some(rejected);
        }
        if !is_whole.get() {
            break;
        }
    }
    Err(refused.unwrap_or(Rejection::WrongPathType { reason: Box::default() }))
}

/// Reads the parameters once.
type Run<'r, T> = dyn Fn(Shape, &[Typing]) -> Result<T, ValueError> + 'r;

/// What all parameters are together, for a type that does not say what it wants.
#[derive(Clone, Copy)]
enum Shape {
    Map,
    /// The only one by itself.
    Single,
    List,
}

struct Parameters<'a, 'g> {
    names: &'static [&'static str],
    values: &'g [&'a str],
    /// What the values are, or nothing where all are text.
    typings: &'g [Typing],
    shape: Shape,
    /// The parameter whose value is being read, which an error then is about.
    guilty: &'g Cell<Option<&'static str>>,
    /// Whether the type as a whole does not say what it wants.
    is_whole: &'g Cell<bool>,
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
