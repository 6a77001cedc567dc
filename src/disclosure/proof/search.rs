//! Proposes other returns: one count moved, and another force the other way where it stands in the same sums, or several forces
//! until every printed sum is what it was.

use super::Other;
use super::compose::{atoms, compose};
use super::moves::moves;
use super::state::{Delta, State};
use super::world::{World, mixed};

/// First moves that are tried for one count.
const FIRST: usize = 6;
/// Of these, how many are put right by moves of several forces.
const COMPOSED: usize = 2;
/// Different prices of a step.
const PRICES: u64 = 1000;

/// A change of several forces that leaves every printed sum as it was.
#[derive(Clone, Debug)]
pub(super) struct Addition {
    /// The count that it was made for.
    pub(super) target: usize,
    /// What it changes.
    pub(super) delta: Delta,
}

/// The search; the same seed gives the same proposals.
pub(super) struct Search<'a> {
    pub(super) world: &'a World<'a>,
    random: u64,
    /// Whether two moves of one force at once are tried as well, which takes longer.
    pub(super) deep: bool,
}

impl<'a> Search<'a> {
    pub(super) fn new(world: &'a World<'a>, seed: u64) -> Self {
        Self { world, random: mixed(seed), deep: false }
    }

    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(1);
        mixed(self.random)
    }

    /// A seed for what goes on beside the search.
    pub(super) fn seed(&mut self) -> u64 {
        self.next()
    }

    /// A search of its own beside this one, as deep.
    pub(super) fn beside(&mut self) -> Self {
        Self { world: self.world, random: mixed(self.next()), deep: self.deep }
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }

    /// Changes the order of a list.
    pub(super) fn shuffle(&mut self, list: &mut [usize]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last + 1);
            list.swap(last, other);
        }
    }

    fn one(&mut self, list: &[usize]) -> Option<usize> {
        let at = self.below(list.len());
        list.get(at).copied()
    }

    /// A change that takes a count of a force past what it is held against, with a change of that: so both move together.
    fn companions(&mut self, state: &State, first: &Delta) -> Vec<Delta> {
        let world = self.world;
        let Some((held, by)) = state.crossed(world, first) else { return Vec::new() };
        let mut found = Vec::new();
        for (numbers, change) in [(&held.above, by), (&held.below, -by)] {
            let mut others: Vec<usize> =
                numbers.iter().copied().filter(|number| first.iter().all(|(moved, _)| moved != number)).collect();
            self.shuffle(&mut others);
            for other in others {
                let with = moves(world, state, other, change, &mut |list| self.one(list));
                let both = with.into_iter().map(|with| [first.clone(), with].concat());
                found.extend(both.filter(|both| state.allows(world, both)).take(1));
            }
        }
        found
    }

    /// Moves a count by so much, and others until all printed sums hold; the state stays as it was where that is not found.
    /// Nothing of the still forces moves.
    pub(super) fn add(&mut self, state: &mut State, target: usize, change: i64, still: &[bool]) -> Option<Delta> {
        let world = self.world;
        let own = world.force.get(target).copied()?;
        if still.get(own) == Some(&true) {
            return None;
        }
        let mut firsts: Vec<Delta> = Vec::new();
        for _ in 0..FIRST {
            firsts.extend(moves(world, state, target, change, &mut |list| self.one(list)));
        }
        let with: Vec<Delta> = firsts.iter().flat_map(|first| self.companions(state, first)).collect();
        firsts.extend(with);
        firsts.retain(|first| !state.undone(first));
        firsts.dedup();
        let mut partners: Vec<usize> =
            (0..world.forces.len()).filter(|force| *force != own && still.get(*force) != Some(&true)).collect();
        self.shuffle(&mut partners);
        for first in &firsts {
            if let Some(addition) = exchange(world, state, first, &partners, false) {
                return Some(addition);
            }
        }
        for first in &firsts {
            if let Some(addition) = exchange(world, state, first, &partners, true) {
                return Some(addition);
            }
        }
        for first in &firsts {
            if state.holds(world, first) && state.apply(world, first) {
                return Some(first.clone());
            }
        }
        let plain: Vec<&Delta> = firsts.iter().filter(|first| world.is_plain(first)).take(COMPOSED).collect();
        for (first, doubled) in [false, true]
            .iter()
            .take(1 + usize::from(self.deep))
            .flat_map(|doubled| plain.iter().map(move |first| (*first, *doubled)))
        {
            let found = state.allows(world, first).then(|| {
                let order = self.next();
                let atoms = atoms(world, state, (first, &partners), order, doubled);
                compose(world, state, first, &atoms)
            });
            if let Some(delta) = found.flatten()
                && state.apply(world, &delta)
            {
                return Some(delta);
            }
        }
        None
    }
}

/// What it costs an integer programme to move one count after another by one: from 1 to so much more, the same for the same seed.
pub(super) fn prices(seed: u64, more: f64) -> impl FnMut() -> f64 {
    let mut at = seed;
    move || {
        at = at.wrapping_add(1);
        1.0 + more * (mixed(at) % PRICES) as f64 / PRICES as f64
    }
}

/// A move with the same move of another force the other way, where both stand in the same sums; or in others that allow it.
fn exchange(world: &World<'_>, state: &mut State, first: &Delta, partners: &[usize], unlike: bool) -> Option<Delta> {
    if !state.allows(world, first) {
        return None;
    }
    if world.seen(first).is_empty() && state.apply(world, first) {
        return Some(first.clone());
    }
    for partner in partners {
        let against = first.iter().map(|(number, change)| Some((world.of_force(*number, *partner)?, -change)));
        let Some(against) = against.collect::<Option<Delta>>() else { continue };
        if !world.keeps_ties(&against) || !state.allows(world, &against) || state.undone(&against) {
            continue;
        }
        let both = [first.clone(), against].concat();
        let same = world.seen(&both).is_empty() || (unlike && state.holds(world, &both));
        if same && state.apply(world, &both) {
            return Some(both);
        }
    }
    None
}

/// The other returns that additions make together; none where a count would fall below nought.
pub(super) fn other(world: &World<'_>, additions: &[&Addition]) -> Option<Other> {
    let mut changes = Other::new();
    for (number, change) in additions.iter().flat_map(|addition| &addition.delta) {
        *changes.entry(*number).or_default() += change;
    }
    changes.retain(|_, change| *change != 0);
    for (number, change) in &mut changes {
        *change += world.base.get(*number)?;
        if *change < 0 {
            return None;
        }
    }
    (!changes.is_empty()).then_some(changes)
}
