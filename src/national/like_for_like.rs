//! The like-for-like trend and the exact decomposition of change.
//!
//! In: one row a force and period. Out: for every pair of neighbouring periods the matched panel (forces under the
//! agreed definition in both, with no break between), its link, the chained index, the share of the child population
//! it rests on, and what the change of the recorded total is made of. The parts are integers and sum to the change
//! exactly. A period without a matched force ends the chain: nothing is drawn across it.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{NationalError, total};
use super::range::Relation;

/// A link that rests on less of the population than this is drawn dashed and labelled.
pub const THIN_LINK_BELOW: f64 = 0.5;

/// What one force returned for one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodReturn<'a> {
    /// Code of the force; it stands once a period.
    pub force: &'a str,
    /// Number of the period; neighbours differ by 1.
    pub period: i32,
    /// Name of the definition that the force used.
    pub definition: &'a str,
    /// Relation of that definition to the agreed one.
    pub relation: Relation,
    /// The count of a complete return; `None` where there is none.
    pub count: Option<i64>,
    /// Child population of the force area; `None` where it has none.
    pub population: Option<i64>,
    /// Whether a known break (of unit or recording rule) lies between the period before and this one.
    pub breaks: bool,
}

/// What the change of the recorded total between two periods is made of; the parts sum to `change` exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decomposition {
    /// Change of the recorded total.
    pub change: i64,
    /// Forces under the agreed definition in both periods, without a break.
    pub matched: i64,
    /// Forces whose definition changed, or across whose two counts a known break lies.
    pub definition_changed: i64,
    /// Forces in both periods under one definition that is not the agreed one.
    pub other_definition: i64,
    /// Counts of forces that returned now and not before.
    pub joined: i64,
    /// Counts, taken away, of forces that returned before and not now: 0 or below.
    pub left: i64,
    /// Revisions made since to the earlier period, where the change is from its total as published then.
    pub revisions: i64,
}

impl Decomposition {
    /// The same change counted from the earlier total as it was published at the time.
    ///
    /// # Errors
    /// A sum that does not fit 64 bits.
    pub fn from_published(self, published: i64, revised: i64) -> Result<Self, NationalError> {
        let overflow = NationalError::Overflow { quantity: "revisions" };
        let step = revised.checked_sub(published).ok_or(overflow)?;
        let revisions = total([self.revisions, step], "revisions")?;
        Ok(Self { change: total([self.change, step], "change")?, revisions, ..self })
    }

    /// Sum of the parts, which equals the change.
    ///
    /// # Errors
    /// A sum that does not fit 64 bits.
    pub fn sum_of_parts(&self) -> Result<i64, NationalError> {
        let parts = [self.matched, self.definition_changed, self.other_definition, self.joined, self.left];
        total(parts.into_iter().chain([self.revisions]), "sum of the parts")
    }
}

/// The part of a change that one force belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeOf {
    /// Forces under the agreed definition in both periods, without a break.
    Matched,
    /// Forces whose definition changed, or across whose two counts a known break lies.
    DefinitionChanged,
    /// Forces in both periods under one definition that is not the agreed one.
    OtherDefinition,
    /// Forces that returned now and not before.
    Joined,
    /// Forces that returned before and not now.
    Left,
}

/// One force's share in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForceChange {
    /// The part it belongs to.
    pub part: ChangeOf,
    /// Its count in the earlier period.
    pub earlier: Option<i64>,
    /// Its count in the later period.
    pub later: Option<i64>,
}

/// One force's share in the change between two periods; nothing where it counted in neither.
pub fn of_force(before: Option<&PeriodReturn<'_>>, now: Option<&PeriodReturn<'_>>) -> Option<ForceChange> {
    let count = |row: Option<&PeriodReturn<'_>>| Some(counted(row?)?.0);
    let (earlier, later) = (count(before), count(now));
    let part = match (before.filter(|_| earlier.is_some()), now.filter(|_| later.is_some())) {
        (None, None) => return None,
        (None, Some(_)) => ChangeOf::Joined,
        (Some(_), None) => ChangeOf::Left,
        (Some(old), Some(new)) => {
            let same = (old.relation, new.relation) == (Relation::Same, Relation::Same);
            if new.breaks || (!same && (old.definition, old.relation) != (new.definition, new.relation)) {
                ChangeOf::DefinitionChanged
            } else if same {
                ChangeOf::Matched
            } else {
                ChangeOf::OtherDefinition
            }
        }
    };
    Some(ForceChange { part, earlier, later })
}

/// One step of the like-for-like index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Number of the period that the link leads to.
    pub period: i32,
    /// Matched forces with a population, on which the link rests.
    pub forces: usize,
    /// Their share of the population of all forces with a return in the period, in [0, 1]; `None` if no force with a
    /// return has a population.
    pub population_share: Option<f64>,
    /// Rate of the matched forces over their rate in the period before; `None` if no force matches or the earlier
    /// count is 0.
    pub ratio: Option<f64>,
    /// Chained index, 100 in the first period; `None` once a link is missing.
    pub index: Option<f64>,
    /// What the change of the recorded total is made of.
    pub decomposition: Decomposition,
}

impl Link {
    /// Whether the link rests on so little of the population that it is drawn dashed.
    pub fn is_thin(&self) -> bool {
        self.population_share.is_none_or(|share| share < THIN_LINK_BELOW)
    }
}

/// The matched forces of one step, summed over both periods.
#[derive(Clone, Copy, Debug, Default)]
struct Panel {
    forces: usize,
    earlier_count: i64,
    earlier_population: i64,
    count: i64,
    population: i64,
}

type Period<'rows, 'a> = BTreeMap<&'a str, &'rows PeriodReturn<'a>>;

/// Links, chained index and decomposition for every period after the first, in order. The first has index 100.
///
/// # Errors
/// A force that stands twice in a period, a gap between periods, a number out of range, or a sum that does not fit.
pub fn like_for_like(rows: &[PeriodReturn<'_>]) -> Result<Vec<Link>, NationalError> {
    let periods = periods(rows)?;
    let mut links = Vec::new();
    let mut index = Some(100.0);
    for ((earlier_number, earlier), (period, current)) in periods.iter().zip(periods.iter().skip(1)) {
        if earlier_number.checked_add(1) != Some(*period) {
            return Err(NationalError::MissingPeriod { after: *earlier_number, before: *period });
        }
        let (decomposition, panel) = compare(earlier, current)?;
        let population = total(current.values().filter_map(|row| counted(row)?.1), "population")?;
        let ratio = panel.ratio();
        index = index.zip(ratio).map(|(index, ratio)| index * ratio);
        links.push(Link {
            period: *period,
            forces: panel.forces,
            population_share: (population > 0).then(|| panel.population as f64 / population as f64),
            ratio,
            index,
            decomposition,
        });
    }
    Ok(links)
}

/// Rows by period and force.
fn periods<'rows, 'a>(rows: &'rows [PeriodReturn<'a>]) -> Result<BTreeMap<i32, Period<'rows, 'a>>, NationalError> {
    let mut periods: BTreeMap<i32, Period<'rows, 'a>> = BTreeMap::new();
    for row in rows {
        check(row)?;
        if periods.entry(row.period).or_default().insert(row.force, row).is_some() {
            return Err(NationalError::DuplicateForce { force: row.force.to_owned() });
        }
    }
    Ok(periods)
}

fn check(row: &PeriodReturn<'_>) -> Result<(), NationalError> {
    let force = || row.force.to_owned();
    match (row.count, row.population) {
        (Some(value), _) if value < 0 => Err(NationalError::Negative { force: force(), quantity: "count", value }),
        (_, Some(value)) if value <= 0 => Err(NationalError::PopulationNotPositive { force: force(), value }),
        _ => Ok(()),
    }
}

/// Count and population of a row that enters the recorded total. A different unit never does: it is not a count of
/// the same thing.
fn counted(row: &PeriodReturn<'_>) -> Option<(i64, Option<i64>)> {
    let counts = !matches!(row.relation, Relation::NoReturn | Relation::DifferentUnit);
    row.count.filter(|_| counts).map(|count| (count, row.population))
}

fn compare(earlier: &Period<'_, '_>, current: &Period<'_, '_>) -> Result<(Decomposition, Panel), NationalError> {
    let forces: BTreeSet<&str> = earlier.keys().chain(current.keys()).copied().collect();
    let mut parts = Decomposition::default();
    let mut panel = Panel::default();
    for force in forces {
        let (before, now) = (earlier.get(force).copied(), current.get(force).copied());
        let Some(ForceChange { part, earlier: old_count, later: count }) = of_force(before, now) else { continue };
        // Both are 0 or above, so the difference always fits.
        let amount = count.unwrap_or(0) - old_count.unwrap_or(0);
        let part = match part {
            ChangeOf::Joined => &mut parts.joined,
            ChangeOf::Left => &mut parts.left,
            ChangeOf::DefinitionChanged => &mut parts.definition_changed,
            ChangeOf::OtherDefinition => &mut parts.other_definition,
            ChangeOf::Matched => {
                let population = |row: Option<&PeriodReturn<'_>>| row?.population;
                if let (Some(old_population), Some(population)) = (population(before), population(now)) {
                    let counts = (old_count.unwrap_or(0), count.unwrap_or(0));
                    panel.add((counts.0, old_population), (counts.1, population))?;
                }
                &mut parts.matched
            }
        };
        *part = total([*part, amount], "change")?;
    }
    let recorded = |period: &Period<'_, '_>| {
        total(period.values().filter_map(|row| counted(row).map(|(count, _)| count)), "recorded total")
    };
    // Both totals are 0 or above, so the difference always fits.
    parts.change = recorded(current)? - recorded(earlier)?;
    Ok((parts, panel))
}

impl Panel {
    fn add(&mut self, earlier: (i64, i64), current: (i64, i64)) -> Result<(), NationalError> {
        self.forces += 1;
        self.earlier_count = total([self.earlier_count, earlier.0], "matched count")?;
        self.earlier_population = total([self.earlier_population, earlier.1], "matched population")?;
        self.count = total([self.count, current.0], "matched count")?;
        self.population = total([self.population, current.1], "matched population")?;
        Ok(())
    }

    /// Ratio of the two rates.
    fn ratio(&self) -> Option<f64> {
        if self.forces == 0 || self.earlier_count == 0 {
            return None;
        }
        let rate = self.count as f64 / self.population as f64;
        Some(rate / (self.earlier_count as f64 / self.earlier_population as f64))
    }
}
