//! Path parameters: one by name, or all of them.

use std::{cell::Cell, fmt, iter, slice, vec};

use grafana_plugin_sdk::backend::GrafanaPlugin;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

use super::{
    FromCall,
    argument::{Failed, Ours},
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
        T::deserialize(Text(text)).map_err(|error| error.0)
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
        let guilty = Cell::new(None);
        let names = call.route().path_parameters();
        let values = (0..names.len()).map(|place| call.captured(place)).collect();
        T::deserialize(Parameters { names, values, guilty: &guilty })
            .map(Self)
            .map_err(|error| rejection(guilty.get(), error))
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

struct Parameters<'a, 'g> {
    names: &'static [&'static str],
    values: Vec<&'a str>,
    /// The parameter whose value is being read, which an error then is about.
    guilty: &'g Cell<Option<&'static str>>,
}

impl<'a, 'g> Parameters<'a, 'g> {
    fn each(self) -> Each<'a, 'g> {
        let guilty = self.guilty;
        Each { pairs: self.names.iter().copied().zip(self.values), value: None, guilty }
    }

    fn single(self) -> Result<Text<'a>, ValueError> {
        match *self.values {
            [value] => {
                self.guilty.set(self.names.first().copied());
                Ok(Text(value))
            }
            _ => Err(ValueError(format!("the path has {} parameters, not one", self.values.len()).into())),
        }
    }
}

/// The parameters one after the other.
struct Each<'a, 'g> {
    pairs: iter::Zip<iter::Copied<slice::Iter<'static, &'static str>>, vec::IntoIter<&'a str>>,
    value: Option<(&'static str, &'a str)>,
    guilty: &'g Cell<Option<&'static str>>,
}

impl<'a> Each<'a, '_> {
    fn read<S: DeserializeSeed<'a>>(
        &self,
        (name, value): (&'static str, &'a str),
        seed: S,
    ) -> Result<S::Value, ValueError> {
        self.guilty.set(Some(name));
        let value = seed.deserialize(Text(value))?;
        self.guilty.set(None);
        Ok(value)
    }
}

impl<'de> SeqAccess<'de> for Each<'de, '_> {
    type Error = ValueError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ValueError> {
        let next = self.pairs.next();
        next.map(|pair| self.read(pair, seed)).transpose()
    }
}

impl<'de> MapAccess<'de> for Each<'de, '_> {
    type Error = ValueError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ValueError> {
        self.value = self.pairs.next();
        self.value.map(|(name, _)| seed.deserialize(Text(name))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, ValueError> {
        let pair = self.value.take().unwrap_or_default();
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

    forward_to_deserialize_any! { unit unit_struct map struct identifier ignored_any }
}

impl fmt::Debug for Parameters<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameters").field("names", &self.names).finish_non_exhaustive()
    }
}
