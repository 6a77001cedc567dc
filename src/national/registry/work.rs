//! An entry at work on one area: the forces it wants, their counts, and the rules under which nothing is given.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::counts::{Counts, Gathered, Time};
use super::resolve::Resolved;
use super::{Absence, Area, Coarse, Denominator, Detail, Limits, Over, Value};
use crate::lineage::Lineage;
use crate::national::number::Raw;
use crate::national::picture::{Given, Picture};
use crate::national::sum::Sum;
use crate::statistics::{StatisticsError, Widening};

/// A share as a percentage.
pub(super) const PERCENT: f64 = 100.0;

/// A value with what its method gives besides.
pub(super) struct Found {
    pub(super) value: Value,
    pub(super) interval: Option<Limits>,
    pub(super) detail: Detail,
    pub(super) coarse: Coarse,
    pub(super) sums: Vec<Sum>,
}

impl Found {
    pub(super) fn new(value: Value, interval: Option<Limits>) -> Self {
        Self { value, interval, detail: Detail::default(), coarse: Coarse::default(), sums: Vec::new() }
    }
}

pub(super) type Outcome = Result<Found, Absence>;

/// An outcome with more sums that it rests on. That there is no value, and why, can say as much of them as a value does.
pub(super) fn with_sums(outcome: Outcome, sums: Vec<Sum>) -> Outcome {
    let mut found = match outcome {
        Err(absence) if !sums.is_empty() => Found::new(Value::Absent(absence), None),
        outcome => outcome?,
    };
    found.sums.extend(sums);
    Ok(found)
}

/// An entry at work on one area.
pub(super) struct Work<'a> {
    pub(super) resolved: &'a Resolved<'a>,
    pub(super) given: &'a Given,
    pub(super) picture: &'a Picture<Raw>,
    pub(super) area: &'a Area,
    /// Where what is computed comes from.
    pub(super) lineage: &'a Lineage,
    /// The sums behind what is being computed, noted where counts are added up.
    sums: RefCell<Vec<Sum>>,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        resolved: &'a Resolved<'a>,
        given: &'a Given,
        (picture, lineage): (&'a Picture<Raw>, &'a Lineage),
        area: &'a Area,
    ) -> Self {
        Self { resolved, given, picture, area, lineage, sums: RefCell::default() }
    }

    /// Notes what a sum is made of.
    pub(super) fn note(&self, gathered: &Gathered<'_>) {
        self.sums.borrow_mut().extend(gathered.made_of());
    }

    /// Notes sums that were added up elsewhere.
    pub(super) fn note_all(&self, sums: impl IntoIterator<Item = Sum>) {
        self.sums.borrow_mut().extend(sums);
    }

    pub(super) fn noted(&self) -> Vec<Sum> {
        self.sums.borrow().clone()
    }

    /// An outcome with the sums noted since the last one.
    pub(super) fn resting(&self, outcome: Outcome) -> Outcome {
        with_sums(outcome, self.sums.take())
    }

    /// How much more the quarters of the measure vary than chance allows, as the picture has it of a recorded offence.
    pub(super) fn over_time(&self) -> Widening {
        let measure = &self.resolved.entry.measure;
        let recorded = self.picture.recorded.iter().find(|recorded| recorded.national.measure == *measure);
        recorded.map_or(Widening::NONE, |recorded| recorded.national.over_time)
    }

    /// The forces whose counts are wanted: with children below the line, only those in whose area children live.
    pub(super) fn expected(&self) -> Vec<&'a str> {
        self.expected_in(&self.area.forces)
    }

    /// The same for any list of forces.
    pub(super) fn expected_in(&self, area: &'a [String]) -> Vec<&'a str> {
        let mut forces = self.resolved.counts.expected(area, &self.given.forces);
        if self.resolved.entry.denominator == Some(Denominator::Children) {
            forces.retain(|code| self.given.forces.get(code).is_some_and(|force| force.has_residents));
        }
        if self.resolved.entry.over == Over::Matched {
            let years = self.resolved.years();
            forces.retain(|code| self.resolved.counts.is_whole(code, &years));
        }
        forces
    }

    /// Counts under several definitions are not one count.
    pub(super) fn one_definition<'g>(&self, gathered: impl Iterator<Item = &'g Gathered<'g>>) -> Result<(), Absence> {
        let definitions: BTreeSet<&str> = gathered.flat_map(Gathered::definitions).collect();
        if definitions.len() < 2 {
            return Ok(());
        }
        let names: Vec<&str> = definitions.into_iter().collect();
        Err(Absence::CannotSay(format!("forces counted under different definitions: {}", names.join(", "))))
    }

    /// The counts of every force of the area, or what is missing.
    pub(super) fn complete(&self, counts: &'a Counts, time: Time) -> Result<i64, Absence> {
        self.unbroken(time)?;
        let expected = self.expected();
        if expected.is_empty() {
            return Err(Absence::NotAvailable("no force there counts this".to_owned()));
        }
        let gathered = counts.gather(&expected, time);
        if self.resolved.entry.over != Over::Reported || gathered.counts.is_empty() {
            gathered.complete(&self.given.forces, self.lineage)?;
        }
        self.one_definition(std::iter::once(&gathered))?;
        self.note(&gathered);
        gathered.sum()
    }

    /// Children of the forces with a count, each for as many quarters as were reported.
    pub(super) fn children_quarters(&self, time: Time) -> Result<i64, Absence> {
        let expected = self.expected();
        let gathered = self.resolved.counts.gather(&expected, time);
        gathered.counts.iter().try_fold(0_i64, |sum, (force, counted)| {
            let children = self.children(std::iter::once(*force), time.mid_year())?;
            let exposed = children.checked_mul(counted.quarters).and_then(|exposed| sum.checked_add(exposed));
            exposed.ok_or_else(|| Absence::from(StatisticsError::Overflow))
        })
    }

    /// Quarters that were reported, of any force.
    pub(super) fn quarters(&self, time: Time) -> i64 {
        let expected = self.expected();
        self.resolved.counts.gather(&expected, time).counts.values().map(|counted| counted.quarters).sum()
    }

    /// A calendar year can hold a break, which falls between financial years.
    pub(super) fn unbroken(&self, time: Time) -> Result<(), Absence> {
        let Time::Calendar(year) = time else { return Ok(()) };
        match self.resolved.breaks.iter().find(|entry| entry.at.is_some_and(|at| at.start() == year)) {
            Some(found) => Err(Absence::Break(format!("{year} holds the break of {}", found.from))),
            None => Ok(()),
        }
    }

    /// That what rests on some forces only rests on enough of them. All of a small area are enough.
    pub(super) fn enough(&self, have: usize, expected: usize) -> Result<(usize, usize), Absence> {
        let need = self.given.edition.limits.minimum_forces as usize;
        if have > 0 && (have == expected || have >= need) {
            return Ok((have, expected));
        }
        Err(Absence::BaseUnderMinimum(format!("{have} of {expected} forces can be used, and {need} are needed")))
    }

    /// Children resident in these forces' areas.
    pub(super) fn children<'f>(&self, forces: impl Iterator<Item = &'f str>, mid_year: i16) -> Result<i64, Absence> {
        let forces: Vec<&str> = forces.collect();
        if let Some(sum) = self.given.population.sum(forces.iter().copied(), mid_year) {
            return Ok(sum);
        }
        let without = forces.iter().filter(|force| self.given.population.of(force, mid_year).is_none()).count();
        Err(Absence::NotAvailable(format!(
            "no child population at mid-{mid_year} for {without} of {} forces",
            forces.len()
        )))
    }

    /// The rules under which no rate is given, whatever its interval: too few counts, or too few children.
    pub(super) fn rate_allowed(&self, count: i64, children: Option<i64>) -> Result<(), Absence> {
        let limits = &self.given.edition.limits;
        if children.is_some_and(|children| children < limits.minimum_rate_children) {
            let reason = format!("fewer than {} children live there", limits.minimum_rate_children);
            return Err(Absence::BaseUnderMinimum(reason));
        }
        if count < limits.minimum_rate_count {
            let reason = format!("a rate needs a count of {} or more", limits.minimum_rate_count);
            return Err(Absence::BaseUnderMinimum(reason));
        }
        Ok(())
    }

    /// The rule under which no percentage is given.
    pub(super) fn base_allowed(&self, base: i64) -> Result<(), Absence> {
        let need = self.resolved.least_base;
        if base < need {
            return Err(Absence::BaseUnderMinimum(format!("a percentage here needs a base of {need} or more")));
        }
        Ok(())
    }
}
