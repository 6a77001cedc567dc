//! The ladder of assumptions on published national figures, which are real.
//!
//! In: the ladders that the edition describes and the published figures. Out: for each period the range, on its stated
//! condition, and its upper end after each rung. No force stands behind these figures, so no rung can be put to the test
//! here; whether it held in the returns is said beside the returns. A figure read at second hand is marked as such.

use crate::contract::PublishedFigure;
use crate::definition::{Definitions, Relation};
use crate::edition::assumptions::{Assumptions, INVALID, PublishedLadder, PublishedRung};
use crate::fault::{Fault, Faults, Place};
use crate::lineage::Lineage;

/// How a published figure was read that was not read in its own publication.
const SECOND_HAND: &str = "second-hand";

/// A published count in a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its identifier.
    pub id: String,
    /// The count.
    pub count: i64,
    /// Definition that it counts.
    pub definition: String,
    /// Whether it was read in a report of the publication, not in the publication itself.
    pub second_hand: bool,
}

/// One rung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The assumption.
    pub assumption: String,
    /// What is assumed.
    pub words: String,
    /// The upper end with this rung and those before it.
    pub upper: i64,
    /// Whether it was worked out with a percentage published without decimals, and so is no more exact than that.
    pub about: bool,
    /// Whether a figure in it was read at second hand.
    pub second_hand: bool,
}

/// The ladder of one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// Name of the period: a calendar year, or its days.
    pub period: String,
    /// What must be granted before the first rung.
    pub condition: String,
    /// The count that the agreed definition holds.
    pub lower: Figure,
    /// The count that holds the agreed definition.
    pub upper: Figure,
    /// The rungs.
    pub steps: Vec<Step>,
}

/// The ladders of an edition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Published {
    /// One a period, in the order of the edition's file.
    pub ladders: Vec<Ladder>,
    /// Periods in which the agreed definition itself was counted, with the count.
    pub counted: Vec<(String, Figure)>,
    /// Where the figures come from.
    pub lineage: Lineage,
}

/// Climbs the ladders of the edition.
pub fn climb(assumptions: &Assumptions, figures: (&[PublishedFigure], &Lineage)) -> Result<Published, Vec<Fault>> {
    let mut faults = Faults::new();
    let mut ladders = Vec::new();
    for ladder in &assumptions.published {
        let mut work = Work { figures: figures.0, faults: &mut faults };
        ladders.extend(work.ladder(ladder));
    }
    faults.into_result(Published { ladders, counted: Vec::new(), lineage: figures.1.clone() })
}

impl Published {
    /// What of the ladders stands under the agreed definition: those whose lower count is of something narrower and whose upper
    /// count of something broader. A count of the agreed definition itself needs no ladder.
    #[must_use]
    pub fn under(mut self, definitions: &Definitions, agreed: &str) -> Self {
        let relation = |figure: &Figure| definitions.relation(&figure.definition, agreed);
        for ladder in std::mem::take(&mut self.ladders) {
            let same = [&ladder.lower, &ladder.upper].into_iter().find(|figure| relation(figure) == Relation::Same);
            match same {
                Some(figure) => self.counted.push((ladder.period, figure.clone())),
                None if relation(&ladder.lower) == Relation::Narrower
                    && relation(&ladder.upper) == Relation::Broader =>
                {
                    self.ladders.push(ladder);
                }
                None => {}
            }
        }
        self
    }
}

struct Work<'a> {
    figures: &'a [PublishedFigure],
    faults: &'a mut Faults,
}

impl<'a> Work<'a> {
    fn refuse(&mut self, place: &Place, what: String, remedy: &str) {
        self.faults.push(Fault::new(INVALID, place.clone(), what, remedy));
    }

    fn figure(&mut self, id: &str, place: &Place) -> Option<&'a PublishedFigure> {
        let found = self.figures.iter().find(|figure| figure.id == id);
        if found.is_none() {
            self.refuse(place, format!("there is no published figure `{id}`"), "name one of the published figures");
        }
        found
    }

    /// A published count of crimes, over the period, area and forces of another.
    fn count(
        &mut self,
        id: &str,
        like: Option<&PublishedFigure>,
        place: &Place,
    ) -> Option<(&'a PublishedFigure, Figure)> {
        let figure = self.figure(id, place)?;
        let count = figure.value.parse::<i64>().ok().filter(|count| *count >= 0);
        let (Some(count), "crimes") = (count, figure.unit.as_str()) else {
            self.refuse(
                place,
                format!("`{id}` is no count of crimes"),
                "name a count of crimes: other units bound nothing",
            );
            return None;
        };
        if let Some(other) = like.filter(|other| !alike(figure, other)) {
            let what = format!("`{id}` and `{}` are not of the same period, area and forces", other.id);
            self.refuse(place, what, "name figures that count over the same period, area and forces");
            return None;
        }
        let (definition, second_hand) = (figure.definition.clone(), figure.status == SECOND_HAND);
        Some((figure, Figure { id: id.to_owned(), count, definition, second_hand }))
    }

    fn ladder(&mut self, ladder: &PublishedLadder) -> Option<Ladder> {
        let (first, lower) = self.count(&ladder.lower, None, &ladder.place)?;
        let (_, upper) = self.count(&ladder.upper, Some(first), &ladder.place)?;
        if lower.count > upper.count {
            let what = format!("`{}` is above `{}`, which should hold it", lower.id, upper.id);
            self.refuse(&ladder.place, what, "look at the two figures, and at which holds which");
            return None;
        }
        let mut most = upper.count;
        let mut steps = Vec::new();
        for rung in &ladder.rungs {
            let mut step = self.step(rung, first)?;
            if step.upper > upper.count || step.upper < lower.count {
                let what =
                    format!("the ceiling {} does not lie between {} and {}", step.upper, lower.count, upper.count);
                self.refuse(&rung.place, what, "look at the figures that the ceiling is made of");
                return None;
            }
            most = most.min(step.upper);
            step.upper = most;
            steps.push(step);
        }
        Some(Ladder { period: period(first), condition: ladder.condition.clone(), lower, upper, steps })
    }

    fn step(&mut self, rung: &PublishedRung, like: &PublishedFigure) -> Option<Step> {
        let (_, ceiling) = self.count(&rung.ceiling, Some(like), &rung.place)?;
        let mut second_hand = ceiling.second_hand;
        let mut left = 100;
        for id in &rung.less_percent {
            let figure = self.figure(id, &rung.place)?;
            let percent = figure.value.parse::<i64>().ok().filter(|percent| (0..=left).contains(percent));
            let (Some(percent), "percent", true) = (percent, figure.unit.as_str(), alike(figure, like)) else {
                let what = format!("`{id}` is no whole percentage of the same period, area and forces");
                self.refuse(&rung.place, what, "name a percentage that can be taken away from the ceiling");
                return None;
            };
            left -= percent;
            second_hand |= figure.status == SECOND_HAND;
        }
        let about = !rung.less_percent.is_empty();
        // A percentage without decimals gives no more than about three digits.
        let upper = if about { round_to_ten(ceiling.count * left / 100) } else { ceiling.count };
        Some(Step { assumption: rung.assumption.clone(), words: rung.words.clone(), upper, about, second_hand })
    }
}

fn round_to_ten(count: i64) -> i64 {
    (count + 5) / 10 * 10
}

/// Whether two figures are of one period, area and group of forces.
fn alike(one: &PublishedFigure, other: &PublishedFigure) -> bool {
    let key = |figure: &PublishedFigure| {
        let texts = [&figure.period_start, &figure.period_end, &figure.geography, &figure.coverage];
        texts.map(Clone::clone)
    };
    key(one) == key(other)
}

/// A calendar year by its number, any other period by its days.
fn period(figure: &PublishedFigure) -> String {
    let (start, end) = (&figure.period_start, &figure.period_end);
    match (start.strip_suffix("-01-01"), end.strip_suffix("-12-31")) {
        (Some(first), Some(last)) if first == last => first.to_owned(),
        _ => format!("{start} to {end}"),
    }
}
