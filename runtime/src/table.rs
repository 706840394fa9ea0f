//! Look-up: from a method and a canonical path to a route.
//!
//! One `matchit` table holds every path, and each path knows which route answers which method, so a hit costs one
//! look-up however many routes there are. Only where the path found does not answer the method, the tables of single
//! methods are asked: they are built when that first happens.

mod in_order;
mod paths;

use std::{collections::HashMap, sync::OnceLock};

use http::{HeaderValue, Method};

use crate::{
    call::Captures,
    listing::{Route, RouteMethod, Routes},
    path::Canonical,
};
use paths::Paths;

/// The routes of one plugin type. Generated code keeps it in a `static`.
#[derive(Debug)]
pub struct Table {
    routes: &'static [Route],
    paths: OnceLock<Answered>,
    by_method: OnceLock<ByMethod>,
}

/// What a look-up finds.
#[derive(Debug)]
pub(crate) enum Found {
    Route(&'static Route, Captures),
    /// No route has this path.
    Nothing,
    /// Routes have this path, but none for this method.
    OtherMethods(Allow),
}

impl Table {
    /// A table of these routes. Their paths must not conflict; the macro has seen to it.
    #[must_use]
    pub const fn new(routes: &'static [Route]) -> Self {
        Self { routes, paths: OnceLock::new(), by_method: OnceLock::new() }
    }

    /// The routes as data.
    #[must_use]
    pub const fn routes(&self) -> Routes {
        Routes::new(self.routes)
    }

    /// The route that answers `method` on `path`: the most specific path of those that answer the method, and on
    /// one path a method of its own before `ANY`. Failing that, the same without one trailing slash.
    pub(crate) fn find(&self, method: &Method, path: &Canonical<'_>) -> Found {
        let all = self.paths.get_or_init(|| Answered::of((0..).zip(self.routes)));
        let key = path.lookup();
        if let Some((number, captures)) = all.paths.at(key) {
            return match all.answers[usize::from(number)].by(Slot::of(method)) {
                Some(route) => Found::Route(&self.routes[usize::from(route)], captures),
                None => self.find_elsewhere(method, path, Some(number)),
            };
        }
        match path.without_trailing_slash() {
            Some(_) => self.find_elsewhere(method, path, None),
            None => Found::Nothing,
        }
    }

    /// Looks further where the best path (`known`) has no answer for the method, or there is none.
    #[cold]
    fn find_elsewhere(&self, method: &Method, path: &Canonical<'_>, known: Option<u16>) -> Found {
        let tables = self.by_method.get_or_init(|| ByMethod::of(self.routes));
        if let Some(allow) = known.and_then(|path| tables.alone[usize::from(path)]) {
            return Found::OtherMethods(allow);
        }
        let keys = || [Some(path.lookup()), path.without_trailing_slash()].into_iter().flatten();
        let slot = Slot::of(method);
        for key in keys() {
            if let Some((route, captures)) = tables.find(slot, key) {
                return Found::Route(&self.routes[usize::from(route)], captures);
            }
        }
        let allow = keys().fold(Allow::default(), |allow, key| tables.allow(key, allow));
        if allow.is_empty() { Found::Nothing } else { Found::OtherMethods(allow) }
    }
}

/// The place of a method in a path's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Slot {
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
    Other,
}

/// In the order in which `Allow` names them.
const SLOTS: [Slot; 8] =
    [Slot::Delete, Slot::Get, Slot::Head, Slot::Options, Slot::Patch, Slot::Post, Slot::Put, Slot::Other];

impl Slot {
    fn of(method: &Method) -> Self {
        match *method {
            Method::GET => Self::Get,
            Method::POST => Self::Post,
            Method::PUT => Self::Put,
            Method::PATCH => Self::Patch,
            Method::DELETE => Self::Delete,
            Method::HEAD => Self::Head,
            Method::OPTIONS => Self::Options,
            _ => Self::Other,
        }
    }

    fn of_route(method: RouteMethod) -> Self {
        match method {
            RouteMethod::Get => Self::Get,
            RouteMethod::Post => Self::Post,
            RouteMethod::Put => Self::Put,
            RouteMethod::Patch => Self::Patch,
            RouteMethod::Delete => Self::Delete,
            RouteMethod::Head => Self::Head,
            RouteMethod::Options => Self::Options,
            RouteMethod::Any => Self::Other,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Other => "",
        }
    }
}

const NONE: u16 = u16::MAX;

/// Which route of one path answers which method: indices into the routes.
#[derive(Clone, Copy, Debug)]
struct Answers([u16; 8]);

impl Answers {
    const fn none() -> Self {
        Self([NONE; 8])
    }

    fn set_once(&mut self, slot: Slot, route: u16) {
        let place = &mut self.0[slot as usize];
        if *place == NONE {
            *place = route;
        }
    }

    /// HEAD is answered by GET's route where it has none of its own; `ANY` comes last.
    fn by(self, slot: Slot) -> Option<u16> {
        let own = self.0[slot as usize];
        if own != NONE {
            return Some(own);
        }
        let get = self.0[Slot::Get as usize];
        if slot == Slot::Head && get != NONE {
            return Some(get);
        }
        let any = self.0[Slot::Other as usize];
        (any != NONE).then_some(any)
    }

    fn allow(self) -> Allow {
        let answered = SLOTS[..7].iter().filter(|slot| self.by(**slot).is_some());
        answered.fold(Allow::default(), |allow, slot| allow.with(*slot))
    }
}

/// Some routes' paths, each once, and what answers there.
#[derive(Debug)]
struct Answered {
    patterns: Vec<&'static str>,
    paths: Paths,
    answers: Vec<Answers>,
}

impl Answered {
    /// Of two routes with one method and one path, which only `cfg` can make, the first in the source answers.
    fn of(routes: impl Iterator<Item = (u16, &'static Route)>) -> Self {
        let mut places = HashMap::new();
        let (mut patterns, mut answers) = (Vec::new(), Vec::new());
        for (number, route) in routes {
            let place = *places.entry(route.pattern).or_insert(patterns.len());
            if place == patterns.len() {
                patterns.push(route.pattern);
                answers.push(Answers::none());
            }
            answers[place].set_once(Slot::of_route(route.method()), number);
        }
        Self { paths: Paths::of(&patterns), patterns, answers }
    }
}

/// For each method the paths that answer it.
#[derive(Debug)]
struct ByMethod {
    tables: [Answered; 8],
    /// For each path of the whole table what it answers, if no other path can match what it matches.
    alone: Vec<Option<Allow>>,
}

impl ByMethod {
    fn of(routes: &'static [Route]) -> Self {
        let tables = SLOTS.map(|slot| {
            let answers = |(_, route): &(u16, &'static Route)| {
                let own = Slot::of_route(route.method());
                own == slot || own == Slot::Other || (slot == Slot::Head && own == Slot::Get)
            };
            Answered::of((0..).zip(routes).filter(answers))
        });
        let all = Answered::of((0..).zip(routes));
        let alone = paths::alone(&all.patterns).zip(&all.answers);
        let alone = alone.map(|(is_alone, answers)| is_alone.then(|| answers.allow())).collect();
        Self { tables, alone }
    }

    fn find(&self, slot: Slot, key: &str) -> Option<(u16, Captures)> {
        let answered = &self.tables[slot as usize];
        let (number, captures) = answered.paths.at(key)?;
        let route = answered.answers[usize::from(number)].by(slot)?;
        Some((route, captures))
    }

    fn allow(&self, key: &str, allow: Allow) -> Allow {
        let answered = SLOTS[..7].iter().filter(|slot| self.tables[**slot as usize].paths.at(key).is_some());
        answered.fold(allow, |allow, slot| allow.with(*slot))
    }
}

/// The methods that a path answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allow(u8);

impl Allow {
    fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names of the methods; `OPTIONS` is always among them.
    pub fn methods(self) -> impl Iterator<Item = &'static str> {
        let set = self.0 | 1 << Slot::Options as u8;
        SLOTS[..7].iter().filter(move |slot| set & (1 << **slot as u8) != 0).map(|slot| slot.name())
    }

    fn with(self, slot: Slot) -> Self {
        Self(self.0 | 1 << slot as u8)
    }

    /// The methods as a list, `GET, HEAD, OPTIONS` for example.
    pub(crate) fn list(self) -> &'static str {
        self.to_header().to_str().unwrap_or_default()
    }

    /// The value of an `Allow` header (RFC 9110, section 10.2.1). Each that occurs is made once.
    pub(crate) fn to_header(self) -> &'static HeaderValue {
        static LISTS: [OnceLock<HeaderValue>; 128] = [const { OnceLock::new() }; 128];
        let list = || self.methods().collect::<Vec<_>>().join(", ");
        LISTS[usize::from(self.0)].get_or_init(|| {
            HeaderValue::from_str(&list()).unwrap_or_else(|_| HeaderValue::from_static("OPTIONS"))
        })
    }
}
