//! Forces compared by funnel: each force's rate against limits around the national rate at its population.
//!
//! Crimes come in groups and forces record differently, so that chance alone explains little: the limits that count carry the
//! spread between forces (additive, 10 % Winsorised), and those of chance alone are beside them. Forces are never ranked. A
//! force with too few resident children has no rate and is left out.

use super::recorded::PER_CHILDREN;
use crate::contract::{ChildPopulation, Force, Forces};
use crate::fault::Failure;
use crate::lineage::Lineage;
use crate::panel::{ForceTotal, Panel};
use crate::period::FinancialYear;
use crate::statistics::funnel::{Centre, Position, position};
use crate::statistics::overdispersion::{Dispersion, Transform, Trim, dispersion};
use crate::statistics::special::{Tail, chi_square_quantile};
use crate::statistics::{Confidence, Interval, StatisticsError};

/// One force in the funnel.
#[derive(Clone, Debug)]
pub struct FunnelForce {
    /// The force.
    pub force: Force,
    /// Its count, over all years.
    pub count: i64,
    /// Its resident children, of several years their mean.
    pub children: i64,
    /// Its rate per 10,000 children a year.
    pub rate: f64,
    /// Where it lies to the limits.
    pub position: Position,
    /// Where it lies to the limits of chance alone, which marks nobody.
    pub by_chance: Position,
}

/// Limits at one population, as rates per 10,000 children.
#[derive(Clone, Copy, Debug)]
pub struct FunnelLimits {
    /// Resident children.
    pub children: i64,
    /// 95 % limits, with the spread between forces.
    pub inner: Interval,
    /// 99.8 % limits, with the spread between forces.
    pub outer: Interval,
    /// 95 % limits of chance alone.
    pub chance_inner: Interval,
    /// 99.8 % limits of chance alone.
    pub chance_outer: Interval,
}

/// A funnel of forces for one year, or for several that are added up.
#[derive(Clone, Debug)]
pub struct Funnel {
    /// First year.
    pub first: FinancialYear,
    /// Last year.
    pub year: FinancialYear,
    /// National rate per 10,000 children a year: the centre.
    pub centre: f64,
    /// Forces, in ONS order.
    pub forces: Vec<FunnelForce>,
    /// Forces left out because too few children live there.
    pub left_out: Vec<Force>,
    /// Limits along the axis.
    pub limits: Vec<FunnelLimits>,
    /// Dispersion of the forces; 10 % Winsorised.
    pub dispersion: Dispersion,
    /// Whether the forces differ by more than chance: the sum of squared scores, none drawn in, against χ² at 97.5 %.
    pub beyond_chance: bool,
    /// Territorial forces with fewer counts than a rate in a table needs.
    pub below_minimum: usize,
    /// Where the numbers come from.
    pub lineage: Lineage,
}

impl Funnel {
    /// Forces outside the 95 % limits, those outside the 99.8 % limits included.
    pub fn outside_inner(&self) -> usize {
        self.forces.iter().filter(|force| force.position != Position::Within).count()
    }

    /// Forces outside the 99.8 % limits.
    pub fn outside_outer(&self) -> usize {
        self.forces.iter().filter(|force| is_outer(force.position)).count()
    }

    /// Forces outside the 95 % and the 99.8 % limits of chance alone.
    pub fn outside_chance(&self) -> (usize, usize) {
        let outside = |of: fn(Position) -> bool| self.forces.iter().filter(|force| of(force.by_chance)).count();
        (outside(|position| position != Position::Within), outside(is_outer))
    }
}

/// Whether a position is outside the 99.8 % limits.
pub fn is_outer(position: Position) -> bool {
    matches!(position, Position::BelowOuter | Position::AboveOuter)
}

/// Points along the axis at which the limits are drawn.
const CURVE_POINTS: i64 = 160;

/// The funnel of a measure for the years from `first` to `last`, whose counts and children are added up: rates are over years of
/// children. `minimum_children` is the edition's limit for any rate, `minimum_count` its limit for a rate in text or table.
pub fn funnel(
    panel: &Panel,
    measure: &str,
    population: (&ChildPopulation, &Lineage),
    forces: &Forces,
    (first, last): (FinancialYear, FinancialYear),
    (minimum_children, minimum_count): (i64, i64),
) -> Result<Option<Funnel>, Failure> {
    let totals = panel.force_totals(measure)?;
    let years: Vec<FinancialYear> = FinancialYear::range(first, last).collect();
    let pooled = i64::try_from(years.len()).unwrap_or(i64::MAX);
    let mut rows = Vec::new();
    let mut left_out = Vec::new();
    let mut centre = Centre { count: 0, population: 0 };
    let mut below_minimum = 0;
    for force in forces.iter().filter(|force| force.territorial) {
        let whole = |total: &&ForceTotal| total.force == force.code && total.quarters == 4;
        let of_year = |year: &FinancialYear| totals.iter().filter(whole).find(|total| total.year == *year)?.value;
        let counts: Option<Vec<i64>> = years.iter().map(of_year).collect();
        let children: Option<Vec<i64>> =
            years.iter().map(|year| population.0.of(&force.code, year.mid_year())).collect();
        let (Some(counts), Some(children)) = (counts, children) else {
            // Without every force there is no national rate to hold the others against.
            return Ok(None);
        };
        let (count, children): (i64, i64) = (counts.iter().sum(), children.iter().sum());
        centre.count += count;
        centre.population += children;
        below_minimum += usize::from(count < minimum_count);
        if children / pooled < minimum_children {
            left_out.push(force.clone());
        } else {
            rows.push((force.clone(), count, children));
        }
    }
    if centre.count == 0 {
        return Ok(None);
    }
    build(centre, rows, (left_out, below_minimum), (first, last, pooled), panel.lineage(measure).and(population.1))
        .map(Some)
        .map_err(|error| Failure::cannot_run(format!("the funnel cannot be computed: {error}"), "check the source"))
}

fn build(
    centre: Centre,
    rows: Vec<(Force, i64, i64)>,
    (left_out, below_minimum): (Vec<Force>, usize),
    (first, year, pooled): (FinancialYear, FinancialYear, i64),
    lineage: Lineage,
) -> Result<Funnel, StatisticsError> {
    let (mut observed, mut expected) = (Vec::new(), Vec::new());
    for (_, count, children) in &rows {
        observed.push(*count as f64);
        expected.push(centre.expected(*children)?);
    }
    let dispersion = dispersion(&observed, &expected, Transform::SquareRoot, Trim::Winsorise(0.1))?;
    let (inner, outer) = (Confidence::NINETY_FIVE, Confidence::NINETY_NINE_POINT_EIGHT);
    let at = |children: i64| -> Result<FunnelLimits, StatisticsError> {
        let national = per_children_value(centre);
        let spread = |confidence: Confidence| {
            let ratio = dispersion.additive_limits(centre.expected(children)?, confidence.normal_deviate())?;
            Ok::<_, StatisticsError>(ratio.scaled(national))
        };
        Ok(FunnelLimits {
            children: children / pooled,
            inner: spread(inner)?,
            outer: spread(outer)?,
            chance_inner: centre.rate_limits(children, PER_CHILDREN, inner)?,
            chance_outer: centre.rate_limits(children, PER_CHILDREN, outer)?,
        })
    };
    let mut forces = Vec::with_capacity(rows.len());
    for (force, count, children) in rows {
        let limits = at(children)?;
        let rate = count as f64 / children as f64 * PER_CHILDREN;
        let by_chance = position(rate, limits.chance_inner, limits.chance_outer);
        let position = position(rate, limits.inner, limits.outer);
        forces.push(FunnelForce { force, count, children: children / pooled, rate, position, by_chance });
    }
    let largest = forces.iter().map(|force| force.children).max().unwrap_or(0);
    let smallest = forces.iter().map(|force| force.children).min().unwrap_or(0);
    let limits = curve(smallest, largest).map(|children| at(children * pooled)).collect::<Result<Vec<_>, _>>()?;
    let square = |observed: f64, expected: f64| (observed - expected) * (observed - expected) / expected;
    let sum: f64 = observed.iter().zip(&expected).map(|(observed, expected)| square(*observed, *expected)).sum();
    let chance = chi_square_quantile(forces.len().saturating_sub(1) as f64, Tail::Lower(0.975));
    Ok(Funnel {
        first,
        year,
        centre: per_children_value(centre),
        forces,
        left_out,
        limits,
        dispersion,
        beyond_chance: sum > chance,
        below_minimum,
        lineage,
    })
}

fn per_children_value(centre: Centre) -> f64 {
    centre.count as f64 / centre.population as f64 * PER_CHILDREN
}

/// Populations at which the limits are drawn: denser where few children live, where the limits bend.
fn curve(smallest: i64, largest: i64) -> impl Iterator<Item = i64> {
    let first = (smallest * 8 / 10).max(1);
    let last = largest + largest / 20;
    (0..=CURVE_POINTS).map(move |step| first + (last - first) * step * step / (CURVE_POINTS * CURVE_POINTS))
}
