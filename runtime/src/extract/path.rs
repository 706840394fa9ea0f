//! Path parameters: one by name, or all of them.

use std::{cell::Cell, iter};

use grafana_plugin_sdk::backend::GrafanaPlugin;
use serde::Deserialize;
use smallvec::SmallVec;

use super::{
    FromCall,
    argument::{Failed, Ours},
    buffered::{Answer, Search},
    mismatch,
    parameters::{Parameters, Shape},
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
