//! Direct labels without collisions: each label has candidate places, and the set with the least total cost is sought.
//!
//! Cost counts overlap with marks, lines and other labels, distance from the mark, and crossing leader lines. The search
//! takes the labels in turn, several times, always in the same order, so the same chart is labelled the same way for ever.

use super::geometry::{Area, Segment};

/// One place a label could take.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The box the text would fill.
    pub area: Area,
    /// The line from the mark to the text, when the text is not beside its mark.
    pub leader: Option<Segment>,
    /// What this place costs before any collision: distance, or the reluctance to leave the label out.
    pub penalty: f64,
    /// Whether the label is drawn at all.
    pub drawn: bool,
}

impl Candidate {
    pub(super) fn beside(area: Area, penalty: f64) -> Self {
        Self { area, leader: None, penalty, drawn: true }
    }

    /// The choice to leave the label out.
    pub(super) fn left_out(penalty: f64) -> Self {
        Self { area: Area::new(0.0, 0.0, 0.0, 0.0), leader: None, penalty, drawn: false }
    }
}

/// What labels must keep clear of.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    pub marks: Vec<Area>,
    /// Tinted slots: labels stay out of them, but may stand at their edge.
    pub grounds: Vec<Area>,
    /// Words that stand already, which no label may touch.
    pub words: Vec<Area>,
    pub lines: Vec<Segment>,
    pub bounds: Option<Area>,
}

impl Field {
    fn cost(&self, candidate: &Candidate) -> f64 {
        if !candidate.drawn {
            return candidate.penalty;
        }
        let area = &candidate.area;
        let on_marks: f64 = self.marks.iter().chain(&self.grounds).map(|mark| 8.0 * area.shared(mark)).sum();
        let on_words: f64 = self.words.iter().map(|words| 30.0 * area.shared(words)).sum();
        let clear = area.grown(1.2);
        let on_lines: f64 = self.lines.iter().map(|line| 6.0 * line.length_inside(&clear)).sum();
        let off_page = self.bounds.map_or(0.0, |bounds| 240.0 * area.outside(&bounds));
        // A name set off from its own mark must not stand beside another, or it reads as the other's.
        let beside_others = if candidate.leader.is_some() {
            self.marks.iter().map(|mark| 1.2 * area.grown(6.0).shared(mark)).sum()
        } else {
            0.0
        };
        let leader = candidate.leader.map_or(0.0, |leader| {
            let touched: f64 = self.marks.iter().map(|mark| 5.0 * leader.length_inside(mark)).sum();
            let crossed = self.lines.iter().filter(|line| line.crosses(&leader)).count();
            touched + 2.0 * crossed as f64
        });
        candidate.penalty + on_marks + on_words + on_lines + off_page + beside_others + leader
    }
}

/// Where words stand already: a label that has no place beside them is left out rather than laid on them.
#[derive(Debug, Clone, Default)]
pub(super) struct Occupied(Vec<Area>);

impl Occupied {
    pub(super) fn over(words: &[Area]) -> Self {
        Self(words.to_vec())
    }

    /// Whether a place is free; from then on it is not.
    pub(super) fn takes(&mut self, area: Area) -> bool {
        let free = self.0.iter().all(|other| other.shared(&area) == 0.0);
        if free {
            self.0.push(area);
        }
        free
    }
}

/// What two chosen places cost each other.
fn clash(one: &Candidate, other: &Candidate) -> f64 {
    if !(one.drawn && other.drawn) {
        return 0.0;
    }
    let boxes = 8.0 * one.area.grown(1.0).shared(&other.area);
    let through = |leader: Option<Segment>, area: &Area| leader.map_or(0.0, |line| 8.0 * line.length_inside(area));
    let crossing = match (one.leader, other.leader) {
        (Some(first), Some(second)) if first.crosses(&second) => 60.0,
        _ => 0.0,
    };
    boxes + through(one.leader, &other.area) + through(other.leader, &one.area) + crossing
}

/// How many candidates of a label are kept: the ones that are cheapest by themselves.
const KEPT: usize = 60;
/// How many orders the search starts from.
const STARTS: usize = 24;

/// Chooses one candidate for every label; the answer holds an index into each label's candidates.
///
/// A search settles into the nearest good set, so it starts from several orders of the labels and keeps the best.
pub(super) fn settle(field: &Field, labels: &[Vec<Candidate>], rounds: usize) -> Vec<usize> {
    let own: Vec<Vec<(usize, f64)>> = labels
        .iter()
        .map(|candidates| {
            let mut costs: Vec<(usize, f64)> = candidates.iter().map(|place| field.cost(place)).enumerate().collect();
            costs.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            costs.truncate(KEPT);
            costs
        })
        .collect();
    let mut order: Vec<usize> = (0..labels.len()).collect();
    let mut best: Option<(f64, Vec<usize>)> = None;
    // A fixed sequence of swaps stands in for chance: the same chart tries the same orders for ever.
    let mut state = 1_u32;
    for _ in 0..STARTS {
        let (cost, chosen) = descend(&own, labels, &order, rounds);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, chosen));
        }
        if labels.len() < 2 || best.as_ref().is_some_and(|(least, _)| *least == 0.0) {
            break;
        }
        for last in (1..order.len()).rev() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            order.swap(last, (state >> 8) as usize % (last + 1));
        }
    }
    best.map(|(_, chosen)| chosen).unwrap_or_default()
}

/// Takes the labels in `order`, each to its cheapest place given the others, until none moves. Also the total cost.
fn descend(own: &[Vec<(usize, f64)>], labels: &[Vec<Candidate>], order: &[usize], rounds: usize) -> (f64, Vec<usize>) {
    let mut chosen: Vec<Option<usize>> = vec![None; labels.len()];
    let mut total = f64::INFINITY;
    for _ in 0..rounds.max(1) {
        let mut moved = false;
        total = 0.0;
        for label in order {
            let mut best: Option<(usize, f64)> = None;
            let places = labels.get(*label).map(Vec::as_slice).unwrap_or_default();
            for (index, alone) in own.get(*label).into_iter().flatten().copied() {
                let Some(candidate) = places.get(index) else { continue };
                // The candidates come cheapest first: none further on can beat the best by itself.
                if best.is_some_and(|(_, least)| alone >= least) {
                    break;
                }
                let mut cost = alone;
                for (other, choice) in chosen.iter().enumerate() {
                    // What labels cost each other is never below nought.
                    if best.is_some_and(|(_, least)| cost >= least) {
                        break;
                    }
                    let standing = choice.and_then(|choice| labels.get(other).and_then(|places| places.get(choice)));
                    if let (true, Some(standing)) = (other != *label, standing) {
                        cost += clash(candidate, standing);
                    }
                }
                if best.is_none_or(|(_, least)| cost < least) {
                    best = Some((index, cost));
                }
            }
            total += best.map_or(0.0, |(_, cost)| cost);
            let choice = best.map(|(index, _)| index);
            if let Some(slot) = chosen.get_mut(*label)
                && *slot != choice
            {
                *slot = choice;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    (total, chosen.into_iter().map(Option::unwrap_or_default).collect())
}

/// Moves boxes apart vertically: each has a wished middle and a height, and the order is kept. The moves are the least in
/// total (squares), within `top..bottom` where they fit.
pub(super) fn spread(boxes: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    let wish = |index: usize| boxes.get(index).map_or(0.0, |item| item.0);
    let height = |index: usize| boxes.get(index).map_or(0.0, |item| item.1);
    order.sort_by(|a, b| wish(*a).total_cmp(&wish(*b)).then(a.cmp(b)));
    // Taking off the heights stacked above turns "no overlap" into "never falling", which pooling neighbours solves.
    let mut stacked = Vec::with_capacity(order.len());
    let mut below = 0.0;
    for index in &order {
        stacked.push(below + height(*index) / 2.0);
        below += height(*index);
    }
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (index, offset) in order.iter().zip(&stacked) {
        pools.push((wish(*index) - offset, 1));
        while let [.., (above, many), (next, few)] = pools.as_slice() {
            if above <= next {
                break;
            }
            let count = many + few;
            let mean = (above * *many as f64 + next * *few as f64) / count as f64;
            pools.truncate(pools.len() - 2);
            pools.push((mean, count));
        }
    }
    let level = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count));
    let room = (bottom - top - below).max(0.0);
    let mut answer = vec![0.0; boxes.len()];
    for ((place, index), offset) in level.zip(order).zip(stacked) {
        if let Some(slot) = answer.get_mut(index) {
            *slot = (place - top).clamp(0.0, room) + top + offset;
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Field, settle, spread};
    use crate::figure::geometry::Area;

    #[test]
    fn spread_boxes_keep_their_order_and_do_not_overlap() {
        let boxes = [(50.0, 10.0), (52.0, 30.0), (51.0, 10.0), (10.0, 10.0), (99.0, 10.0)];
        let placed = spread(&boxes, 0.0, 100.0);
        let mut order: Vec<usize> = (0..boxes.len()).collect();
        order.sort_by(|a, b| placed[*a].total_cmp(&placed[*b]));
        assert_eq!(order, [3, 0, 2, 1, 4]);
        for pair in order.windows(2) {
            let apart = placed[pair[1]] - placed[pair[0]];
            assert!(apart >= (boxes[pair[0]].1 + boxes[pair[1]].1) / 2.0 - 1e-9, "{placed:?}");
        }
        assert!(placed[4] <= 95.0 + 1e-9 && placed[3] >= 5.0 - 1e-9, "{placed:?}");
        assert!(spread(&[], 0.0, 1.0).is_empty());
    }

    #[test]
    fn labels_make_room_for_each_other() {
        let at = |left: f64, penalty| Candidate::beside(Area::new(left, 0.0, left + 10.0, 5.0), penalty);
        // Both want the same place; only the second has another that is nearly as good.
        let labels = [vec![at(0.0, 0.0), at(100.0, 90.0)], vec![at(0.0, 0.0), at(20.0, 1.0)]];
        assert_eq!(settle(&Field::default(), &labels, 5), [0, 1]);
        assert!(settle(&Field::default(), &[], 5).is_empty());
    }
}
