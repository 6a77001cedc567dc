//! Puts right what a move broke by moves of up to four other forces together: what two of them do to the sums that are printed as
//! they are is looked up among what two others would have to do.

use std::collections::BTreeMap;

use super::moves::moves;
use super::state::{Delta, State};
use super::world::{Mark, World};

/// Moves of other forces, by what they do to the sums that must not move.
pub(super) struct Atoms(Vec<(Mark, Vec<(usize, Delta)>)>);

/// Forces kept for one kind of move.
const ALIKE: usize = 4;
/// Ways tried before a move is given up.
const WAYS: usize = 200;

/// Moves of the size of the first, of those forces that may move: of wholes that forces stand in other sums with, and of classes.
/// Forces are in the order given.
pub(super) fn atoms(
    world: &World<'_>,
    state: &State,
    (first, partners): (&Delta, &[usize]),
    order: u64,
    doubled: bool,
) -> Atoms {
    // Of several parts every force takes the same, so that what they do can cancel.
    let mut pick = |list: &[usize]| list.iter().copied().min_by_key(|number| (world.rank(*number, order), *number));
    let size = first.first().map_or(1, |(_, change)| change.abs());
    let mut found: BTreeMap<Mark, Vec<(usize, Delta)>> = BTreeMap::new();
    for partner in partners {
        for change in [size, -size] {
            let mut own: Vec<Delta> = Vec::new();
            for target in world.pivots(*partner) {
                own.extend(moves(world, state, *target, change, &mut pick));
            }
            own.retain(|delta| !state.undone(delta));
            if doubled {
                let singles = own.clone();
                for (at, one) in singles.iter().enumerate() {
                    own.extend(singles.iter().skip(at + 1).map(|other| [one.clone(), other.clone()].concat()));
                }
            }
            for delta in own.into_iter().filter(|delta| state.allows(world, delta)) {
                let same = found.entry(world.mark(&delta)).or_default();
                if same.len() < ALIKE {
                    same.push((*partner, delta));
                }
            }
        }
    }
    Atoms(found.into_iter().collect())
}

/// The first move with others that together keep every printed sum.
pub(super) fn compose(world: &World<'_>, state: &State, first: &Delta, Atoms(atoms): &Atoms) -> Option<Delta> {
    let mut sums: Vec<(Mark, usize, Option<usize>)> = Vec::new();
    for (one, (mark, _)) in atoms.iter().enumerate() {
        sums.push((*mark, one, None));
        let pairs = atoms.iter().enumerate().skip(one);
        sums.extend(pairs.map(|(other, (against, _))| (mark.wrapping_add(*against), one, Some(other))));
    }
    sums.sort_unstable();
    let of = |wanted: Mark| {
        let begin = sums.partition_point(|(mark, _, _)| *mark < wanted);
        sums.iter().skip(begin).take_while(move |(mark, _, _)| *mark == wanted)
    };
    let wanted = world.mark(first).wrapping_neg();
    let few = of(wanted).map(|(_, one, other)| vec![Some(*one), *other]);
    let many = sums.iter().flat_map(|(mark, one, two)| {
        of(wanted.wrapping_sub(*mark)).take(2).map(|(_, three, four)| vec![Some(*one), *two, Some(*three), *four])
    });
    let ways = few.chain(many).take(WAYS);
    ways.into_iter().find_map(|kinds| made(world, state, first, atoms, kinds.into_iter().flatten()))
}

/// The moves of several kinds made by different forces, if all sums hold then.
fn made(
    world: &World<'_>,
    state: &State,
    first: &Delta,
    atoms: &[(Mark, Vec<(usize, Delta)>)],
    kinds: impl Iterator<Item = usize>,
) -> Option<Delta> {
    let mut all = first.clone();
    let mut taken: Vec<usize> = Vec::new();
    for kind in kinds {
        let (_, moves) = atoms.get(kind)?;
        let (partner, delta) = moves.iter().find(|(partner, _)| !taken.contains(partner)).or(moves.first())?;
        taken.push(*partner);
        all.extend(delta.iter().copied());
    }
    (state.allows(world, &all) && !state.undone(first) && state.holds(world, &all)).then_some(all)
}
