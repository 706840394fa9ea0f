//! What is said of arguments that do not fit: traits that no type has, each with its words.

use std::{
    collections::{BTreeMap, HashMap},
    marker::PhantomData,
};

use grafana_plugin_sdk::backend::GrafanaPlugin;

use super::{
    Form, Header, JsonData, MatchedRoute, Path, Query, SecureJsonData,
    argument::{HandlerArgument, Unknown},
};
use crate::{Call, Context, Json, OrgId, Role, Settings, User};

/// Said of a type for which there is another way to write what is most likely meant.
#[diagnostic::on_unimplemented(
    message = "`{Is}` cannot be an argument of a route",
    label = "write `{T}`",
    note = "an argument is a path parameter that is named like one, or an extractor such as `{T}`"
)]
pub trait Instead<'a, Is, T> {}

/// Said of a plain value.
#[diagnostic::on_unimplemented(
    message = "`{Is}` cannot be an argument of a route",
    label = "not a path parameter of this route, and not an extractor",
    note = "for `?limit=…` write a struct with a field `limit`, and take `Query<…>` of it; for a part of the path, name the argument like the `{{parameter}}`"
)]
pub trait OfQuery<'a, Is> {}

// The lifetime is there for the compiler, which else would ask at once whether what never holds does.
macro_rules! instead {
    ($([$($generics:tt)*] $ty:ty => $instead:ty;)*) => {$(
        impl<'a, $($generics)*> HandlerArgument for $ty where Unknown: Instead<'a, $ty, $instead> {}
    )*};
}

instead! {
    [P: GrafanaPlugin + 'a] Context<P> => &'a Context<P>;
    [P: GrafanaPlugin + 'a] &'a mut Context<P> => &'a Context<P>;
    [P: GrafanaPlugin + 'a] &'a Call<'a, P> => Call<'a, P>;
    [P: GrafanaPlugin + 'a] Settings<P> => &'a Settings<P>;
    [P: GrafanaPlugin + 'a] &'a JsonData<'a, P> => JsonData<'a, P>;
    [P: GrafanaPlugin + 'a] &'a SecureJsonData<'a, P> => SecureJsonData<'a, P>;
    [T] &'a Json<T> => Json<T>;
    [T] &'a Form<T> => Form<T>;
    [T] &'a Query<T> => Query<T>;
    [T] &'a Path<T> => Path<T>;
    [T] &'a Header<T> => Header<T>;
    [] &'a OrgId => OrgId;
    [] &'a MatchedRoute => MatchedRoute;
    [] Role => User;
    [] &'a String => &'a str;
    [] serde_json::Value => Json<serde_json::Value>;
    [K, V, S] HashMap<K, V, S> => Query<HashMap<K, V, S>>;
    [K, V] BTreeMap<K, V> => Query<BTreeMap<K, V>>;
}

macro_rules! of_query {
    ($($ty:ty)*) => {$(
        impl<'a> HandlerArgument for $ty where Unknown: OfQuery<'a, Self> {}
        impl<'a> HandlerArgument for Option<$ty> where Unknown: OfQuery<'a, Self> {}
    )*};
}

of_query! { bool char f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

/// Said of what reads the body before the last argument.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be an argument in this place",
    label = "an axum extractor that reads the body must be the last argument"
)]
pub trait LeavesBody<T> {}

/// Said of a bare body where there is none.
#[diagnostic::on_unimplemented(
    message = "`{T}` would be the body of the call, and a GET, HEAD or DELETE has none",
    label = "not a path parameter of this route, and no body to read",
    note = "name the argument like a `{{parameter}}` of the path, or take a query: `Query<T>`",
    note = "a DELETE may carry `Json<T>` or `Form<T>`; who wants whatever was sent takes `&Bytes`"
)]
pub trait WantsNoBody<T> {}

/// Said of what only a router of axum's makes.
#[diagnostic::on_unimplemented(
    message = "`{T}` needs an axum router, and is never there",
    label = "only a router of axum's fills this in",
    note = "keep what handlers share in the plugin, and ask for `MatchedRoute` to know the route"
)]
pub trait WantsNoRouter<T> {}

/// Asks whether a type that stands where the plugin should is a plugin at all: if it is none, the compiler has said so already.
#[derive(Debug)]
pub struct PluginProbe<T>(PhantomData<fn() -> T>);

impl<T> PluginProbe<T> {
    /// A probe for the type.
    #[must_use]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for PluginProbe<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// It is another plugin, or this one by another name.
pub trait ViaPlugin<T> {
    /// Never holds.
    fn tell(&self)
    where
        PluginProbe<T>: WrittenSelf<T>,
    {
    }
}

impl<T: GrafanaPlugin> ViaPlugin<T> for &PluginProbe<T> {}

/// It is no plugin.
pub trait ViaNoPlugin<T> {
    /// Nothing is left to say.
    fn tell(&self) {}
}

impl<T> ViaNoPlugin<T> for PluginProbe<T> {}

/// Said of a plugin's type that stands where `Self` should.
#[diagnostic::on_unimplemented(
    message = "an argument is of the plugin that is called, which is written `Self` here and not `{T}`",
    label = "write `Self`"
)]
pub trait WrittenSelf<T> {}
