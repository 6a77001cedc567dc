//! Statistics of one area at one time: counts, rates, proportions and shares.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::counts::{Counts, Gathered, Time};
use super::resolve::Resolved;
use super::{Absence, Area, Denominator, Detail, Limits, Method, Period, Statistic, Value, series};
use crate::lineage::Lineage;
use crate::national::NationalError;
use crate::national::agreed::Agreed;
use crate::national::number::Raw;
use crate::national::picture::Given;
use crate::national::shares::{KnownShare, share};
use crate::national::sum::Sum;
use crate::panel::Panel;
use crate::statistics::Confidence;
use crate::statistics::proportion::proportion;
use crate::statistics::rate::rate;

/// A percentage of fewer is not published.
const SMALLEST_BASE: i64 = 20;
/// A percentage by ethnicity or nationality of fewer is not published.
const SMALLEST_SENSITIVE_BASE: i64 = 50;
/// A share as a percentage.
pub(super) const PERCENT: f64 = 100.0;

/// A value with what its method gives besides.
pub(super) struct Found {
    pub(super) value: Value,
    pub(super) interval: Option<Limits>,
    pub(super) detail: Detail,
    pub(super) sums: Vec<Sum>,
}

impl Found {
    pub(super) fn new(value: Value, interval: Option<Limits>) -> Self {
        Self { value, interval, detail: Detail::default(), sums: Vec::new() }
    }
}

pub(super) type Outcome = Result<Found, Absence>;

/// An entry at work on one area.
pub(super) struct Work<'a> {
    pub(super) resolved: &'a Resolved<'a>,
    pub(super) given: &'a Given,
    agreed: &'a Agreed<Raw>,
    pub(super) area: &'a Area,
    /// Where what is computed comes from.
    pub(super) lineage: &'a Lineage,
    /// The sums behind what is being computed, noted where counts are added up.
    sums: RefCell<Vec<Sum>>,
}

/// An outcome with more sums that it rests on. That there is no value, and why, can say as much of them as a value does.
fn with_sums(outcome: Outcome, sums: Vec<Sum>) -> Outcome {
    let mut found = match outcome {
        Err(absence) if !sums.is_empty() => Found::new(Value::Absent(absence), None),
        outcome => outcome?,
    };
    found.sums.extend(sums);
    Ok(found)
}

/// Every statistic of an entry: by area, then by period.
pub(super) fn evaluate(resolved: &Resolved<'_>, panel: &Panel, given: &Given, agreed: &Agreed<Raw>) -> Vec<Statistic> {
    let entry = resolved.entry;
    let mut lineage = panel.lineage(&entry.measure);
    if entry.method == Method::Range {
        lineage = lineage.and(&agreed.lineage);
    }
    match &entry.denominator {
        Some(Denominator::Children) => lineage = lineage.and(&given.population_lineage),
        Some(Denominator::Measure(measure)) => lineage = lineage.and(&panel.lineage(measure)),
        None => {}
    }
    let mut statistics = Vec::new();
    for area in &resolved.areas {
        let work = Work { resolved, given, agreed, area, lineage: &lineage, sums: RefCell::default() };
        for (period, outcome) in work.outcomes() {
            // A chart is computed in one piece: each of its rows rests on all of its quarters.
            let outcome = with_sums(outcome, work.noted());
            statistics.push(work.statistic(period, outcome));
        }
    }
    statistics
}

impl<'a> Work<'a> {
    fn outcomes(&self) -> Vec<(Period, Outcome)> {
        let each = |method: fn(&Self, Time) -> Outcome| {
            self.resolved.times.iter().map(|time| (time.period(), self.resting(method(self, *time)))).collect()
        };
        match self.resolved.entry.method {
            Method::Count => each(Self::count),
            Method::Rate => each(Self::rate),
            Method::Proportion => each(Self::proportion),
            Method::ShareBounds => each(Self::share_bounds),
            Method::Range => each(Self::range),
            Method::Change => series::changes(self),
            Method::AverageAnnualChange => series::average(self),
            Method::MonotoneTrend => series::monotone(self),
            Method::ControlChart => series::chart(self),
        }
    }

    /// Notes what a sum is made of.
    pub(super) fn note(&self, gathered: &Gathered<'_>) {
        self.sums.borrow_mut().extend(gathered.made_of());
    }

    fn noted(&self) -> Vec<Sum> {
        self.sums.borrow().clone()
    }

    /// An outcome with the sums noted since the last one.
    pub(super) fn resting(&self, outcome: Outcome) -> Outcome {
        with_sums(outcome, self.sums.take())
    }

    fn statistic(&self, period: Period, outcome: Outcome) -> Statistic {
        let entry = self.resolved.entry;
        let found = outcome.unwrap_or_else(|absence| Found::new(Value::Absent(absence), None));
        Statistic {
            id: entry.id.clone(),
            title: entry.title.clone(),
            measure: entry.measure.clone(),
            definition: entry.definition.clone(),
            breakdown: entry.breakdown.clone(),
            area: self.area.clone(),
            of_several: entry.geography.several(),
            period,
            value: found.value,
            interval: found.interval,
            unit: entry.unit.clone(),
            decimals: entry.decimals,
            method: entry.method,
            detail: found.detail,
            sums: found.sums,
            caveat: entry.caveat.clone(),
            lineage: self.lineage.clone(),
            place: entry.places.entry.clone(),
        }
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
        gathered.complete(&self.given.forces, self.lineage)?;
        self.one_definition(std::iter::once(&gathered))?;
        self.note(&gathered);
        gathered.sum()
    }

    /// A calendar year can hold a break, which falls between financial years.
    fn unbroken(&self, time: Time) -> Result<(), Absence> {
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

    fn count(&self, time: Time) -> Outcome {
        Ok(Found::new(Value::Count(self.complete(&self.resolved.counts, time)?), None))
    }

    fn rate(&self, time: Time) -> Outcome {
        let forces = self.expected();
        if forces.is_empty() {
            return Err(Absence::NotAvailable("no one lives in its area".to_owned()));
        }
        let count = self.complete(&self.resolved.counts, time)?;
        let below = match &self.resolved.denominator {
            Some(counts) => {
                self.rate_allowed(count, None)?;
                self.complete(counts, time)?
            }
            None => {
                let children = self.children(forces.into_iter(), time.mid_year())?;
                self.rate_allowed(count, Some(children))?;
                children
            }
        };
        let rate = rate(count, below, self.resolved.entry.per, Confidence::NINETY_FIVE)?;
        Ok(Found::new(Value::Number(rate.value), Some(rate.interval.into())))
    }

    /// Counts that belong together, over the forces that have every one of them.
    fn together<const N: usize>(
        &self,
        parts: [&'a Counts; N],
        time: Time,
    ) -> Result<([i64; N], (usize, usize)), Absence> {
        self.unbroken(time)?;
        let expected = self.expected();
        let gathered = parts.map(|counts| counts.gather(&expected, time));
        let mut common: BTreeSet<&str> = expected.iter().copied().collect();
        for part in &gathered {
            let forces = part.forces();
            common.retain(|force| forces.contains(force));
        }
        let gathered = gathered.map(|part| part.only(&common));
        for part in &gathered {
            self.one_definition(std::iter::once(part))?;
            self.note(part);
        }
        let forces = self.enough(common.len(), expected.len())?;
        let mut sums = [0; N];
        for (sum, part) in sums.iter_mut().zip(&gathered) {
            *sum = part.sum()?;
        }
        Ok((sums, forces))
    }

    fn proportion(&self, time: Time) -> Outcome {
        let below = self.resolved.denominator.as_ref().or(self.resolved.whole.as_ref()).ok_or_else(nothing_below)?;
        let ([part, whole], forces) = self.together([&self.resolved.counts, below], time)?;
        self.base_allowed(whole)?;
        let share = proportion(part, whole, Confidence::NINETY_FIVE)?;
        let mut found =
            Found::new(Value::Number(share.value * PERCENT), Some(Limits::from(share.interval).scaled(PERCENT)));
        found.detail.forces = Some(forces);
        Ok(found)
    }

    fn share_bounds(&self, time: Time) -> Outcome {
        let whole = self.resolved.whole.as_ref().ok_or_else(nothing_below)?;
        let counts = &self.resolved.counts;
        // Without a category for it, everything is recorded.
        let ((count, not_recorded, total), forces) = match &self.resolved.unrecorded {
            Some(unrecorded) => {
                let ([count, unrecorded, total], forces) = self.together([counts, unrecorded, whole], time)?;
                ((count, unrecorded, total), forces)
            }
            None => {
                let ([count, total], forces) = self.together([counts, whole], time)?;
                ((count, 0, total), forces)
            }
        };
        self.base_allowed(total)?;
        let limit = f64::from(self.given.edition.limits.known_coverage_percent) / PERCENT;
        let share = share(count, not_recorded, total, limit).map_err(|error| match error {
            NationalError::Statistics(error) => error.into(),
            other => Absence::CannotSay(other.to_string()),
        })?;
        let value = match share.among_known {
            KnownShare::Share(known) => Value::Number(known * PERCENT),
            KnownShare::CoverageBelowLimit { .. } => Value::Absent(Absence::CannotSay(format!(
                "too little is recorded: the data do not support a figure below a coverage of {}%",
                self.given.edition.limits.known_coverage_percent
            ))),
        };
        let mut found = Found::new(value, Some(Limits::from(share.identified).scaled(PERCENT)));
        found.detail.coverage = Some(share.coverage);
        found.detail.forces = Some(forces);
        Ok(found)
    }

    /// The range of the picture: limits, and a value only where they are one number.
    fn range(&self, time: Time) -> Outcome {
        let year = match time {
            Time::Year(year) => self.agreed.year(year),
            Time::Calendar(_) | Time::Quarter(_) => None,
        };
        let year = year.ok_or_else(|| Absence::NotAvailable("no returns are held for it".to_owned()))?;
        self.sums.borrow_mut().extend([&year.lower].into_iter().chain(year.upper.count()).map(|end| end.sum().clone()));
        let value = if *year.exact.value() {
            Value::Count(year.lower.value())
        } else {
            Value::Absent(Absence::CannotSay("forces counted different things, so only limits can be given".to_owned()))
        };
        let upper = year.upper.count().map(|upper| upper.value() as f64);
        Ok(Found::new(value, Some(Limits { lower: year.lower.value() as f64, upper })))
    }

    fn base_allowed(&self, base: i64) -> Result<(), Absence> {
        let dimension = self.resolved.entry.breakdown.as_ref().map_or("", |breakdown| breakdown.dimension.as_str());
        let sensitive = ["ethnicity", "nationality"].iter().any(|word| dimension.contains(word));
        let need = if sensitive { SMALLEST_SENSITIVE_BASE } else { SMALLEST_BASE };
        if base < need {
            return Err(Absence::BaseUnderMinimum(format!("a percentage here needs a base of {need} or more")));
        }
        Ok(())
    }
}

/// The checks of the file have refused such an entry.
fn nothing_below() -> Absence {
    Absence::CannotSay("there is no whole to take a share of".to_owned())
}
