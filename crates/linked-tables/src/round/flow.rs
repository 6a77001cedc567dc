//! The nearest rounding of a two-way table: a flow of least convex cost, in integers.
//!
//! Where every cell stands in at most two equations, with opposite signs once some are turned round, equations are nodes and
//! cells arcs. Every arc starts at its own nearest multiple, where no move is cheaper than nought, and what then is out of balance
//! is carried along shortest paths, one unit at a time. (Cox and Ernst 1982; Ahuja, Magnanti and Orlin, Network Flows, 1993, 14.)

use super::super::audit::signs;
use super::{Choice, Part, Solution, total};

/// A part as a network; the last node stands for "no equation".
pub(super) struct Network {
    /// Tail and head of each cell's arc.
    arcs: Vec<(usize, usize)>,
    /// What leaves each node less what enters it.
    supplies: Vec<i128>,
}

/// Arcs that gain or lose a unit, so that one unit too many at a node makes up for one too few at another.
struct Way {
    steps: Vec<(usize, i128)>,
    from: usize,
    to: usize,
}

impl Network {
    /// The part as a network, if it is one.
    pub(super) fn new(part: &Part) -> Option<Self> {
        let count = part.rows.len();
        let mut uses: Vec<Vec<(usize, i128)>> = vec![Vec::new(); part.cells.len()];
        for (number, (row, _)) in part.rows.iter().enumerate() {
            for (cell, coefficient) in row {
                if coefficient.abs() != 1 || uses[*cell].len() == 2 {
                    return None;
                }
                uses[*cell].push((number, *coefficient));
            }
        }
        let rows: Vec<Vec<(usize, i128)>> = part.rows.iter().map(|(row, _)| row.clone()).collect();
        let signs = signs(&rows, &uses)?;
        let arcs = uses.iter().map(|uses| {
            let (mut tail, mut head) = (count, count);
            for (number, coefficient) in uses {
                *if coefficient * signs[*number] > 0 { &mut tail } else { &mut head } = *number;
            }
            (tail, head)
        });
        let mut supplies: Vec<i128> =
            part.rows.iter().zip(&signs).map(|((_, constant), sign)| constant * sign).collect();
        supplies.push(-supplies.iter().sum::<i128>());
        Some(Self { arcs: arcs.collect(), supplies })
    }

    /// The nearest rounding within the choices, if there is one.
    pub(super) fn solve(&self, choices: &[Choice]) -> Option<Solution> {
        let mut units: Vec<i128> = choices.iter().map(Choice::nearest).collect();
        // How much more leaves each node than should.
        let mut excess: Vec<i128> = self.supplies.iter().map(|supply| -supply).collect();
        for ((tail, head), units) in self.arcs.iter().zip(&units) {
            excess[*tail] += units;
            excess[*head] -= units;
        }
        while excess.iter().any(|excess| *excess > 0) {
            let Way { steps, from, to } = self.cheapest(&units, choices, &excess)?;
            for (arc, step) in steps {
                units[arc] += step;
            }
            excess[from] -= 1;
            excess[to] += 1;
        }
        let distance = total(&units, choices);
        Some(Solution { units, distance, least: distance })
    }

    /// The cheapest way to carry one unit from a node with too much to one with too little (Bellman and Ford, in arc order).
    fn cheapest(&self, units: &[i128], choices: &[Choice], excess: &[i128]) -> Option<Way> {
        let mut price: Vec<Option<i128>> = excess.iter().map(|excess| (*excess > 0).then_some(0)).collect();
        let mut reached: Vec<Option<(usize, i128)>> = vec![None; excess.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for (arc, (tail, head)) in self.arcs.iter().enumerate() {
                if tail == head {
                    continue;
                }
                // One unit less on the arc takes one from its tail, one more takes one from its head.
                for (from, to, step) in [(*tail, *head, -1), (*head, *tail, 1)] {
                    let (now, then) = (units[arc], units[arc] + step);
                    let Some(so_far) = price[from] else { continue };
                    if !(choices[arc].least..=choices[arc].most).contains(&then) {
                        continue;
                    }
                    let further = so_far + choices[arc].distance(then) - choices[arc].distance(now);
                    if price[to].is_none_or(|best| further < best) {
                        price[to] = Some(further);
                        reached[to] = Some((arc, step));
                        changed = true;
                    }
                }
            }
        }
        let lacking = (0..excess.len()).filter(|node| excess[*node] < 0);
        let (_, to) = lacking.filter_map(|node| Some((price[node]?, node))).min()?;
        let (mut steps, mut at) = (Vec::new(), to);
        while let Some((arc, step)) = reached[at] {
            steps.push((arc, step));
            let (tail, head) = self.arcs[arc];
            at = if step < 0 { tail } else { head };
        }
        Some(Way { steps, from: at, to })
    }
}
