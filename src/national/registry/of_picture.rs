//! Statistics that the national picture has the numbers of: range, rung, estimate, sensitivity and index.
//!
//! Nothing is computed here: the same numbers as charts and text print, with the sums that they are made of.

use super::counts::Time;
use super::work::{Found, Outcome, Work};
use super::{Absence, Coarse, Limits, Value};
use crate::national::agreed::AgreedYear;
use crate::national::assumed;
use crate::national::estimate::{self, Estimate};
use crate::national::index::{Link, Missing};
use crate::national::number::Raw;

/// Why a range of several numbers is no value.
const ONLY_LIMITS: &str = "forces counted different things, so only limits can be given";

impl<'a> Work<'a> {
    fn agreed_year(&self, time: Time) -> Result<&'a AgreedYear<Raw>, Absence> {
        let year = match time {
            Time::Year(year) => self.picture.agreed.year(year),
            Time::Calendar(_) | Time::Quarter(_) => None,
        };
        year.ok_or_else(|| Absence::NotAvailable("no returns are held for it".to_owned()))
    }

    /// Limits, and a value only where they are one number.
    fn limits(&self, year: &AgreedYear<Raw>, upper: Option<f64>) -> Found {
        let lower = year.lower.value();
        let value = if *year.exact.value() {
            Value::Count(lower)
        } else {
            Value::Absent(Absence::CannotSay(ONLY_LIMITS.to_owned()))
        };
        Found::new(value, Some(Limits { lower: lower as f64, upper }))
    }

    pub(super) fn range(&self, time: Time) -> Outcome {
        let year = self.agreed_year(time)?;
        let ends = [&year.lower].into_iter().chain(year.upper.count());
        self.note_all(ends.map(|end| end.sum().clone()));
        Ok(self.limits(year, year.upper.count().map(|upper| upper.value() as f64)))
    }

    /// The upper end after the assumption and all before it that may be used; the forces are those in which it held.
    pub(super) fn rung(&self, time: Time) -> Outcome {
        let year = self.agreed_year(time)?;
        let wanted = self.resolved.entry.assumption.as_deref();
        let rung = self.picture.ladder.rungs.iter().find(|rung| Some(rung.assumption.id.as_str()) == wanted);
        let of_year = rung.and_then(|rung| Some((rung, rung.years.iter().find(|one| one.year == year.year)?)));
        let (rung, of_year) = of_year.ok_or_else(|| Absence::NotAvailable("the ladder has no such rung".to_owned()))?;
        self.note_all([year.lower.sum().clone()]);
        if let Some(test) = &rung.test {
            self.note_all(test.sums().to_vec());
        }
        let (upper, coarse) = match &of_year.upper {
            assumed::Upper::Count(count) => {
                self.note_all([count.sum().clone()]);
                (Some(count.value()), Coarse::AsItIs)
            }
            assumed::Upper::Figure(figure) => {
                self.note_all(figure.sums().to_vec());
                (Some(figure.value().end), Coarse::Upper(figure.value().published()))
            }
            assumed::Upper::NotIdentified => (None, Coarse::AsItIs),
            assumed::Upper::NotUsed(told) => {
                self.note_all(told.sums().to_vec());
                return Err(Absence::CannotSay("too few forces bear the assumption out, so it is not used".to_owned()));
            }
        };
        let mut found = self.limits(year, upper.map(|upper| upper as f64));
        found.coarse = coarse;
        found.detail.forces = rung.test.as_ref().and_then(|test| Some((test.value().held?, test.value().tested)));
        Ok(found)
    }

    /// The estimate that the edition's rule allows to be published.
    fn published(&self, year: &AgreedYear<Raw>) -> Result<Estimate, Absence> {
        self.note_all(year.outcome.sums().to_vec());
        if *year.exact.value() {
            return Err(Absence::CannotSay("the range is a single number, so none is needed".to_owned()));
        }
        match *year.outcome.value() {
            estimate::Outcome::Estimated(estimate) => Ok(estimate),
            estimate::Outcome::Absent(absence) => Err(Absence::CannotSay(absence.reason().to_owned())),
        }
    }

    pub(super) fn estimate(&self, time: Time) -> Outcome {
        let Estimate { total, interval, .. } = self.published(self.agreed_year(time)?)?;
        Ok(Found { coarse: Coarse::Estimate, ..Found::new(Value::Number(total), Some(interval.into())) })
    }

    pub(super) fn sensitivity(&self, time: Time) -> Outcome {
        let year = self.agreed_year(time)?;
        self.published(year)?;
        self.note_all(year.if_imputed_differ.sums().to_vec());
        let wanted = self.resolved.entry.percent;
        let found = year.if_imputed_differ.value().iter().find(|(percent, _)| Some(*percent) == wanted);
        let (_, total) = found.ok_or_else(|| Absence::NotAvailable("it was not tried".to_owned()))?;
        Ok(Found { coarse: Coarse::Estimate, ..Found::new(Value::Number(*total), None) })
    }

    pub(super) fn index(&self, time: Time) -> Outcome {
        let Time::Year(year) = time else { return Err(Absence::NotAvailable("an index is by year".to_owned())) };
        let points = &self.picture.index.points;
        let point = points.iter().find(|point| point.year == year);
        let point = point.ok_or_else(|| Absence::NotAvailable("no returns are held for it".to_owned()))?;
        let Some(index) = &point.index else { return Err(self.missing(&point.link)) };
        self.note_all(index.sums().to_vec());
        if let Some(interval) = &point.interval {
            self.note_all(interval.sums().to_vec());
        }
        let interval = point.interval.as_ref().map(|interval| (*interval.value()).into());
        let mut found = Found::new(Value::Number(*index.value()), interval);
        found.detail.forces = point.link.as_ref().ok().map(|link| (*link.forces, self.area.forces.len()));
        Ok(found)
    }

    /// Why the index has no value in a year.
    fn missing(&self, link: &Result<Link<Raw>, Missing<Raw>>) -> Absence {
        match link {
            Ok(_) | Err(Missing::FirstYear) => Absence::NotAvailable("the chain of links ended before".to_owned()),
            Err(Missing::Break(reason)) => Absence::Break(reason.to_string()),
            Err(Missing::NoMatchedForce) => {
                Absence::NotAvailable("no force counted the agreed definition in both years".to_owned())
            }
            Err(Missing::TooFewForces) => {
                Absence::BaseUnderMinimum("too few forces counted the agreed definition in both years".to_owned())
            }
            Err(Missing::NothingCounted(told)) => {
                self.note_all(told.sums().to_vec());
                Absence::CannotSay("the matched forces counted nothing in the year before".to_owned())
            }
        }
    }
}
