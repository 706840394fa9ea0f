//! Which of the values that serde buffers are text, numbers, bools or lists: found by trying.
//!
//! Serde asks for a buffer before the type says what it wants. All values are text at first. Where one of them then does not
//! fit, that value is tried as a scalar and as a list of one, then all of them as scalars, then each combination of the two.
//! The first typing without a mismatch is taken. Where there is none, a value that the type took another way (a later
//! variant of an untagged enum) is right; a value that nothing took is refused, with its key.
//!
//! All of this is for calls where a buffered value did not fit as text; others are read once.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use super::{
    mismatch::{self, Found, Mismatch, Place},
    typing::{Scalar, Typing, words},
    value::{ValueError, unfit},
};

/// How the values of a call may be handed over, and who tries.
pub(super) struct Search<'s> {
    /// The text of each value.
    texts: Vec<&'s str>,
    /// The key of each value, as a number.
    keys: Vec<usize>,
    /// The values of each key.
    values: Vec<Vec<usize>>,
    run: &'s dyn Fn(&[Typing]) -> Result<(), ValueError>,
    /// How many more runs there may be, so that a large form cannot cost more than its size.
    left: usize,
}

/// What is to be done.
pub(super) enum Answer {
    /// What a run with these typings gives, be it a value or an error.
    Run(Vec<Typing>),
    /// The value in this place does not fit.
    Refuse { place: usize, reason: Box<str> },
}

/// What a run gave.
struct Trial {
    typings: Vec<Typing>,
    error: Option<ValueError>,
    mismatches: Vec<Mismatch>,
    count: usize,
}

impl Trial {
    fn is_clean(&self) -> bool {
        self.error.is_none() && self.count == 0
    }

    /// Mismatches that no field has mended. Those that are not remembered count as such.
    fn open(&self) -> usize {
        self.count - self.mismatches.iter().filter(|met| met.is_taken).count()
    }

    /// How good it is; less is better.
    fn rank(&self) -> (bool, usize) {
        (self.error.is_some(), self.count)
    }
}

impl<'s> Search<'s> {
    /// Up to so many keys, each combination is tried.
    const FEW: usize = 8;

    pub(super) fn new(
        pairs: impl Iterator<Item = (&'s str, &'s str)>,
        run: &'s dyn Fn(&[Typing]) -> Result<(), ValueError>,
    ) -> Self {
        let (mut texts, mut keys, mut values) = (Vec::new(), Vec::new(), Vec::<Vec<usize>>::new());
        let mut known = HashMap::new();
        for (place, (key, text)) in pairs.enumerate() {
            let key = *known.entry(key).or_insert(values.len());
            if key == values.len() {
                values.push(Vec::new());
            }
            values[key].push(place);
            keys.push(key);
            texts.push(text);
        }
        let left = (200_000 / texts.len().max(1)).clamp(8, 600);
        Self { texts, keys, values, run, left }
    }

    /// Looks for the typings that are right.
    pub(super) fn answer(mut self) -> Answer {
        let first = self.trial(vec![Typing::Text; self.texts.len()]);
        let directed = self.directed(first);
        if directed.is_clean() {
            return Answer::Run(directed.typings);
        }
        let best =
            if directed.open() == 0 && directed.error.is_none() { directed } else { self.combined(directed) };
        self.judge(best)
    }

    fn trial(&mut self, typings: Vec<Typing>) -> Trial {
        self.left = self.left.saturating_sub(1);
        let (result, mismatches, count) = mismatch::record(|| (self.run)(&typings));
        Trial { typings, error: result.err(), mismatches, count }
    }

    /// A run that differs in one key.
    fn changed(&mut self, trial: &Trial, key: usize, typing: Typing) -> Trial {
        let mut typings = trial.typings.clone();
        for place in &self.values[key] {
            typings[*place] = typing;
        }
        self.trial(typings)
    }

    fn is_scalar(&self, key: usize) -> bool {
        self.values[key].iter().any(|place| Scalar::of(self.texts[*place]).is_some())
    }

    /// Changes one key after the other that does not fit.
    fn directed(&mut self, mut current: Trial) -> Trial {
        let mut settled = HashSet::new();
        while !current.is_clean() && self.left > 0 {
            let unsettled = |key: &usize| !settled.contains(key);
            let mut culprits = current
                .mismatches
                .iter()
                .flat_map(|met| self.culprits(&current, met.found))
                .filter(unsettled);
            let Some(key) = culprits.next() else { break };
            drop(culprits);
            settled.insert(key);
            let (mut rank, mut better) = (self.rank(&current, key), None);
            for typing in self.others(key) {
                let next = self.changed(&current, key, typing);
                if next.is_clean() {
                    return next;
                }
                if self.rank(&next, key) < rank {
                    (rank, better) = (self.rank(&next, key), Some(next));
                }
            }
            current = better.unwrap_or(current);
        }
        current
    }

    /// How little a run suits a key. Of several values, the later ones are reached only if the earlier ones fit.
    fn rank(&self, trial: &Trial, key: usize) -> (usize, bool, Reverse<Option<usize>>) {
        let text = |met: &Mismatch| match met.found {
            Found::Text(text) => self.place(text),
            _ => None,
        };
        let reached = self.about(trial, key).filter_map(text).max();
        (self.about(trial, key).count(), trial.error.is_some(), Reverse(reached))
    }

    /// What else than text the values of a key may be.
    fn others(&self, key: usize) -> Vec<Typing> {
        let (is_scalar, is_single) = (self.is_scalar(key), self.values[key].len() == 1);
        let all = [
            (is_scalar, Typing::Scalar),
            (is_single, Typing::Texts),
            (is_single && is_scalar, Typing::Scalars),
        ];
        all.into_iter().filter_map(|(may_be, typing)| may_be.then_some(typing)).collect()
    }

    /// All scalars, then each combination of text and scalars; the best of them, or `best`.
    fn combined(&mut self, mut best: Trial) -> Trial {
        let keys: Vec<_> = (0..self.values.len()).filter(|key| self.is_scalar(*key)).collect();
        let all = 1_usize.checked_shl(u32::try_from(keys.len()).unwrap_or(u32::MAX)).unwrap_or(0);
        let few = if keys.len() <= Self::FEW { 0..all.saturating_sub(1) } else { 0..0 };
        for mask in std::iter::once(usize::MAX).chain(few) {
            if self.left == 0 || keys.is_empty() {
                break;
            }
            let mut typings = best.typings.clone();
            for (bit, key) in keys.iter().enumerate() {
                let is_scalar = mask == usize::MAX || mask >> bit & 1 == 1;
                for place in &self.values[*key] {
                    typings[*place] = if is_scalar { Typing::Scalar } else { Typing::Text };
                }
            }
            let next = self.trial(typings);
            if next.is_clean() {
                return next;
            }
            if next.error.is_none() && next.rank() < best.rank() {
                best = next;
            }
        }
        best
    }

    /// What no typing made right.
    fn judge(&mut self, best: Trial) -> Answer {
        let is_error = |met: &Mismatch| {
            best.error.as_ref().is_some_and(|error| error.is_no_variant() || error.0.ends_with(&*met.reason))
        };
        for met in best.mismatches.iter().rev() {
            if best.error.is_some() && !is_error(met) || best.error.is_none() && met.is_taken {
                continue;
            }
            for key in self.guilty(&best, met) {
                if best.error.is_some() || self.is_wasted(&best, key) {
                    return self.refuse(&best, key, met);
                }
            }
        }
        Answer::Run(best.typings)
    }

    /// Whether nothing took a value: what nothing takes then fits as badly.
    fn is_wasted(&mut self, trial: &Trial, key: usize) -> bool {
        let probe = self.changed(trial, key, Typing::Untakeable);
        probe.error.is_none() && probe.open() <= trial.open()
    }

    /// The keys that a mismatch is about, though the mismatch may not say so.
    fn guilty(&mut self, trial: &Trial, met: &Mismatch) -> Vec<usize> {
        let keys = self.culprits(trial, met.found);
        match keys.len() {
            0 => self.needed(trial, &met.reason),
            1 => keys,
            // Text says which of several equal values is meant.
            _ => {
                let mut is_meant = |key: &usize| {
                    let as_text = self.changed(trial, *key, Typing::Text);
                    self.about(&as_text, *key).next().is_some()
                };
                keys.into_iter().filter(|key| is_meant(key)).collect()
            }
        }
    }

    /// The keys without which a mismatch is gone, found by leaving out ever smaller parts of all keys.
    fn needed(&mut self, trial: &Trial, reason: &str) -> Vec<usize> {
        let mut keys: Vec<usize> = (0..self.values.len()).collect();
        let (mut typings, mut size) = (trial.typings.clone(), keys.len());
        while size > 0 && self.left > 0 {
            let mut at = 0;
            while at < keys.len() && self.left > 0 {
                let end = keys.len().min(at + size);
                let mut fewer = typings.clone();
                for place in keys[at..end].iter().flat_map(|key| &self.values[*key]) {
                    fewer[*place] = Typing::Absent;
                }
                let next = self.trial(fewer);
                if next.mismatches.iter().any(|met| *met.reason == *reason) {
                    typings = next.typings;
                    keys.drain(at..end);
                } else {
                    at = end;
                }
            }
            size /= 2;
        }
        // What decides on the variant is needed for all that the variant asks for.
        let tag = mismatch::tag().and_then(|tag| self.place(tag)).map(|place| self.keys[place]);
        if keys.len() > 1 {
            keys.retain(|key| Some(*key) != tag);
        }
        if self.left > 0 { keys } else { Vec::new() }
    }

    /// The mismatches that may be about a key.
    fn about<'t>(&'t self, trial: &'t Trial, key: usize) -> impl Iterator<Item = &'t Mismatch> {
        trial.mismatches.iter().filter(move |met| self.culprits(trial, met.found).contains(&key))
    }

    /// The keys that a mismatch may be about, by what was found.
    fn culprits(&self, trial: &Trial, found: Found) -> Vec<usize> {
        let typed = |place: usize| match (found, trial.typings[place]) {
            (Found::Scalar(scalar), Typing::Scalar | Typing::Scalars) => {
                Scalar::of(self.texts[place]) == Some(scalar)
            }
            (Found::Several, Typing::Texts | Typing::Scalars) => true,
            (Found::Several, _) => self.values[self.keys[place]].len() > 1,
            _ => false,
        };
        let mut keys: Vec<usize> = match found {
            Found::Text(text) => self.place(text).map(|place| self.keys[place]).into_iter().collect(),
            Found::Unknown => Vec::new(),
            Found::Scalar(_) | Found::Several => {
                (0..self.texts.len()).filter(|place| typed(*place)).map(|place| self.keys[place]).collect()
            }
        };
        keys.dedup();
        keys
    }

    fn place(&self, found: Place) -> Option<usize> {
        self.texts.iter().position(|text| mismatch::place_of(text) == found)
    }

    /// Says what a key should have been: all that was asked of it, where that has words for end users.
    fn refuse(&self, trial: &Trial, key: usize, last: &Mismatch) -> Answer {
        let (mut place, mut wanted) = (self.values[key][0], Vec::new());
        for met in self.about(trial, key) {
            if let Found::Text(found) = met.found {
                place = self.place(found).unwrap_or(place);
            }
            let words = words(&met.expected);
            if !wanted.contains(&words) {
                wanted.push(words);
            }
        }
        let wanted: Option<Vec<_>> = wanted.into_iter().collect();
        let reason = match wanted.filter(|wanted| !wanted.is_empty()) {
            Some(wanted) => unfit(self.texts[place], &wanted.join(" or ")).0,
            None => last.reason.clone(),
        };
        Answer::Refuse { place, reason }
    }
}
