//! A set of changes on its way to be a twin: what drafts cannot tell from the release is gathered, then made whole.
//!
//! What differs is halved until what spoils it is found and left out. A set that a draft cannot tell and the whole release
//! can is gathered once more, by whole releases.

use super::search::{Addition, other};
use super::world::World;
use super::{Depth, Other};

/// A set of changes that is being tried.
pub(super) struct Job {
    depth: Depth,
    /// What is not told apart so far.
    good: Vec<Addition>,
    /// What is still to be tried on top of it, last first.
    open: Vec<Vec<Addition>>,
    trying: Vec<Addition>,
}

impl Job {
    pub(super) fn new(set: Vec<Addition>) -> Self {
        Self { depth: Depth::Draft, good: Vec::new(), open: vec![set], trying: Vec::new() }
    }

    /// How deep it is to be tried next.
    pub(super) fn depth(&self) -> Depth {
        self.depth
    }

    /// What is to be tried next; none where it has come to its end.
    pub(super) fn next(&mut self, world: &World) -> Option<Other> {
        while let Some(set) = self.open.pop() {
            let all: Vec<&Addition> = self.good.iter().chain(&set).collect();
            match other(world, &all) {
                Some(changed) => {
                    self.trying = set;
                    return Some(changed);
                }
                None => self.halve(set),
            }
        }
        if self.depth == Depth::Draft && !self.good.is_empty() {
            self.depth = Depth::Whole;
            self.open.push(std::mem::take(&mut self.good));
            return self.next(world);
        }
        None
    }

    /// Takes what was found of what was tried; gives what told a single change.
    pub(super) fn judged(&mut self, made: Result<(), String>) -> Option<String> {
        let set = std::mem::take(&mut self.trying);
        match made {
            Ok(()) => self.good.extend(set),
            Err(told) if set.len() == 1 => return Some(told),
            Err(_) => self.halve(set),
        }
        None
    }

    /// Both halves of a set are tried; what cannot be halved is given up.
    fn halve(&mut self, mut set: Vec<Addition>) {
        if set.len() > 1 {
            let rest = set.split_off(set.len() / 2);
            self.open.extend([rest, set]);
        }
    }
}
