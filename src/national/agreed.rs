//! The national count under the agreed definition, year by year: the identified range, and beside it the estimate or why there is
//! none.
//!
//! In: the returns. Out: [`Agreed`], in which each end of a range is a count that carries what it is a sum of, nationally and for each
//! area of the last year. The ends come from [`super::bounds`] and from nowhere else.

use super::bounds::Which;
use super::error::NationalError;
use super::estimate::{Absence, Line, Outcome, PublicationRule, if_imputed_differ, of_lines};
use super::ladder;
use super::number::{Count, Figure, Form, Public, Rank, Raw};
use super::range::Bounds;
use super::reread::{self, Counted, Reread};
use super::returns::{self, ForceYear, Returns, ReturnsYear, refuse};
use super::sum::Sum;
use crate::contract::Measure;
use crate::edition::Limits;
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::period::FinancialYear;
use crate::statistics::comparison::Exposed;
use crate::statistics::random_effects::{SharesCompared, shares_compared};
use crate::statistics::{Confidence, StatisticsError};

pub use super::returns::Standing;

/// Upper end of a range.
#[derive(Clone, Copy, Debug)]
pub enum Upper<F: Form> {
    /// At most this count.
    Count(F::Count),
    /// A parent count is missing, so nothing bounds it.
    NotIdentified,
}

impl<F: Form> Upper<F> {
    /// The count, where there is one.
    pub fn count(&self) -> Option<&F::Count> {
        match self {
            Self::Count(count) => Some(count),
            Self::NotIdentified => None,
        }
    }
}

/// By how many percent more the imputed forces are tried to record.
pub(super) const DIFFERENCES: [i32; 5] = [-50, -20, 20, 50, 100];

/// A year of the returns.
#[derive(Clone, Debug)]
pub struct AgreedYear<F: Form> {
    /// Financial year.
    pub year: FinancialYear,
    /// How every force counted, in ONS order.
    pub forces: Vec<Standing>,
    /// Lower end of the identified range.
    pub lower: F::Count,
    /// Upper end of the identified range.
    pub upper: Upper<F>,
    /// Whether the range is one number.
    pub exact: F::Figure<bool>,
    /// The estimate under the edition's rule, or why there is none.
    pub outcome: F::Figure<Outcome<F::Estimate>>,
    /// What the estimate would be if the imputed forces recorded so many percent more; nothing where there is no estimate.
    pub if_imputed_differ: F::Figure<Vec<(i32, f64)>>,
    /// How large a part of the parent count the class that forces count alike is in the imputed forces, over the same in the others;
    /// nothing where it cannot be told.
    pub exchangeable: F::Figure<Option<SharesCompared>>,
    /// The range if forces on the agreed definition err as samples of their records say; nothing where none were read.
    pub reread: F::Figure<Option<Reread>>,
}

impl<F: Form> AgreedYear<F> {
    /// Forces that meet a condition.
    pub fn count(&self, condition: impl Fn(&Standing) -> bool) -> Public<usize> {
        Public::of(self.forces.iter().filter(|force| condition(force)).count())
    }

    /// Share of resident children in the areas of forces that meet a condition, in [0, 1].
    pub fn children_share(&self, condition: impl Fn(&Standing) -> bool) -> Public<Option<f64>> {
        returns::children_share(&self.forces, condition)
    }
}

/// The returns under the agreed definition.
#[derive(Clone, Debug)]
pub struct Agreed<F: Form> {
    /// Years, in order.
    pub years: Vec<AgreedYear<F>>,
    /// Mid-year of the population behind the shares of children.
    pub children_year: Public<i16>,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl<F: Form> Agreed<F> {
    /// A year.
    pub fn year(&self, year: FinancialYear) -> Option<&AgreedYear<F>> {
        self.years.iter().find(|entry| entry.year == year)
    }
}

impl Agreed<Raw> {
    /// The ranges and estimates of the returns.
    pub fn of(returns: &Returns, limits: &Limits) -> Result<Self, Failure> {
        let rule = PublicationRule {
            imputed_share_limit: f64::from(limits.imputed_share_percent) / 100.0,
            fewest_same: limits.minimum_forces as usize,
        };
        let years = returns.years.iter().map(|year| {
            of_year((&returns.measure, returns.class), year, rule).map_err(|error| refuse(year.year, &error))
        });
        Ok(Self {
            years: years.collect::<Result<_, _>>()?,
            children_year: Public::of(returns.children_year),
            lineage: returns.lineage.clone(),
        })
    }
}

fn of_year(
    (measure, class): (&Measure, Option<usize>),
    returns: &ReturnsYear,
    rule: PublicationRule,
) -> Result<AgreedYear<Raw>, NationalError> {
    let year = returns.year;
    let name = |what: &str| format!("{}/{}/{what}", measure.id, year.slug());
    let range = Range::of(&returns.forces.iter().collect::<Vec<_>>());
    let lines: Vec<Line<'_>> = returns.forces.iter().map(ForceYear::line).collect();
    let sums: Vec<&Sum> = [&range.lower].into_iter().chain(&range.upper).collect();
    let outcome = of_lines(&lines, Confidence::NINETY_FIVE)?.under(rule);
    let mut differ = Vec::new();
    if outcome.estimate().is_some() {
        for percent in DIFFERENCES {
            let total = if_imputed_differ(&lines, f64::from(percent) / 100.0)?;
            differ.extend(total.map(|total| (percent, total)));
        }
    }
    let if_imputed_differ = Figure::of(name("estimate if others differ"), differ, sums.iter().copied());
    // Who counted what is known; anything else that can be said of an estimate tells of the counts.
    let known = matches!(outcome, Outcome::Absent(Absence::TooFewForces { .. } | Absence::NoAuxiliary));
    let behind = if known { &[] } else { sums.as_slice() };
    let outcome = Figure::of(name("estimate"), outcome, behind.iter().copied());
    let (compared, sums_compared) = exchangeable(&returns.forces, class)?;
    let exchangeable = Figure::of(name("exchangeability"), compared, &sums_compared);
    let (reread, sums_reread) = reread(&returns.forces)?;
    let reread = Figure::of(name("range of records read again"), reread, &sums_reread);
    let exact = range.upper.as_ref().is_some_and(|upper| upper.value() == range.lower.value());
    Ok(AgreedYear {
        year,
        forces: returns.forces.iter().map(|force| force.standing.clone()).collect(),
        exact: Figure::of(name("exact"), exact, sums),
        lower: Count::of(name("lower end"), Rank::Headline, range.lower)?,
        upper: match range.upper {
            Some(upper) => Upper::Count(Count::of(name("upper end"), Rank::Headline, upper)?),
            None => Upper::NotIdentified,
        },
        outcome,
        if_imputed_differ,
        exchangeable,
        reread,
    })
}

/// The range that samples of records leave which forces on the agreed definition had read again, and what it is made of.
fn reread(forces: &[ForceYear]) -> Result<(Option<Reread>, Vec<Sum>), NationalError> {
    let (same, others): (Vec<&ForceYear>, Vec<&ForceYear>) =
        forces.iter().partition(|force| force.said.exact_count().is_some());
    let counted: Vec<Counted> = same
        .iter()
        .filter_map(|force| {
            Some(Counted { count: force.said.exact_count()?, parent: force.parent, study: force.reread })
        })
        .collect();
    let bounds: Vec<Bounds> = others.iter().map(|force| force.said.bounds).collect();
    let found = reread::range(&counted, ladder::range(&bounds)?, Confidence::NINETY_FIVE)?;
    let mut parents = Sum::default();
    same.iter().for_each(|force| parents.add_cell(force.code(), &force.cell(Which::Parent)));
    let (of_same, of_others) = (Range::of(&same), Range::of(&others));
    let sums = [of_same.lower, of_others.lower, parents].into_iter().chain(of_others.upper);
    Ok((found, if found.is_some() { sums.collect() } else { Vec::new() }))
}

/// Whether the imputed forces differ from the others in what all count alike: the class over the parent count in the one group, over the
/// same in the other; and what it is made of. Forces with a bridge study are in neither.
fn exchangeable(
    forces: &[ForceYear],
    class: Option<usize>,
) -> Result<(Option<SharesCompared>, Vec<Sum>), NationalError> {
    let (mut imputed, mut counted) = (Vec::new(), Vec::new());
    let (mut of_imputed, mut of_counted) = <([Sum; 2], [Sum; 2])>::default();
    for force in forces {
        let is_counted = force.said.exact_count().is_some();
        let count = class.and_then(|place| force.others.get(place)?.clone());
        let (Some(count), Some(parent)) = (count, force.parent) else { continue };
        let (group, sums) = match is_counted {
            true => (&mut counted, &mut of_counted),
            false if force.line().bridge.is_none() => (&mut imputed, &mut of_imputed),
            false => continue,
        };
        group.push(Exposed { count: count.value(), exposure: parent as f64 });
        for (sum, cell) in sums.iter_mut().zip([count, force.cell(Which::Parent)]) {
            sum.add_cell(force.code(), &cell);
        }
    }
    let sums = of_imputed.into_iter().chain(of_counted).collect();
    match shares_compared(&imputed, &counted, Confidence::NINETY_FIVE) {
        Ok(compared) => Ok((Some(compared), sums)),
        Err(StatisticsError::TooFew { .. } | StatisticsError::Undefined { .. }) => Ok((None, sums)),
        Err(error) => Err(error.into()),
    }
}

/// An identified range as what its ends are sums of.
pub(super) struct Range {
    pub(super) lower: Sum,
    /// None where a parent count is missing.
    pub(super) upper: Option<Sum>,
}

impl Range {
    /// The range of some forces.
    pub(super) fn of(forces: &[&ForceYear]) -> Self {
        let (mut lower, mut upper) = (Sum::default(), Some(Sum::default()));
        for force in forces {
            if let Some(which) = force.said.lower_is {
                lower.add_cell(force.code(), &force.cell(which));
            }
            upper = upper.zip(force.said.upper_is).map(|(mut upper, which)| {
                upper.add_cell(force.code(), &force.cell(which));
                upper
            });
        }
        Self { lower, upper }
    }
}
