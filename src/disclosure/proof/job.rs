//! A set of changes on its way to be a twin: what drafts cannot tell from the release is gathered, then made whole.
//!
//! What differs is halved until what spoils it is found and left out. What sketches cannot tell is gathered once more by what checks find,
//! then by drafts, and at last by whole releases.

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
        Self { depth: Depth::Sketch, good: Vec::new(), open: vec![set], trying: Vec::new() }
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
        let deeper = match self.depth {
            Depth::Sketch => Depth::Checks,
            Depth::Checks => Depth::Draft,
            Depth::Draft => Depth::Whole,
            Depth::Whole => return None,
        };
        if self.good.is_empty() {
            return None;
        }
        self.depth = deeper;
        self.open.push(std::mem::take(&mut self.good));
        self.next(world)
    }

    /// Takes what was found of what was tried; gives what told a single change, and for which count it was made.
    pub(super) fn judged(&mut self, made: Result<(), String>) -> Option<(usize, String)> {
        let set = std::mem::take(&mut self.trying);
        match (made, set.as_slice()) {
            (Ok(()), _) => self.good.extend(set),
            (Err(told), [one]) => return Some((one.target, told)),
            (Err(_), _) => self.halve(set),
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
