//! Statistics of one area at one time: counts, rates, proportions and shares.

use std::collections::BTreeSet;

use super::counts::{Counts, Time};
use super::resolve::Resolved;
use super::work::{Found, Outcome, PERCENT, Work, with_sums};
use super::{Absence, Denominator, Limits, Method, Over, Period, Statistic, Value, funnel, series};
use crate::lineage;
use crate::national::NationalError;
use crate::national::number::Raw;
use crate::national::picture::{Given, Picture};
use crate::national::shares::{KnownShare, share};
use crate::panel::Panel;
use crate::statistics::Confidence;
use crate::statistics::proportion::proportion;
use crate::statistics::rate::rate;

/// Every statistic of an entry: by area, then by period.
pub(super) fn evaluate(
    resolved: &Resolved<'_>,
    panel: &Panel,
    given: &Given,
    picture: &Picture<Raw>,
) -> Vec<Statistic> {
    let entry = resolved.entry;
    let mut lineage = panel.lineage(&entry.measure);
    if let Some(breakdown) = &entry.breakdown {
        lineage = lineage.only(&lineage::breakdown(&entry.measure, &breakdown.dimension));
    }
    if entry.method.is_of_picture() {
        lineage = lineage.and(&picture.agreed.lineage);
    }
    match &entry.denominator {
        Some(Denominator::Children) => lineage = lineage.and(&given.population_lineage),
        Some(Denominator::Measure(measure)) => lineage = lineage.and(&panel.lineage(measure)),
        None => {}
    }
    let mut statistics = Vec::new();
    for area in &resolved.areas {
        let work = Work::new(resolved, given, (picture, &lineage), area);
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
            Method::Rung => each(Self::rung),
            Method::Estimate => each(Self::estimate),
            Method::Sensitivity => each(Self::sensitivity),
            Method::Index => each(Self::index),
            Method::Change => series::changes(self),
            Method::Dispersion => series::dispersions(self),
            Method::AverageAnnualChange => series::average(self),
            Method::MonotoneTrend => series::monotone(self),
            Method::ControlChart => series::chart(self),
            Method::QuartersReported => each(Self::quarters_reported),
            Method::FunnelInner => each(|work, time| funnel::limits(work, time, Confidence::NINETY_FIVE)),
            Method::FunnelOuter => each(|work, time| funnel::limits(work, time, Confidence::NINETY_NINE_POINT_EIGHT)),
        }
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
            over: entry.over,
            area: self.area.clone(),
            of_several: entry.geography.several(),
            period,
            value: found.value,
            interval: found.interval,
            unit: entry.unit.clone(),
            per: entry.per,
            assumption: entry.assumption.clone(),
            decimals: entry.decimals,
            method: entry.method,
            detail: found.detail,
            coarse: found.coarse,
            sums: found.sums,
            caveat: entry.caveat.clone(),
            lineage: self.lineage.clone(),
            place: entry.places.entry.clone(),
        }
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
        if self.resolved.entry.over != Over::Complete {
            // Four quarters of a child are a child.
            let exposed = self.children_quarters(time)?;
            self.rate_allowed(count, Some(exposed / 4))?;
            let rate = rate(count, exposed, 4.0 * self.resolved.entry.per, Confidence::NINETY_FIVE)?;
            return Ok(Found::new(Value::Number(rate.value), Some(rate.interval.into())));
        }
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
        let rate = rate(count, below, self.resolved.entry.per, Confidence::NINETY_FIVE)?.widened(self.over_time());
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

    fn quarters_reported(&self, time: Time) -> Outcome {
        self.unbroken(time)?;
        Ok(Found::new(Value::Count(self.quarters(time)), None))
    }

    fn proportion(&self, time: Time) -> Outcome {
        let below = self.resolved.denominator.as_ref().or(self.resolved.whole.as_ref()).ok_or_else(nothing_below)?;
        if self.resolved.entry.over == Over::Reported {
            let (part, whole) = (self.complete(&self.resolved.counts, time)?, self.complete(below, time)?);
            self.base_allowed(whole)?;
            let share = proportion(part, whole, Confidence::NINETY_FIVE)?;
            let interval = Limits::from(share.interval).scaled(PERCENT);
            return Ok(Found::new(Value::Number(share.value * PERCENT), Some(interval)));
        }
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
}

/// The checks of the file have refused such an entry.
fn nothing_below() -> Absence {
    Absence::CannotSay("there is no whole to take a share of".to_owned())
}
