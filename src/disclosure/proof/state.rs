//! How far the counts of a world were moved so far.
//!
//! What limits them is kept so that every part of what was done can be taken out again: what was lowered may not lean on what was
//! raised. So any of the changes that were made together can be made without the others.

use super::Held;
use super::world::World;

/// Changes of counts.
pub(super) type Delta = Vec<(usize, i64)>;

/// What was taken away and what was added, apart.
#[derive(Clone, Copy, Default)]
struct Spread {
    down: i64,
    up: i64,
}

impl Spread {
    fn with(self, change: i64) -> Self {
        Self { down: self.down + change.min(0), up: self.up + change.max(0) }
    }
}

/// A world that was moved in.
pub(super) struct State {
    counts: Vec<Spread>,
    sums: Vec<Spread>,
    held: Vec<Spread>,
    /// How far counts were moved that are to stay so far off.
    pins: Vec<i64>,
}

impl State {
    pub(super) fn new(world: &World<'_>) -> Self {
        let none = |length: usize| vec![Spread::default(); length];
        let counts = world.base.len();
        Self { counts: none(counts), sums: none(world.sums()), held: none(world.held()), pins: vec![0; counts] }
    }

    /// Whether no count falls below the least that it can be by a change, or past what it is held against.
    pub(super) fn allows(&self, world: &World<'_>, delta: &Delta) -> bool {
        delta.iter().all(|(number, one)| {
            let held = world.held_against(*number).all(|(at, held)| self.past(world, delta, at, held) == 0);
            let down = self.counts.get(*number).copied().unwrap_or_default().with(changed(delta, *number)).down;
            held && (*one >= 0 || world.below(*number) + down >= 0)
        })
    }

    /// How far a change takes counts past what they are held against: above it, or, where they exceed it, down to it; 0 if it does not.
    fn past(&self, world: &World<'_>, delta: &Delta, at: usize, Held { below, above }: &Held) -> i64 {
        let change = |number: usize| changed(delta, number);
        let sum = |numbers: &[usize], of: &dyn Fn(usize) -> i64| numbers.iter().map(|number| of(*number)).sum::<i64>();
        let base = |number: usize| world.base.get(number).copied().unwrap_or(0);
        let before = sum(below, &base) - sum(above, &base);
        let moved = sum(below, &change) - sum(above, &change);
        let spread = self.held.get(at).copied().unwrap_or_default().with(moved);
        if before > 0 { (before + spread.down - 1).min(0) } else { (before + spread.up).max(0) }
    }

    /// What a change takes counts past, and how far.
    pub(super) fn crossed<'w>(&self, world: &'w World<'_>, delta: &Delta) -> Option<(&'w Held, i64)> {
        let held = delta.iter().flat_map(|(number, _)| world.held_against(*number));
        held.map(|(at, held)| (held, self.past(world, delta, at, held))).find(|(_, by)| *by != 0)
    }

    /// Whether what is told of counts besides their sums stays as it is after a change.
    fn untold(&self, world: &World<'_>, delta: &Delta) -> bool {
        let value =
            |number: usize| world.base.get(number).copied().unwrap_or(0) + self.moved(number) + changed(delta, number);
        world.told_of(delta.iter().map(|(number, _)| *number)).all(|told| told.holds(&value))
    }

    /// Makes a change, if it is allowed and nothing that is told besides sums changes.
    pub(super) fn apply(&mut self, world: &World<'_>, delta: &Delta) -> bool {
        if !self.allows(world, delta) || !self.untold(world, delta) {
            return false;
        }
        let add = |spreads: &mut Vec<Spread>, at: usize, change: i64| {
            spreads.get_mut(at).into_iter().for_each(|spread| *spread = spread.with(change));
        };
        let mut held: Vec<(usize, i64)> = Vec::new();
        let mut numbers: Vec<usize> = delta.iter().map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            add(&mut self.counts, number, changed(delta, number));
            held.extend(world.held_against(number).map(|(at, Held { below, above })| {
                let sum = |numbers: &[usize]| numbers.iter().map(|number| changed(delta, *number)).sum::<i64>();
                (at, sum(below) - sum(above))
            }));
        }
        held.sort_unstable();
        held.dedup();
        held.into_iter().for_each(|(at, moved)| add(&mut self.held, at, moved));
        world.seen(delta).into_iter().for_each(|(sum, moved)| add(&mut self.sums, sum, moved));
        true
    }

    /// By how much a count was moved.
    pub(super) fn moved(&self, number: usize) -> i64 {
        self.counts.get(number).map_or(0, |spread| spread.down + spread.up)
    }

    /// From here on a count stays at least as far off as it is.
    pub(super) fn pin(&mut self, number: usize) {
        let moved = self.moved(number);
        self.pins.get_mut(number).into_iter().for_each(|pin| *pin = moved);
    }

    /// Whether a change would put a count back to what it was, or nearer than it is to stay.
    pub(super) fn undone(&self, delta: &Delta) -> bool {
        delta.iter().any(|(number, change)| {
            let then = self.moved(*number) + change;
            let pin = self.pins.get(*number).copied().unwrap_or(0);
            *change != 0 && (then == 0 || (pin != 0 && then * pin.signum() < pin.abs()))
        })
    }

    /// Whether every sum lies inside what is printed of it after a change.
    pub(super) fn holds(&self, world: &World<'_>, delta: &[(usize, i64)]) -> bool {
        world.seen(delta).into_iter().all(|(sum, moved)| {
            let Spread { down, up } = self.sums.get(sum).copied().unwrap_or_default().with(moved);
            let (least, most) = world.room(sum);
            least <= down && up <= most
        })
    }

    /// Counts of a list that can be lowered by so much.
    pub(super) fn enough(&self, world: &World<'_>, numbers: &[usize], by: i64) -> Vec<usize> {
        let left = |number: &usize| {
            let down = self.counts.get(*number).map_or(0, |spread| spread.down);
            world.below(*number) + down
        };
        numbers.iter().copied().filter(|number| left(number) >= by).collect()
    }
}

/// By how much a change moves a count.
fn changed(delta: &[(usize, i64)], number: usize) -> i64 {
    delta.iter().filter(|(at, _)| *at == number).map(|(_, change)| change).sum()
}
