//! The national picture as it may be shown: the same picture, with each number of the returns as disclosure control hands it out.
//!
//! In: the raw picture and the ledger. Out: a [`Picture`] that nothing outside this room can make, so that charts, tables and
//! sentences cannot be given a raw one. A field of a picture crosses if its type says that it may: a count or a figure through the
//! ledger, what is made of public or status data as it is. A bare number, text or condition does not cross, and a picture that
//! holds one does not compile. The walk is done twice, in the order of the fields below, so it asks the ledger for the same numbers
//! both times.

use std::fmt::Debug;
use std::ops::Deref;

use super::ledger::Ledger;
use super::policy::Policy;
use super::published::Published;
use super::vintages::Vintages;
use crate::contract::PublishedFigure;
use crate::edition::confidence::Thresholds;
use crate::lineage::Lineage;
use crate::national;
use crate::national::agreed::Standing;
use crate::national::assumed::RatioEnd;
use crate::national::change::{Basis, FEWEST_DISPERSED};
use crate::national::coarse;
use crate::national::completeness::{Band, Variable};
use crate::national::confidence::Criterion;
use crate::national::estimate::{Brief, Outcome};
use crate::national::ladder::Test;
use crate::national::number::{Count, Figure, Form, Level, Public, Raw};
use crate::national::picture::Known;
use crate::national::reconciliation::{Scope, Span, Subject};
use crate::national::reread::Reread;
use crate::period::FinancialYear;

/// After disclosure control: numbers as they may be shown.
#[derive(Clone, Debug)]
pub struct Shown;

impl Form for Shown {
    type Count = Published<i64>;
    type Figure<T: Clone + Debug> = Published<T>;
    type Estimate = Brief;
}

/// The national picture as it may be shown, and the policy it is shown under.
#[derive(Clone, Debug)]
pub struct Picture {
    shown: national::picture::Picture<Shown>,
    /// The policy it is shown under.
    pub policy: Policy,
    /// What earlier releases gave of each statistic, and what this edition does.
    pub vintages: Vintages,
}

impl Deref for Picture {
    type Target = national::picture::Picture<Shown>;

    fn deref(&self) -> &Self::Target {
        &self.shown
    }
}

/// What crosses from the raw picture to the shown one.
trait Cross {
    type Shown;
    fn cross(&self, ledger: &mut Ledger<'_>) -> Self::Shown;
}

impl Cross for Count {
    type Shown = Published<i64>;

    fn cross(&self, ledger: &mut Ledger<'_>) -> Published<i64> {
        ledger.count(self)
    }
}

impl<T: Clone> Cross for Figure<T> {
    type Shown = Published<T>;

    fn cross(&self, ledger: &mut Ledger<'_>) -> Published<T> {
        ledger.figure(self)
    }
}

impl<T: Clone> Cross for Public<T> {
    type Shown = Self;

    fn cross(&self, _: &mut Ledger<'_>) -> Self {
        self.clone()
    }
}

impl<T: Cross> Cross for Option<T> {
    type Shown = Option<T::Shown>;

    fn cross(&self, ledger: &mut Ledger<'_>) -> Self::Shown {
        self.as_ref().map(|value| value.cross(ledger))
    }
}

impl<T: Cross, E: Cross> Cross for Result<T, E> {
    type Shown = Result<T::Shown, E::Shown>;

    fn cross(&self, ledger: &mut Ledger<'_>) -> Self::Shown {
        match self {
            Ok(value) => Ok(value.cross(ledger)),
            Err(reason) => Err(reason.cross(ledger)),
        }
    }
}

impl<T: Cross> Cross for Vec<T> {
    type Shown = Vec<T::Shown>;

    fn cross(&self, ledger: &mut Ledger<'_>) -> Self::Shown {
        self.iter().map(|value| value.cross(ledger)).collect()
    }
}

/// What says when, of what, by whom and how something was counted, and not how much.
macro_rules! cross_as_they_are {
    ($($type:ty),* $(,)?) => {$(
        impl Cross for $type {
            type Shown = Self;

            fn cross(&self, _: &mut Ledger<'_>) -> Self {
                self.clone()
            }
        }
    )*};
}

cross_as_they_are!(
    Basis,
    FinancialYear,
    Level,
    Lineage,
    PublishedFigure,
    Scope,
    Span,
    Standing,
    Subject,
    Variable,
    national::breakdown::Kind,
    national::picture::Known,
);

/// Parts of a picture, field by field in the order of the walk.
macro_rules! cross_by_field {
    ($($room:ident::$type:ident { $($field:ident),* $(,)? })*) => {$(
        #[doc = concat!("[`", stringify!($room), "::", stringify!($type), "`](crate::national::", stringify!($room), "::", stringify!($type), ") as it may be shown.")]
        pub type $type = national::$room::$type<Shown>;

        impl Cross for national::$room::$type<Raw> {
            type Shown = $type;

            fn cross(&self, ledger: &mut Ledger<'_>) -> $type {
                $type { $($field: self.$field.cross(ledger)),* }
            }
        }
    )*};
}

cross_by_field! {
    agreed::Agreed { years, children_year, lineage }
    alike::Alike { words, relation, forces, years, over_all, lineage }
    alike::AlikeYear { year, count, change }
    assumed::Ladder { rungs, lineage }
    assumed::RungYear { year, upper }
    asking::Asked { code, name, definition, remedy, added }
    areas::Area { level, region, force, forces, agreed, definition, count, lower, upper }
    breakdown::Breakdown {
        kind, year, forces, children_share, categories, coverage, not_recorded_share, supported, total, not_recorded, lineage,
    }
    breakdown::Category { name, title, count, share }
    change::Parts {
        change, start, end, matched, definition_changed, other_definition, part_year, part_year_forces, joined, left,
        joined_and_left,
    }
    change::ReturnsChange { earlier, later, matched_forces, matched_children, broken, compared, parts }
    completeness::Completeness { variable, recorded, forces, bands, by_force }
    index::Index { basis, points, lineage }
    index::Link { forces, children_share, ratio }
    index::Point { year, link, index, interval }
    reconciliation::Line {
        subject, of, count, span, definition, published, published_count, differences, difference, lineage,
    }
}

/// A year of the returns as it may be shown.
pub type AgreedYear = national::agreed::AgreedYear<Shown>;

impl Cross for national::agreed::AgreedYear<Raw> {
    type Shown = AgreedYear;

    fn cross(&self, ledger: &mut Ledger<'_>) -> AgreedYear {
        let outcome = self.outcome.cross(ledger);
        let differ = self.if_imputed_differ.cross(ledger);
        AgreedYear {
            year: self.year.cross(ledger),
            forces: self.forces.cross(ledger),
            lower: self.lower.cross(ledger),
            upper: self.upper.cross(ledger),
            // To the last digit an estimate says much of each force that it is made from.
            outcome: outcome.map(if ledger.is_open() { Outcome::brief } else { Outcome::coarse }),
            if_imputed_differ: if ledger.is_open() { differ } else { differ.map(|totals| coarse_totals(totals)) },
            // The imputed forces are few, and each knows its part of what they share.
            exchangeable: if ledger.is_open() { self.exchangeable.cross(ledger) } else { Published::withheld() },
            reread: {
                let reread = self.reread.cross(ledger);
                // Of few forces the shares say much of each.
                let few = |found: &Option<Reread>| found.is_some_and(|found| found.forces < FEWEST_DISPERSED);
                match ledger.is_open() {
                    true => reread,
                    false if reread.value().is_some_and(few) => Published::withheld(),
                    false => reread.map(|found| found.map(Reread::coarse)),
                }
            },
            exact: self.exact.cross(ledger),
        }
    }
}

/// Totals that stand in for an estimate, as coarse as it is.
fn coarse_totals(totals: &[(i32, f64)]) -> Vec<(i32, f64)> {
    totals.iter().map(|(percent, total)| (*percent, coarse::TOTAL.printed(*total))).collect()
}

/// Upper end of a range as it may be shown.
pub type Upper = national::agreed::Upper<Shown>;

impl Cross for national::agreed::Upper<Raw> {
    type Shown = Upper;

    fn cross(&self, ledger: &mut Ledger<'_>) -> Upper {
        self.count().map_or(Upper::NotIdentified, |count| Upper::Count(count.cross(ledger)))
    }
}

/// Upper end of the range on a rung as it may be shown.
pub type RungUpper = national::assumed::Upper<Shown>;

impl Cross for national::assumed::Upper<Raw> {
    type Shown = RungUpper;

    fn cross(&self, ledger: &mut Ledger<'_>) -> RungUpper {
        match self {
            Self::Count(count) => RungUpper::Count(count.cross(ledger)),
            // A ratio is decided by two or three forces, so it is published coarse.
            Self::Figure(figure) => {
                let shown = figure.cross(ledger);
                RungUpper::Figure(if ledger.is_open() { shown } else { shown.map(|end: &RatioEnd| end.coarse()) })
            }
            Self::NotIdentified => RungUpper::NotIdentified,
            Self::NotUsed(told) => RungUpper::NotUsed(told.cross(ledger)),
        }
    }
}

/// A rung as it may be shown.
pub type Rung = national::assumed::Rung<Shown>;

impl Cross for national::assumed::Rung<Raw> {
    type Shown = Rung;

    fn cross(&self, ledger: &mut Ledger<'_>) -> Rung {
        let test = self.test.cross(ledger);
        // How many forces bear it out is printed; the ratios of single forces behind it are not.
        let test = if ledger.is_open() { test } else { test.map(|test| test.map(Test::coarse)) };
        Rung { assumption: self.assumption.cross(ledger), test, years: self.years.cross(ledger) }
    }
}

/// The confidence in a headline as it may be shown.
pub type Rated = national::confidence::Rated<Shown>;
/// What a criterion says of it as it may be shown.
pub type Reason = national::confidence::Reason<Shown>;

/// What each criterion supports by what is shown of it: that of a number which is not shown would tell in which third it lies.
fn rated(
    raw: &national::confidence::Rated<Raw>,
    thresholds: &Thresholds,
    ledger: &mut Ledger<'_>,
) -> national::confidence::Rated<Shown> {
    let reasons: Vec<Reason> = raw.reasons.iter().map(|reason| reason_shown(reason, thresholds, ledger)).collect();
    let proposed = reasons.iter().map(|reason| reason.supports).min().unwrap_or(raw.proposed);
    Rated {
        headline: raw.headline,
        earlier: raw.earlier,
        year: raw.year,
        reasons,
        proposed,
        set: raw.set.cross(ledger),
        lineage: raw.lineage.clone(),
    }
}

fn reason_shown(raw: &national::confidence::Reason<Raw>, thresholds: &Thresholds, ledger: &mut Ledger<'_>) -> Reason {
    let (criterion, value) = (raw.criterion, raw.value.cross(ledger));
    if ledger.is_open() {
        return Reason { criterion, value, supports: raw.supports };
    }
    let value = match criterion {
        Criterion::Imputed => value.map(|value| value.map(|share| coarse::SHARE.printed(*share))),
        _ => value,
    };
    let supports = criterion.supports(thresholds, value.as_ref().and_then(|value| value.value()).copied());
    Reason { criterion, value, supports }
}

/// Whom to ask, where forces are shown; else nobody, and not how many.
fn asking(raw: &national::asking::Asking<Raw>, ledger: &mut Ledger<'_>) -> national::asking::Asking<Shown> {
    let forces = if ledger.shows(Level::Force) { raw.forces.cross(ledger) } else { Vec::new() };
    let (year, rungs, lineage) = (raw.year, raw.rungs.clone(), raw.lineage.clone());
    national::asking::Asking { year, rungs, forces, lineage }
}

/// Why a link of the index is missing, as it may be shown.
pub type Missing = national::index::Missing<Shown>;

impl Cross for national::index::Missing<Raw> {
    type Shown = Missing;

    fn cross(&self, ledger: &mut Ledger<'_>) -> Missing {
        match self {
            Self::FirstYear => Missing::FirstYear,
            Self::Break(reason) => Missing::Break(reason.cross(ledger)),
            Self::NoMatchedForce => Missing::NoMatchedForce,
            Self::TooFewForces => Missing::TooFewForces,
            Self::NothingCounted(told) => Missing::NothingCounted(told.cross(ledger)),
        }
    }
}

impl AgreedYear {
    /// Whether the range is seen to be one number.
    pub fn is_exact(&self) -> bool {
        self.exact.value() == Some(&true)
    }
}

impl Parts {
    /// Change of the total: what the two totals as printed say of it may be said.
    pub fn of_total(&self) -> Published<i64> {
        if self.change.is_withheld() { self.end.with(self.start).map(|(end, start)| end - start) } else { self.change }
    }
}

impl Completeness {
    /// Number of forces in a band.
    pub fn count(&self, band: Band) -> Published<usize> {
        self.bands.map(|bands| bands.get(&band).copied().unwrap_or_default())
    }
}

/// The part of it that is made of the returns alone.
pub(super) fn of_returns(
    raw: &national::picture::OfReturns<Raw>,
    ledger: &mut Ledger<'_>,
) -> national::picture::OfReturns<Shown> {
    national::picture::OfReturns {
        agreed: raw.agreed.cross(ledger),
        alike: raw.alike.cross(ledger),
        ladder: raw.ladder.cross(ledger),
        asking: asking(&raw.asking, ledger),
        agreed_changes: raw.agreed_changes.cross(ledger),
        index: raw.index.cross(ledger),
        areas: raw.areas.iter().filter(|area| ledger.shows(area.level)).cloned().collect::<Vec<_>>().cross(ledger),
    }
}

/// The picture with what the ledger hands out.
pub(super) fn walk(raw: &national::picture::Picture<Raw>, ledger: &mut Ledger<'_>) -> Picture {
    let shown = national::picture::Picture {
        agreed: raw.agreed.cross(ledger),
        asking: asking(&raw.asking, ledger),
        alike: raw.alike.cross(ledger),
        ladder: raw.ladder.cross(ledger),
        agreed_changes: raw.agreed_changes.cross(ledger),
        index: raw.index.cross(ledger),
        breakdowns: raw.breakdowns.cross(ledger),
        completeness: raw.completeness.cross(ledger),
        areas: raw.areas.iter().filter(|area| ledger.shows(area.level)).cloned().collect::<Vec<_>>().cross(ledger),
        reconciliation: raw.reconciliation.cross(ledger),
        confidence: raw.confidence.iter().map(|one| rated(one, &raw.edition.confidence, ledger)).collect(),
        published_ladder: raw.published_ladder.cross(ledger),
        // Forces under the names that may stand beside the numbers of the returns.
        known: Known { forces: raw.forces.beside(&raw.agreed.lineage), ..raw.known.cross(ledger) },
        recorded: raw.recorded.cross(ledger),
        funnel: raw.funnel.cross(ledger),
        regions: raw.regions.cross(ledger),
        profiles: raw.profiles.cross(ledger),
        children: raw.children.cross(ledger),
    };
    Picture { shown, policy: ledger.policy().clone(), vintages: Vintages::default() }
}
