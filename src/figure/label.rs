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
    pub lines: Vec<Segment>,
    pub bounds: Option<Area>,
}

impl Field {
    fn cost(&self, candidate: &Candidate) -> f64 {
        if !candidate.drawn {
            return candidate.penalty;
        }
        let area = &candidate.area;
        let on_marks: f64 = self.marks.iter().map(|mark| 8.0 * area.shared(mark)).sum();
        let on_lines: f64 = self.lines.iter().map(|line| 6.0 * line.length_inside(area)).sum();
        let off_page = self.bounds.map_or(0.0, |bounds| 60.0 * area.outside(&bounds));
        let leader = candidate
            .leader
            .map_or(0.0, |leader| self.marks.iter().map(|mark| 5.0 * leader.length_inside(mark)).sum::<f64>());
        candidate.penalty + on_marks + on_lines + off_page + leader
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

/// Chooses one candidate for every label; the answer holds an index into each label's candidates.
pub(super) fn settle(field: &Field, labels: &[Vec<Candidate>], rounds: usize) -> Vec<usize> {
    let own: Vec<Vec<f64>> =
        labels.iter().map(|candidates| candidates.iter().map(|place| field.cost(place)).collect()).collect();
    let mut chosen: Vec<Option<usize>> = vec![None; labels.len()];
    for _ in 0..rounds.max(1) {
        let mut moved = false;
        for (label, candidates) in labels.iter().enumerate() {
            let mut best: Option<(usize, f64)> = None;
            for (index, candidate) in candidates.iter().enumerate() {
                let mut cost = own.get(label).and_then(|costs| costs.get(index)).copied().unwrap_or(0.0);
                for (other, choice) in chosen.iter().enumerate() {
                    let standing = choice.and_then(|choice| labels.get(other).and_then(|places| places.get(choice)));
                    if let (true, Some(standing)) = (other != label, standing) {
                        cost += clash(candidate, standing);
                    }
                }
                if best.is_none_or(|(_, least)| cost < least) {
                    best = Some((index, cost));
                }
            }
            let choice = best.map(|(index, _)| index);
            if let Some(slot) = chosen.get_mut(label)
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
    chosen.into_iter().map(Option::unwrap_or_default).collect()
}

/// Moves heights apart until neighbours are at least `gap` points from each other, within `top..bottom` where they fit.
/// The order is kept.
pub(super) fn spread(heights: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|a, b| {
        let height = |index: &usize| heights.get(*index).copied().unwrap_or(0.0);
        height(a).total_cmp(&height(b)).then(a.cmp(b))
    });
    let mut placed: Vec<f64> = order.iter().filter_map(|index| heights.get(*index).copied()).collect();
    // Clusters that overlap are centred on the mean of their wishes; repeated until nothing moves.
    let mut clusters: Vec<(f64, usize)> = Vec::new();
    for height in &placed {
        clusters.push((*height, 1));
        while let [.., (above, many), (below, few)] = clusters.as_slice() {
            let reach = gap * (*many + *few) as f64 / 2.0;
            if below - above >= reach {
                break;
            }
            let count = many + few;
            let centre = (above * *many as f64 + below * *few as f64) / count as f64;
            clusters.truncate(clusters.len() - 2);
            clusters.push((centre, count));
        }
    }
    let mut index = 0;
    for (centre, count) in clusters {
        for position in 0..count {
            if let Some(slot) = placed.get_mut(index) {
                *slot = centre + gap * (position as f64 - (count as f64 - 1.0) / 2.0);
            }
            index += 1;
        }
    }
    let mut floor = top;
    for slot in &mut placed {
        *slot = slot.max(floor);
        floor = *slot + gap;
    }
    let mut ceiling = bottom;
    for slot in placed.iter_mut().rev() {
        *slot = slot.min(ceiling);
        ceiling = *slot - gap;
    }
    let mut answer = vec![0.0; heights.len()];
    for (place, index) in placed.into_iter().zip(order) {
        if let Some(slot) = answer.get_mut(index) {
            *slot = place;
        }
    }
    answer
}
